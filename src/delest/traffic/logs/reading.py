"""From access logs to an export: page views by people, downloads, and what became of the other lines."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Final
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from delest.errors import N_, NN_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, LogCounts, Period, PeriodOrigin, RobotsBy, Row, Unplaced
from delest.traffic.files.addresses import is_document
from delest.traffic.files.opened import Opened
from delest.traffic.logs.behaviour import watched, watching
from delest.traffic.logs.block import Block, Request
from delest.traffic.logs.formats import Layout, internal_test
from delest.traffic.logs.robots import list_version
from delest.traffic.logs.tally import Tally
from delest.traffic.logs.targets import is_part
from delest.traffic.logs.work import counted
from delest.traffic.period import settled
from delest.traffic.source import Asked

LEAST_READ: Final = 0.5
"""Share of the first lines that a format has to read."""
_HEAD_LINES: Final = 200
_OVERLAP: Final = timedelta(minutes=1)
_ROWS: Final = 200_000
"""Pages that are kept, those of most views."""
_ESCAPE: Final = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_DAY_S: Final = 86_400
_UNREAD_AT_MOST: Final = 0.5


class _File(Struct, frozen=True, kw_only=True):
    """What one file covers."""

    name: str
    counts: Block


def written_lines(file: Opened) -> list[bytes]:
    """Return the first lines of a file that are neither blank nor comments."""
    lines = [line for line in file.head.splitlines()[:_HEAD_LINES] if line.strip() and not line.startswith(b"#")]
    return lines[:-1] if len(lines) > 1 and not file.head.endswith(b"\n") and len(file.head) >= 1 << 18 else lines


def share_read(file: Opened, parse: Callable[[bytes], Request | None]) -> float:
    """Return which share of the first lines ``parse`` reads."""
    lines = written_lines(file)
    read = 0
    for line in lines:
        try:
            parse(line)
        except (ValueError, LookupError, TypeError):
            continue
        read += 1
    return read / len(lines) if lines else 0.0


def read_logs(source: str, files: Sequence[tuple[Opened, Layout]], asked: Asked) -> Export:
    """Return the export of logs that are parts of one whole: rotated, or of several servers.

    A file that begins as another one is counted once. Client addresses are compared with those to leave out, and
    kept nowhere.

    Raises:
        InputError: a file is damaged, or most of its lines cannot be read.
    """
    internal_test(asked.internal)
    distinct, warnings = _distinct(files)
    if asked.behaviour:
        distinct, told = _told_by_behaviour(distinct)
        warnings += told
    with Tally() as tally:
        parts = [_counted(file, layout, tally) for file, layout in distinct]
        whole = tally.counts
        pages, documents, more = _sorted_out(tally)
        robots, behaving = tally.robot_pages(), tally.behaving_pages()
    counts = LogCounts(
        people=sum(int(row.views) for row in pages) + more.rest, documents=sum(int(row.views) for row in documents),
        robots=robots, behaving=behaving, parts=whole.parts + more.parts + tally.robot_parts,
        **{name: getattr(whole, name) for name in LogCounts.__struct_fields__ if hasattr(whole, name)
           and name not in {"people", "robots", "behaving", "parts", "documents"}},
    )  # fmt: skip
    period, differs = settled(_period(whole), asked.days, parts[0].name)
    has_agents = whole.no_agent < counts.people + counts.robots or not counts.people
    return Export(
        source=source,
        files=tuple(part.name for part in parts),
        period=period,
        rows=tuple(pages),
        documents=tuple(documents),
        unplaced=(Unplaced(label="-", views=more.rest),) if more.rest else (),
        robots_by=RobotsBy.LIST if has_agents else RobotsBy.NOBODY,
        robot_views=robots + behaving if has_agents or asked.behaviour else None,
        robots_list=list_version() if has_agents else "",
        lines=counts,
        warnings=(*warnings, *differs, *_warnings(parts, whole, counts), *_beyond(more.rest)),
    )


def _told_by_behaviour(
    files: Sequence[tuple[Opened, Layout]],
) -> tuple[list[tuple[Opened, Layout]], list[Message]]:
    """Return the files with the visitors that behave as robots do, found in a first pass over all of them.

    Raises:
        InputError: one can be read only once.
    """
    for file, _ in files:
        if file.once:
            raise InputError(
                N_("{file}: can be read only once, and telling robots by their behaviour takes two passes"),
                remedy=N_("give the log as a file, or leave out --traffic-robots behaviour"),
                file=file.name,
            )
    first = watching()
    layouts = [(file, replace(layout, behaviour=first)) for file, layout in files]
    found = watched((block for file, layout in layouts for block in counted(file, layout)), first)
    told = N_(
        "the logs have few styles, scripts and images: only requests for robots.txt tell robots by their behaviour"
    )
    again = [(file, replace(layout, behaviour=found.behaviour)) for file, layout in files]
    return again, [] if found.parts_logged else [Message.of(told)]


def _counted(file: Opened, layout: Layout, tally: Tally) -> _File:
    own = Block()
    for block in counted(file, layout):
        tally.take(block)
        own.add(block)
    if own.unread > _UNREAD_AT_MOST * own.lines:
        line, text = own.samples[0]
        raise InputError(
            N_("{file}: {unread} of {lines} lines are not in the format of the first ones: line {line}: {text!r}"),
            remedy=N_("give the logs of one format at a time"),
            file=file.name,
            unread=own.unread,
            lines=own.lines,
            line=line,
            text=text,
        )
    return _File(name=file.name, counts=own)


def _distinct(files: Sequence[tuple[Opened, Layout]]) -> tuple[list[tuple[Opened, Layout]], list[Message]]:
    """Return the files without those that begin as one before them, and a warning for each of these."""
    seen: dict[bytes, str] = {}
    kept, told = [], []
    for file, layout in files:
        begin = sha256(file.head).digest()
        if begin in seen:
            text = N_("{file} begins as {other}: the same log, counted once")
            told.append(Message.of(text, file=file.name, other=seen[begin]))
        else:
            seen[begin] = file.name
            kept.append((file, layout))
    return kept, told


class _More(Struct, kw_only=True):
    parts: int = 0
    rest: int = 0
    """Views of pages beyond those that are kept."""


def _sorted_out(tally: Tally) -> tuple[list[Row], list[Row], _More]:
    """Return the pages and the documents of what people asked for, most views first."""
    pages: list[Row] = []
    documents: list[Row] = []
    more = _More()
    for key, requests in tally.people():
        page = address_of(key)
        if is_document(page):
            if len(documents) < _ROWS:
                documents.append(Row(page=page, views=requests))
        elif is_part(page):
            more.parts += requests
        elif len(pages) < _ROWS:
            pages.append(Row(page=page, views=requests))
        else:
            more.rest += requests
    return pages, documents, more


def address_of(key: bytes) -> str:
    """Return an address as a log spells it as a URL or a path: escapes undone, other bytes in percent."""
    text = _unescaped(key)
    if text.startswith(b"//"):
        text = b"https:" + text
    if not text.startswith((b"/", b"http://", b"https://")):
        text = b"/" + text
    return quote(text, safe="/:?#[]@!$&'()*+,;=%-._~|")


def _unescaped(key: bytes) -> bytes:
    r"""Return an address without the escapes of Apache (a backslash before a quote) and nginx (``\x22``)."""
    if b"\\" not in key:
        return key
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]) if found[1] else found[2], key)


def _period(whole: Block) -> Period | None:
    """Return the time between the first line and the last, without days that have no line."""
    if whole.first is None or whole.last is None:
        return None
    first, last = whole.first.date(), whole.last.date()
    elapsed = (whole.last - whole.first).total_seconds() / _DAY_S
    if elapsed <= 0:
        return None
    return Period(
        days=max(elapsed - len(_missing(whole)), 1 / _DAY_S), first_day=first, last_day=last, origin=PeriodOrigin.LINES
    )


def _missing(whole: Block) -> list[date]:
    if not whole.days or len(whole.days) < 2:  # noqa: PLR2004 - nothing lies between
        return []
    ends = range(min(whole.days), max(whole.days) + 1)
    return [date.fromordinal(day) for day in ends if day not in whole.days]


def _warnings(files: Sequence[_File], whole: Block, counts: LogCounts) -> Iterator[Message]:
    if counts.unread:
        line, text = whole.samples[0]
        yield Message.counted(
            NN_(
                "{file}: {n} line could not be read and was left out, for example line {line}: {text}",
                "{file}: {n} lines could not be read and were left out, for example line {line}: {text}",
            ),
            counts.unread,
            file=files[0].name,
            line=line,
            text=text,
        )
    if missing := _missing(whole):
        yield Message.counted(
            NN_(
                "{n} day without any line ({day}): taken for a missing log, not for a day without visitors",
                "{n} days without any line (from {day} on): taken for missing logs, not for days without visitors",
            ),
            len(missing),
            day=missing[0].isoformat(),
        )
    yield from _overlaps(files)
    if counts.no_agent and counts.no_agent < counts.people:
        yield Message.of(
            N_("{share} % of the page views have no user agent: probably programs, counted all the same"),
            share=float(f"{100 * counts.no_agent / max(counts.people, 1):.2g}"),
        )


def _beyond(views: int) -> Iterator[Message]:
    if views:
        text = N_(
            "{views} page views are of addresses beyond the {n} of most views: they have no page; session names or"
            " random numbers in addresses make so many"
        )
        yield Message.of(text, views=str(views), n=str(_ROWS))


def _overlaps(files: Sequence[_File]) -> Iterator[Message]:
    timed = [(file.counts.first, file.counts.last, file.name) for file in files if file.counts.first]
    timed.sort(key=lambda each: str(each[0]))
    for (_, end, one), (begin, _, other) in pairwise(timed):
        if end is not None and begin is not None and begin < end - _OVERLAP:
            yield Message.of(
                N_("{one} and {other} overlap from {begin} to {end}: right for two servers; else lines count twice"),
                one=one, other=other, begin=begin.isoformat(sep=" "), end=end.isoformat(sep=" "),
            )  # fmt: skip
