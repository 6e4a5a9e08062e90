"""What fixtures/measure/record.py recorded of a load: what Chromium said, and what the server had sent."""

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec

from delest.measure.devtools.requests import Network
from delest.measure.netlog.trace_event import Event

FOLDER = Path(__file__).parents[2] / "fixtures" / "measure"
THREADS_NUMBERS = "traces/threads-numbers"
"""A trace in which sources are written under threads' numbers, as a browser does after some 1300 sources."""
CONNECTIONS_AT_ONCE = "traces/connections-at-once"
"""A trace in which several connections to one host come up at once, and one of them becomes the HTTP/2 session."""
WEBTRANSPORT = "traces/webtransport"
"""A page that opens a WebTransport session, over which the server sends 50 000 bytes and five datagrams of 900."""
NAMES = tuple(sorted(path.name.removesuffix(".json.gz") for path in FOLDER.glob("*.json.gz")))


@cache
def recorded(name):
    return json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))


def events(name):
    return msgspec.convert(recorded(name)["traceEvents"], list[Event])


def network(name):
    fold = Network()
    for target, method, params in recorded(name)["devtools"]:
        fold.read(tuple(target), method, params)
    return fold


def sent_bytes(name):
    """Total of the answers, and how often each size was sent: the truth of the socket."""
    sizes = [answer["total_bytes"] for answer in recorded(name)["answers"]]
    return sum(sizes), Counter(sizes)
