"""Access logs of Amazon's load balancers: Application (ALB) and Classic (ELB)."""

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
from delest.traffic.logs.times import any_time
from delest.traffic.source import Asked, Source

_LINE: Final = re.compile(
    rb"(?:(?:https?|h2|wss?|grpcs?) )?(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z) \S+ (?P<client>\S+) \S+"
    rb" \S+ \S+ \S+ (?P<status>[0-9]{3}|-) \S+ \S+ \S+ \"(?P<method>[^ \"]+) (?P<target>[^\"]*?)(?: HTTP/[0-9.]+|- )\""
    rb" \"(?P<agent>[^\"]*)\""
)
_PORT: Final = re.compile(rb"(://[^/]*?):(?:443|80)(?=/)")


def parse(line: bytes) -> Request | None:
    """Return the request of one line; those of TCP listeners have none.

    Raises:
        ValueError: the line is not in this format.
    """
    if not line.strip() or line.startswith(b"#"):
        return None
    found = _LINE.match(line)
    if found is None:
        raise ValueError(line)
    if found["status"] == b"-" or found["method"] == b"-":
        return None
    return Request(
        method=found["method"].decode("ascii", "replace"),
        target=_PORT.sub(rb"\1", found["target"]),
        status=int(found["status"]),
        agent=found["agent"],
        when=any_time(found["time"]),
        client=found["client"],
    )


def detects(file: Opened) -> Message | None:
    """Recognise lines of a load balancer."""
    if share_read(file, parse) < LEAST_READ:
        return None
    return Message.of(N_("{file}: an access log of an Amazon load balancer (ALB or ELB)"), file=file.name)


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines."""
    return count_lines(block, parse, agents, layout)


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the page views by people, and the downloads, of one or more logs."""
    layout = Layout(format="log_elb", internal=asked.internal)
    return read_logs("log-elb", [(file, layout) for file in files], asked)


SOURCE = Source(id="log-elb", rank=50, detects=detects, read=read)
