"""What one page load received, kept so that the load can be replayed without the network."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from delest.records.pages.load import PageLoad
from delest.records.pages.observed import Observed

PARTIAL: Final = 206

Fields = tuple[tuple[str, str], ...]


class TapedResponse(Struct, frozen=True, kw_only=True):
    """One HTTP response as it came over the network; each redirect hop is its own."""

    url: str
    """Without fragment and credentials."""
    method: str = "GET"
    status: int
    phrase: str = ""
    """The words after the status, in HTTP/1.1."""
    fields: Fields = ()
    """Header fields in the order sent, names as sent."""
    body: bytes = b""
    """As coded on the wire, without transfer coding."""
    protocol: str = "http/1.1"
    asked_range: str = ""
    """The ``Range`` field of its request."""
    whole: bool = True
    """False: the body was cut off, by the page or by the server, or is still open."""
    wire_bytes: int | None = None
    """What crossed the wire for it where that is known and its own: over HTTP/1.1."""
    read: bool = True
    """False: the browser read none of the body, as of a redirect; its length is all that may be known."""
    read_bytes: int | None = None
    """Of a body that was cut off: how many of its first bytes are those of the file, what follows only has their
    weight; None: all."""

    def field(self, name: str) -> str:
        """Return the value of a header field, empty if there is none; ``name`` in lower case."""
        return next((value for key, value in self.fields if key.lower() == name), "")

    @property
    def is_part(self) -> bool:
        """Whether it has a part of a file only; media are often asked for as a range that is all of it."""
        length = len(self.body)
        has_all = self.field("content-range").replace(" ", "") == f"bytes0-{length - 1}/{length}"
        return self.status == PARTIAL and not has_all


class Tape(Struct, frozen=True, kw_only=True):
    """A recorded page load."""

    page_url: str
    recorded_at: datetime
    """With time zone."""
    load: PageLoad
    """What the recorded load weighed."""
    responses: tuple[TapedResponse, ...]
    """In the order of their requests."""
    html: str = ""
    """The document once settled."""
    observed: Observed = Observed()
    live: tuple[str, ...] = ()
    """Addresses of channels that cannot be replayed: WebSocket, WebTransport."""
    refused_hosts: tuple[str, ...] = ()
    """Hosts that a replay does not reach."""

    @property
    def body_bytes(self) -> int:
        """What the bodies take in memory."""
        return sum(len(each.body) for each in self.responses)
