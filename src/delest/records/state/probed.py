"""What probes saw of pages after their audit: facts that the weight of a page does not need.

A field that is None was not looked at; nothing follows from it.
"""

from datetime import datetime

from msgspec import Struct


class LoadedFont(Struct, frozen=True, kw_only=True):
    """One face that the page loaded: a variant of a family."""

    family: str
    weight: str = ""
    style: str = ""


class OfferedPicture(Struct, frozen=True, kw_only=True):
    """A picture that the page also offers in formats which the browser was not sent."""

    url: str
    """As it was shown."""
    formats: tuple[str, ...] = ()
    """Of the other addresses, as media types or the end of their names."""


class Player(Struct, frozen=True, kw_only=True):
    """One video or audio element."""

    kind: str
    """``video`` or ``audio``."""
    url: str
    """Empty: a script feeds it piece by piece."""
    height_px: int = 0
    """Of the picture in its file; 0: not known."""
    codec: str = ""
    """As Chromium calls it: ``h264``, ``vp9``, ``av1``, ``mp3``; empty: not known."""
    other_sources: int = 0
    """Other files that the page names for it."""
    autoplay: bool = False
    muted: bool = False
    controls: bool = False
    played: bool = False
    """It began by itself."""


class Motion(Struct, frozen=True, kw_only=True):
    """What moves on a page by itself."""

    animated_pictures: tuple[str, ...] = ()
    animations: int = 0
    """Of style sheets and scripts that the browser runs."""
    endless_animations: int = 0
    """Those of them that last more than four seconds."""
    changed: bool = False
    """Two pictures of the page, taken seconds apart, differ."""
    canvases: int = 0
    frames: tuple[str, ...] = ()
    """Hosts of frames with a picture; their inside was not looked at."""


class Layout(Struct, frozen=True, kw_only=True):
    """By how much a page is wider than the window, in CSS pixels; 0: not wider."""

    overflow_1200_px: int = 0
    overflow_768_px: int = 0
    overflow_360_px: int = 0
    viewport_meta: bool = False


class Typed(Struct, frozen=True, kw_only=True):
    """What a text field asked of servers while three letters were typed, one a second; nothing was submitted."""

    field: str
    """Its name, or what it says of itself."""
    first_after: int = 0
    """Letters before the first request; 0: there was none."""
    requests: int = 0
    soonest_ms: float | None = None
    """After a letter, the first request of all."""


class ProbedPage(Struct, frozen=True, kw_only=True):
    """What probes saw of one page; None: not looked at."""

    url: str
    problem: str = ""
    """Why nothing could be looked at."""
    fonts: tuple[LoadedFont, ...] | None = None
    pictures: tuple[OfferedPicture, ...] | None = None
    media: tuple[Player, ...] | None = None
    motion: Motion | None = None
    layout: Layout | None = None
    keyboard: tuple[Typed, ...] | None = None


class ProbedHost(Struct, frozen=True, kw_only=True):
    """One host that pages transferred from."""

    host: str
    tls: str = ""
    """The newest version that it speaks, such as ``TLSv1.3``; empty: not known."""
    ipv6: bool | None = None
    """It has an IPv6 address; None: not known."""
    problem: str = ""


class Probed(Struct, frozen=True, kw_only=True):
    """What probes saw of an audit."""

    run_id: str
    asked: tuple[str, ...]
    """Ids of the probes."""
    probed_at: datetime
    browser: str
    pages: tuple[ProbedPage, ...] = ()
    hosts: tuple[ProbedHost, ...] | None = None
