"""Trace events as Chromium writes them, as far as the ledger reads them. Pure.

A NetLog source has a track of its own, named by ``id2``. When the browser has lived for a while, the numbers of tracks
and of threads meet, and a source is written as if it were a thread: complete events (``X``, with a duration) and
instants (``I``) under a thread's number. ``in_order`` makes both ways one.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

_STATUS_DIGITS: Final = 3  # RFC 9110, section 15
_AS_SOURCE: Final = {"I": "n", "B": "b", "E": "e"}


class _Track(Struct, frozen=True):
    local: str = ""


class _Args(Struct, frozen=True):
    params: dict[str, Any] = {}
    source_type: str = ""


class Event(Struct, frozen=True):
    """One trace event, as far as the ledger reads it; ``ts`` is in microseconds of the monotonic clock."""

    name: str
    ph: str = ""
    ts: float = 0
    cat: str = ""
    tid: int = 0
    dur: float = 0
    id2: _Track = _Track()
    args: _Args = _Args()

    @property
    def track(self) -> str:
        """What names the source while it lives."""
        return self.id2.local or f"thread {self.tid}"


Handlers = dict[tuple[str, str], Callable[[Event], None]]
"""Event's name and phase -> what takes it."""


class _Trace(Struct, frozen=True):
    traceEvents: list[Event]  # noqa: N815 - the trace format's own name


def decode(trace: bytes) -> list[Event]:
    """Decode a JSON trace.

    Raises:
        msgspec.DecodeError: not a trace, or one that was cut.
    """
    return msgspec.json.decode(trace, type=_Trace).traceEvents


def in_order(events: Iterable[Event], categories: tuple[str, ...]) -> list[Event]:
    """Return the events of some categories by time, each one the beginning (b), the end (e) or an instant (n)."""
    ordered: list[Event] = []
    for event in events:
        if event.cat not in categories:
            continue
        if event.ph == "X":
            ordered.append(replace(event, ph="b"))
            ordered.append(replace(event, ph="e", ts=event.ts + event.dur))
        else:
            ordered.append(replace(event, ph=_AS_SOURCE.get(event.ph, event.ph)))
    return sorted(ordered, key=lambda event: event.ts)


def status(event: Event) -> int | None:
    """Return the status of the answer whose header lines an event holds; None: it says none of three digits."""
    lines = event.args.params.get("headers") or [""]
    said = str(lines[0]).partition(" ")[2].partition(" ")[0]
    return int(said) if said.isdecimal() and len(said) == _STATUS_DIGITS else None


def dependency(event: Event) -> int | None:
    """Return the NetLog id of the other source that an event names."""
    source = event.args.params.get("source_dependency")
    return int(source["id"]) if isinstance(source, dict) and "id" in source else None


def byte_count(event: Event) -> int:
    """Return the bytes that an event counts."""
    return int(event.args.params.get("byte_count", 0))


def fields(event: Event) -> tuple[tuple[str, str], ...]:
    """Return the header fields that an event shows, names in lower case, pseudo-fields left out."""
    lines = event.args.params.get("headers") or []
    pairs = (str(line).partition(":") for line in lines if not str(line).startswith(":"))
    return tuple((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)
