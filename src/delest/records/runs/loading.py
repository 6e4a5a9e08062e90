"""How pages are loaded."""

from typing import Final

from msgspec import Struct

from delest.records.pages.consent import Choice
from delest.records.pages.load import CacheState, Device
from delest.records.runs.scope import Access

DEVICES: Final = {
    "desktop": Device(name="desktop", width_px=1920, height_px=1080),
    "mobile": Device(name="mobile", width_px=390, height_px=844, pixel_ratio=3.0, mobile=True),
}


class Loading(Struct, frozen=True, kw_only=True):
    """How every page of an audit is loaded, and how often; a run keeps it.

    Compared between audits: weights of two audits may be set side by side where all of this is equal, but for
    ``loads`` and ``max_loads``, which say how well each weight is known, and ``coverage``, which changes no byte.
    """

    device: Device = DEVICES["desktop"]
    loads: int = 1
    """Of each page and state of the cache."""
    max_loads: int | None = None
    """Up to how many loads a page gets whose weight varies; None: ``loads`` is all."""
    cache_states: tuple[CacheState, ...] = (CacheState.COLD,)
    """In which states of the cache each page is loaded."""
    consent: Choice = Choice.AS_IS
    consent_selector: str = ""
    """The button that makes the choice, where the user names it."""
    stay_s: float = 10.0
    """How long the visit stays after the last scroll, for what timers bring late; in the time of the page."""
    real_time: bool = False
    """The time of no page runs ahead."""
    limit_s: float = 60.0
    """How long a page may take in all; then it is measured as far as it came."""
    quiet_s: float = 0.5
    """No request started and no byte arrived for so long: the network is quiet."""
    stall_s: float = 2.0
    """A request without a byte for so long no longer holds the visit up."""
    scroll_limit_s: float = 30.0
    language: str = ""
    """What pages are told that their visitor reads, such as ``fr-FR``; empty: what the browser says by itself."""
    time_zone: str = ""
    """Where they are told that the visitor is, such as ``Europe/Paris``; empty: that of the machine."""
    logged_in: bool = False
    """Every page is loaded in the session of a login, which the run does not keep."""
    http3: bool = False
    """The origins of the start URLs are spoken to over HTTP/3 alone."""
    coverage: bool = False
    """The browser also counts which parts of style sheets and scripts a page uses."""


class LoadOptions(Loading, frozen=True, kw_only=True):
    """What one visit does: how pages are loaded, and what is never written anywhere."""

    access: Access = Access()
    browser_path: str | None = None
    screenshots: bool = False
    """A small picture is taken of what a page shows first."""
