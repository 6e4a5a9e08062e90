"""How pages are loaded."""

from typing import Final

from msgspec import Struct

from delest.records.consent import Choice
from delest.records.load import Device
from delest.records.scope import Access

DEVICES: Final = {
    "desktop": Device(name="desktop", width_px=1920, height_px=1080),
    "mobile": Device(name="mobile", width_px=390, height_px=844, pixel_ratio=3.0, mobile=True),
}


class LoadOptions(Struct, frozen=True, kw_only=True):
    """What one visit does, the same for every page of an audit."""

    device: Device = DEVICES["desktop"]
    access: Access = Access()
    consent: Choice = Choice.AS_IS
    consent_selector: str = ""
    """The button that makes the choice, where the user names it."""
    browser_path: str | None = None
    stay_s: float = 4.0
    """How long the visit stays after the last scroll, for what timers bring late."""
    limit_s: float = 60.0
    """How long a page may take in all; then it is measured as far as it came."""
    quiet_s: float = 0.5
    """No request started and no byte arrived for so long: the network is quiet."""
    stall_s: float = 2.0
    """A request without a byte for so long no longer holds the visit up."""
    coverage: bool = False
    """Also watch which parts of style sheets and scripts a page uses."""
    scroll_limit_s: float = 20.0
