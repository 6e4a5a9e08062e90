"""Server access logs of Amazon S3, for sites that are served from a bucket."""

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
    rb"[0-9a-f]{64} (?P<bucket>\S+) \[(?P<time>[^\]]+)\] (?P<client>\S+) \S+ \S+ (?P<operation>\S+) \S+"
    rb" (?:\"(?P<request>[^\"]*)\"|-) (?P<status>[0-9]{3}|-) \S+ \S+ \S+ \S+ \S+ (?:\"[^\"]*\"|-)"
    rb" (?:\"(?P<agent>[^\"]*)\"|-)"
)
_REQUEST: Final = re.compile(rb"([A-Z]{3,20}) (.*?)(?: HTTP/[0-9.]+)?")


def parse(line: bytes) -> Request | None:
    """Return the request of one line.

    Raises:
        ValueError: the line is not in this format.
    """
    if not line.strip():
        return None
    found = _LINE.match(line)
    if found is None:
        raise ValueError(line)
    request = _REQUEST.fullmatch(found["request"] or b"")
    if request is None or found["status"] == b"-":
        return None
    bucket, target = found["bucket"], request[2]
    return Request(
        method=request[1].decode(),
        target=b"//" + bucket + target if b"." in bucket and target.startswith(b"/") else target,
        status=int(found["status"]),
        agent=found["agent"] or b"-",
        when=clf_time(found["time"]),
        client=found["client"],
    )


def detects(file: Opened) -> Message | None:
    """Recognise lines of S3."""
    if share_read(file, parse) < LEAST_READ:
        return None
    return Message.of(N_("{file}: an access log of Amazon S3"), file=file.name)


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines."""
    return count_lines(block, parse, agents, layout)


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the page views by people, and the downloads, of one or more logs."""
    layout = Layout(format="log_s3", internal=asked.internal)
    return read_logs("log-s3", [(file, layout) for file in files], asked)


SOURCE = Source(id="log-s3", rank=50, detects=detects, read=read)
