"""Requests by address over all blocks: in memory while they are few, in a temporary file beyond."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from delest.traffic.logs.block import Addresses, Block
from delest.traffic.logs.targets import kind_of

IN_MEMORY: Final = 200_000
"""Addresses held in memory; more are written to a file."""
_PUT: Final = "INSERT INTO address VALUES (?, ?) ON CONFLICT DO UPDATE SET requests = requests + excluded.requests"


class Tally:
    """Adds up blocks; use as a context manager. What is written to disk is deleted at the end."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self.counts = Block()
        """All but the addresses."""
        self.robot_parts = 0
        self._in_memory = in_memory
        self._people: Addresses = {}
        self._robots: Addresses = {}
        self._robot_pages = 0
        self._file: sqlite3.Connection | None = None
        self._while_open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._while_open.close()

    def take(self, block: Block) -> None:
        """Add the counts of a block."""
        for mine, theirs in ((self._people, block.people), (self._robots, block.robots)):
            for address, requests in theirs.items():
                mine[address] = mine.get(address, 0) + requests
        people, robots, block.people, block.robots = block.people, block.robots, {}, {}
        self.counts.add(block)
        block.people, block.robots = people, robots
        if len(self._people) > self._in_memory:
            self._spill()
        if len(self._robots) > self._in_memory:
            self._fold_robots()

    def people(self) -> Iterator[tuple[bytes, int]]:
        """Yield the addresses that people asked for, most requests first."""
        if self._file is None:
            yield from sorted(self._people.items(), key=lambda item: (-item[1], item[0]))
            return
        self._spill()
        yield from self._file.execute("SELECT address, requests FROM address ORDER BY requests DESC, address")

    def robot_pages(self) -> int:
        """Return how many page views robots had."""
        self._fold_robots()
        return self._robot_pages

    def _fold_robots(self) -> None:
        for address, requests in self._robots.items():
            kind = kind_of(address.decode("utf-8", "replace"))
            self._robot_pages += requests if kind == "page" else 0
            self.robot_parts += requests if kind != "page" else 0
        self._robots.clear()

    def _spill(self) -> None:
        if self._file is None:
            folder = self._while_open.enter_context(tempfile.TemporaryDirectory(prefix="delest-"))
            self._file = sqlite3.connect(Path(folder) / "addresses.sqlite")
            self._while_open.enter_context(closing(self._file))
            self._file.execute("PRAGMA synchronous = OFF")
            self._file.execute("PRAGMA journal_mode = OFF")
            self._file.execute("CREATE TABLE address (address BLOB PRIMARY KEY, requests INTEGER) WITHOUT ROWID")
        self._file.executemany(_PUT, self._people.items())
        self._file.commit()
        self._people.clear()
