"""HTTP logs of HAProxy; without captured headers they have neither the host nor the user agent."""

import re
from collections.abc import Sequence
from typing import Final

from delest.errors import N_
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.logs.block import Agents, Block, Request
from delest.traffic.logs.formats import Layout
from delest.traffic.logs.lines import count_lines
from delest.traffic.logs.reading import LEAST_READ, read_logs, share_read
from delest.traffic.logs.times import clf_time
from delest.traffic.source import Asked, Source

_LINE: Final = re.compile(
    rb"(?:.*? )?(?P<client>[0-9a-fA-F.:]+):[0-9]+ \[(?P<time>[^\]]+)\] \S+ \S+ [-+0-9/]+ (?P<status>-?[0-9]+) [-+0-9]+"
    rb" \S+ \S+ \S+ [-+0-9/]+ [-+0-9/]+ (?:\{(?P<captured>[^}]*)\} )?(?:\{[^}]*\} )?\"(?P<request>[^\"]*)\"?"
)
_REQUEST: Final = re.compile(rb"([A-Z]{3,20}) (.*?)(?: HTTP/[0-9.]+)?")
_AGENT: Final = re.compile(rb"[A-Za-z][A-Za-z0-9._-]*/[0-9]|[Bb]ot|[Cc]rawl|[Ss]pider")


def parse(line: bytes) -> Request | None:
    """Return the request of one line; of captured headers the one that looks like a user agent is taken for it.

    Raises:
        ValueError: the line is not in this format.
    """
    if not line.strip():
        return None
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        raise ValueError(line)
    request = _REQUEST.fullmatch(found["request"])
    if request is None or int(found["status"]) < 0:
        return None
    captured = (found["captured"] or b"").split(b"|")
    return Request(
        method=request[1].decode(),
        target=request[2],
        status=int(found["status"]),
        agent=next((each for each in captured if _AGENT.search(each)), b"-"),
        when=clf_time(found["time"]),
        client=found["client"],
    )


def detects(file: Opened) -> Message | None:
    """Recognise lines of HAProxy's format ``option httplog``."""
    if share_read(file, parse) < LEAST_READ:
        return None
    return Message.of(
        N_("{file}: an HTTP log of HAProxy: without a captured User-Agent header robots cannot be left out"),
        file=file.name,
    )


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines."""
    return count_lines(block, parse, agents, layout)


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the page views by people, and the downloads, of one or more logs."""
    layout = Layout(format="log_haproxy", internal=asked.internal)
    return read_logs("log-haproxy", [(file, layout) for file in files], asked)


SOURCE = Source(id="log-haproxy", rank=50, detects=detects, read=read)
