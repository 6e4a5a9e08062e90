"""From the files that a user names to one export: what each is, which source reads it, and what they count together."""

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.errors import N_, DelestError, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.addresses import without_clients
from delest.traffic.files.archive import members
from delest.traffic.files.opened import STDIN, Opened
from delest.traffic.mixed import with_logs
from delest.traffic.registry import sources
from delest.traffic.source import Asked, Source

_BINARY: Final = 0.02
_GLOB: Final = frozenset("*?[")


class Taken(NamedTuple):
    """A file, and what it was taken for."""

    file: Opened
    source: Source
    said: Message


def read_traffic(names: Sequence[str], asked: Asked | None = None) -> Export:
    """Return what the files count: exports of one analytics tool, or access logs, or both.

    Of both, the page views are those of the tool, and the downloads those of the logs.

    Args:
        names: paths, patterns (``access.log*``), or ``-`` for standard input; packed ones (gz, zst, zip) too.
        asked: what the user says of them.

    Raises:
        InputError: a file cannot be read, is not an export of page views, or they do not go together.
    """
    asked = asked or Asked()
    exports = {}
    for source, taken in _by_source([recognised(file) for file in opened(names)]).items():
        read = sources()[source].read
        export = Export(source=source) if read is None else read([each.file for each in taken], asked)
        exports[source] = replace(export, recognised=tuple(each.said for each in taken))
    return with_logs(list(exports.values()))


def opened(names: Sequence[str]) -> Iterator[Opened]:
    """Yield the files that ``names`` name, those of an archive one by one.

    Raises:
        InputError: there is none, or one cannot be read.
    """
    for name in names:
        if name == STDIN:
            yield Opened("stdin")
            continue
        for path in _paths(name):
            yield from members(path)


def _paths(name: str) -> list[Path]:
    if Path(name).exists() or not _GLOB & set(name):
        return [Path(name)]
    found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    if not found:
        raise InputError(N_("{pattern}: no such file"), remedy=N_("check the pattern"), pattern=name)
    return [path for path in map(Path, found) if path.is_file()]


def recognised(file: Opened) -> Taken:
    """Return which source reads a file.

    Raises:
        InputError: none does; its first line is shown.
    """
    refused: DelestError | None = None
    for source in sorted(sources().values(), key=lambda each: (each.rank, each.id)):
        try:
            said = source.detects(file) if source.detects else None
        except InputError as error:
            refused = refused or error
            continue
        if said is not None:
            return Taken(file, source, said)
    if refused is not None:
        raise refused
    raise _unknown(file)


def _unknown(file: Opened) -> InputError:
    if not file.head.strip():
        return InputError(N_("{file}: is empty"), remedy=N_("export the file again"), file=file.name)
    if file.head.lstrip()[:40].lower().startswith((b"<!doctype html", b"<html")):
        return InputError(
            N_("{file}: a web page, not an export: perhaps the page to log in at"),
            remedy=N_("log in to the analytics tool, and export the table of pages as CSV"),
            file=file.name,
        )
    odd = sum(byte < 9 or 13 < byte < 32 for byte in file.head[:4_000])  # noqa: PLR2004 - control characters
    utf16 = file.head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if odd > _BINARY * len(file.head[:4_000]) and not utf16:
        return InputError(
            N_("{file}: not text: neither an export of page views nor an access log"),
            remedy=N_("give a CSV, TSV, XML or JSON export, an Excel or OpenDocument sheet, or an access log"),
            file=file.name,
        )
    line = next((at for at, text in enumerate(file.lines, 1) if text.strip()), 1)
    return InputError(
        N_(
            "{file}: neither a table of pages and page views nor an access log in a known format: line {line}: {text!r}"
        ),
        remedy=N_(
            'a table names its columns in the first lines, for example "url,views" or "url;vues" (visits are not page'
            " views); known log formats are in docs/traffic.md"
        ),
        file=file.name,
        line=line,
        text=without_clients(file.lines[line - 1][:120]) if file.lines else "",
    )


def _by_source(taken: Sequence[Taken]) -> dict[str, list[Taken]]:
    """Return the files by source.

    Raises:
        InputError: there are none, or they are of several analytics tools.
    """
    found: dict[str, list[Taken]] = {}
    for each in taken:
        found.setdefault(each.source.id, []).append(each)
    tools = [group[0] for source, group in found.items() if not source.startswith("log-")]
    if len(tools) > 1:
        raise InputError(
            N_("{first} is of {tool}, {second} of {other}: page views of two tools cannot be added up"),
            remedy=N_("give the files of one of them"),
            first=tools[0].file.name,
            tool=tools[0].source.id,
            second=tools[1].file.name,
            other=tools[1].source.id,
        )
    return found
