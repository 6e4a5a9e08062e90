"""Recordings of page loads, kept in the run: one compressed file a page, readable by its owner alone.

They hold what the pages sent, and so perhaps what only a person who is logged in may see.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import zstandard

from delest.errors import N_, InputError, unwritable
from delest.records.pages.tape import Tape

FOLDER: Final = "recordings"
FORMAT: Final = 1
_SUFFIX: Final = ".tape"
_LEVEL: Final = 3
_MOST_BYTES: Final = 200_000_000
"""Of one recording, decompressed: its bodies are bounded when it is made."""


class _File(msgspec.Struct, frozen=True):
    format: int
    tape: Tape


def keep(run: Path, tape: Tape) -> Path:
    """Write a recording into a run and return its file; the one that the page had before is replaced.

    Raises:
        InputError: it cannot be written.
    """
    path = path_of(run, tape.page_url)
    data = zstandard.compress(msgspec.msgpack.encode(_File(FORMAT, tape)), _LEVEL)
    part = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - its mode
            file.write(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise unwritable(path, error) from error
    return path


def path_of(run: Path, page_url: str) -> Path:
    """Return where the recording of a page is, or would be."""
    return run / FOLDER / f"{hashlib.sha256(page_url.encode()).hexdigest()[:32]}{_SUFFIX}"


def recordings(run: Path) -> Iterator[Tape]:
    """Yield the recordings of a run, one in memory at a time.

    Raises:
        InputError: one is damaged, or in the format of another version.
    """
    for path in sorted((run / FOLDER).glob(f"*{_SUFFIX}")):
        yield read(path)


def read(path: Path) -> Tape:
    """Return the recording in a file.

    Raises:
        InputError: it cannot be read, is damaged, or is in the format of another version.
    """
    try:
        return _read(path)
    except (OSError, zstandard.ZstdError, ValueError) as error:
        raise InputError(
            N_("{path} is not a recording, or is damaged: {reason}"),
            remedy=N_("audit the site again with --prove"),
            path=path,
            reason=error,
        ) from error


def _read(path: Path) -> Tape:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
        data = reader.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError("too large")
    found = msgspec.msgpack.decode(data, type=_File)
    if found.format != FORMAT:
        raise ValueError(f"format {found.format}")
    return found.tape


def drop(run: Path, page_url: str) -> None:
    """Delete the recording of a page, if there is one."""
    with suppress(OSError):
        path_of(run, page_url).unlink()


def drop_all(run: Path) -> None:
    """Delete every recording of a run."""
    for path in (run / FOLDER).glob(f"*{_SUFFIX}"):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        (run / FOLDER).rmdir()
