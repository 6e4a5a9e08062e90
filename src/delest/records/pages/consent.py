"""What was answered to a page's consent banner."""

from enum import StrEnum

from msgspec import Struct

from delest.reason import Reason


class Choice(StrEnum):
    """What is answered to consent banners; ``as-is``: nothing, the page is measured as it comes."""

    AS_IS = "as-is"
    REFUSE = "refuse"
    ACCEPT = "accept"
    COMPARE = "compare"
    """Asked for alone, never made: all three, each on loads of its own."""


class Answered(Struct, frozen=True, kw_only=True):
    """What became of a choice on one page load.

    ``as-is`` stands only where choices are compared: the banner was looked for, and left alone.
    """

    choice: Choice
    banner: str = ""
    """The product's name, or the selector that the user gave; empty: none was found."""
    reason: Reason | None = None
    """Why the choice was not made; None: it was made, and the banner went away."""
