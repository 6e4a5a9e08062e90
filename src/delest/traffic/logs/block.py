"""What a block of lines of an access log counts: requests by address, and what became of every line."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from msgspec import Struct

from delest.traffic.files.addresses import without_clients
from delest.traffic.logs.robots import is_robot

_AGENTS: Final = 100_000
"""Verdicts on user agents that are kept; then they are made again."""
SAMPLES: Final = 5
"""Lines that cannot be read and are shown."""
_SHOWN_BYTES: Final = 120
COMMON_PARTS: Final = (
    b".css", b".js", b".png", b".jpg", b".jpeg", b".gif", b".svg", b".webp", b".avif", b".ico", b".woff", b".woff2",
    b".ttf", b".map", b".json", b".xml", b".txt", b".mjs",
)  # fmt: skip
"""The endings of most parts of pages: their lines are given up at once. Others are told once all are added up."""
OK: Final = frozenset({200, 304})
"""Statuses of a page that somebody sees."""
_REDIRECTS: Final = range(300, 400)
_ERRORS: Final = range(400, 600)

Addresses = dict[bytes, int]
"""Requests by address: ``/path?query``, ``//host/path?query`` or an absolute URL, as the log spells it."""


class Block(Struct, kw_only=True):
    """Counts of a block of lines; blocks are added up."""

    lines: int = 0
    people: Addresses = {}
    """GET requests of people that were answered with 200 or 304: pages, documents, and addresses yet to be told."""
    robots: Addresses = {}
    behaving: Addresses = {}
    """The same of visitors that behave as robots do, where these are left out."""
    visitors: dict[bytes, int] = {}
    """What visitors asked for, in a first pass (`behaviour`)."""
    askers: set[bytes] = set()
    """Visitors that asked for robots.txt, in a first pass."""
    parts: int = 0
    """Requests of the same sort for files that pages are made of."""
    no_agent: int = 0
    """Of ``people``, those without a user agent."""
    internal: int = 0
    prefetched: int = 0
    other_methods: int = 0
    redirects: int = 0
    errors: int = 0
    other_statuses: int = 0
    no_request: int = 0
    unread: int = 0
    samples: list[tuple[int, str]] = []
    """The first lines that cannot be read, with their numbers from 1."""
    first: datetime | None = None
    last: datetime | None = None
    days: set[int] = set()
    """Days with a line, as ordinals."""

    def took_place(self, when: datetime) -> None:
        """Take note of the time of a line."""
        self.first = when if self.first is None or when < self.first else self.first
        self.last = when if self.last is None or when > self.last else self.last
        self.days.add(when.toordinal())

    def cannot_read(self, number: int, line: bytes) -> None:
        """Take note of a line that is in no known format."""
        self.unread += 1
        if len(self.samples) < SAMPLES:
            self.samples.append((number, shown(line)))

    def not_shown(self, method: str, status: int, requests: int = 1) -> None:
        """Take note of requests that showed no one a page, by method and status; those with OK are not among them."""
        if method != "GET":
            self.other_methods += requests
        elif status in _REDIRECTS:
            self.redirects += requests
        elif status in _ERRORS:
            self.errors += requests
        else:
            self.other_statuses += requests

    def add(self, other: "Block") -> None:
        """Add the counts of the block that comes after this one."""
        for number, line in other.samples[: SAMPLES - len(self.samples)]:
            self.samples.append((self.lines + number, line))
        for mine, theirs in (
            (self.people, other.people), (self.robots, other.robots), (self.behaving, other.behaving)
        ):  # fmt: skip
            for address, requests in theirs.items():
                mine[address] = mine.get(address, 0) + requests
        for name in COUNTERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for when in (other.first, other.last):
            if when is not None:
                self.took_place(when)
        self.days |= other.days


COUNTERS: Final = (
    "lines", "parts", "no_agent", "internal", "prefetched", "other_methods", "redirects", "errors", "other_statuses",
    "no_request", "unread",
)  # fmt: skip


def shown(line: bytes) -> str:
    """Return the beginning of a line for a message, the client's address taken out."""
    return without_clients(line[:_SHOWN_BYTES].decode("utf-8", "replace"))


class Agents:
    """What user agents are: 0 a person's, 1 a robot's, 2 not told; verdicts are kept."""

    def __init__(self) -> None:
        self.known: dict[bytes, int] = {b"": 2, b"-": 2}
        self.samples = 0
        """Lines that cannot be read and were shown already."""
        self.fields: tuple[str, ...] = ()
        """The columns that a log named last, where it names them."""

    def judge(self, agent: bytes) -> int:
        """Return what an agent is that is not known yet."""
        if len(self.known) >= _AGENTS:
            self.known = {b"": 2, b"-": 2}
        verdict = self.known[agent] = int(is_robot(agent))
        return verdict


class Request(Struct, frozen=True, kw_only=True):
    """One line of a log that is a request."""

    method: str
    target: bytes
    """As ``Addresses``."""
    status: int
    agent: bytes | None
    """None: the log does not have it."""
    when: datetime | None = None
    client: bytes = b""
    """Its address: compared with those to leave out, and kept nowhere."""
    prefetched: bool = False


Parse = Callable[[bytes], Request | None]
"""Reads one line: a request, or None where the line has none. Raises ``ValueError`` where it cannot be read."""
