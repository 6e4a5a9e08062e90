"""Access logs that name their columns in ``#Fields:`` lines (W3C extended): IIS, CloudFront, NetScaler, Imperva."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.logs.block import Agents, Block, Request
from delest.traffic.logs.formats import Layout
from delest.traffic.logs.lines import count_lines
from delest.traffic.logs.reading import read_logs
from delest.traffic.logs.times import any_time
from delest.traffic.source import Asked, Source

_CELL: Final = re.compile(rb'"([^"]*)"|([^ \t"]\S*)')
_MARK: Final = b"#Fields:"
_STEM: Final = ("cs-uri-stem", "cs-uri")
_STATUS: Final = ("sc-status", "c-status")
_HOST: Final = ("x-host-header", "cs-host", "cs(host)", "s-computername-host")
_AGENT: Final = ("cs(user-agent)", "c-user-agent")
_CLIENT: Final = ("c-ip", "x-forwarded-for")
_DATE: Final = ("date", "date-local")
_TIME: Final = ("time", "time-local")


def fields_of(line: bytes) -> tuple[str, ...]:
    """Return the names of the columns of a ``#Fields:`` line."""
    return tuple(line[len(_MARK) :].decode("utf-8", "replace").lower().split())


def parse(line: bytes, fields: Sequence[str]) -> Request | None:
    """Return the request of one line.

    Raises:
        ValueError: the line has fewer cells than there are columns, or no status.
    """
    if not line.strip() or line.startswith(b"#"):
        return None
    row = dict(zip(fields, _cells(line, len(fields)), strict=False))
    status = _first(row, _STATUS)
    method = row.get("cs-method", b"GET").decode("ascii", "replace")
    if status in {b"-", b""}:
        return None
    return Request(
        method=method,
        target=_target(row),
        status=int(status),
        agent=unquote_to_bytes(unquote_to_bytes(_first(row, _AGENT, b"-"))).replace(b"+", b" "),
        when=any_time(_first(row, _DATE, b"") + b" " + _first(row, _TIME, b"")),
        client=_first(row, _CLIENT, b""),
    )


def _cells(line: bytes, columns: int) -> list[bytes]:
    if b"\t" in line:
        return line.rstrip(b"\r\n").split(b"\t")
    found = [quoted or plain for quoted, plain in _CELL.findall(line)]
    if len(found) < columns:
        raise ValueError(line)
    return found


def _target(row: Mapping[str, bytes]) -> bytes:
    stem, query = _first(row, _STEM), row.get("cs-uri-query", b"-")
    if b"?" not in stem and query not in {b"-", b""}:
        stem += b"?" + query
    host = _first(row, _HOST, b"-")
    if not stem.startswith(b"/") and b"://" not in stem:
        return b"//" + stem  # the host is part of it
    return b"//" + host + stem if stem.startswith(b"/") and host not in {b"-", b""} else stem


def _first(row: Mapping[str, bytes], names: Sequence[str], otherwise: bytes | None = None) -> bytes:
    found = next((row[name] for name in names if name in row), otherwise)
    if found is None:
        raise ValueError(row)
    return found


def _head(file: Opened) -> tuple[str, ...]:
    lines = (line for line in file.head.splitlines()[:50] if line.startswith(_MARK))
    return next(map(fields_of, lines), ())


def detects(file: Opened) -> Message | None:
    """Recognise the line that names the columns.

    Raises:
        InputError: they do not tell which page was shown.
    """
    fields = _head(file)
    if not fields:
        return None
    missing = [names[0] for names in (_STEM, _STATUS) if not any(name in fields for name in names)]
    if missing:
        raise InputError(
            N_("{file}: an access log without the columns {columns}"),
            remedy=N_("log them too: without an address and a status no page view can be told"),
            file=file.name,
            columns=", ".join(missing),
        )
    text = N_("{file}: an access log in the W3C format, of {software}")
    software = next((line[10:] for line in file.lines[:20] if line.startswith("#Software:")), "-")
    return Message.of(text, file=file.name, software=software.strip()[:60])


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines; columns may change in the middle, and hold for the next block."""
    agents.fields = agents.fields or layout.fields

    def parsed(line: bytes) -> Request | None:
        if line.startswith(_MARK):
            agents.fields = fields_of(line)
            return None
        return parse(line, agents.fields)

    return count_lines(block, parsed, agents, layout)


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the page views by people, and the downloads, of one or more logs."""
    layouts = [Layout(format="log_w3c", fields=_head(f), in_order=True, internal=asked.internal) for f in files]
    return read_logs("log-w3c", list(zip(files, layouts, strict=True)), asked)


SOURCE = Source(id="log-w3c", rank=40, detects=detects, read=read)
