"""Numbers added up by key: in memory while the keys are few, in a temporary file beyond."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Final, Self

IN_MEMORY: Final = 200_000
"""Keys held in memory; more are written to a file."""
_PUT: Final = "INSERT INTO sums VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"


class Sums:
    """Adds up numbers by key; use as a context manager. What is written to disk is deleted at the end."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._held: dict[bytes, int] = {}
        self._file: sqlite3.Connection | None = None
        self._while_open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._while_open.close()

    def add(self, more: Mapping[bytes, int]) -> None:
        """Add numbers."""
        held = self._held
        for key, n in more.items():
            held[key] = held.get(key, 0) + n
        if len(held) > self._in_memory:
            self._spill()

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        """Yield the keys with their sums, the greatest first."""
        if self._file is None:
            yield from sorted(self._held.items(), key=lambda item: (-item[1], item[0]))
            return
        self._spill()
        yield from self._file.execute("SELECT key, n FROM sums ORDER BY n DESC, key")

    def _spill(self) -> None:
        if self._file is None:
            folder = self._while_open.enter_context(tempfile.TemporaryDirectory(prefix="delest-"))
            self._file = sqlite3.connect(Path(folder) / "sums.sqlite")
            self._while_open.enter_context(closing(self._file))
            self._file.execute("PRAGMA synchronous = OFF")
            self._file.execute("PRAGMA journal_mode = OFF")
            self._file.execute("CREATE TABLE sums (key BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._file.executemany(_PUT, self._held.items())
        self._file.commit()
        self._held.clear()
