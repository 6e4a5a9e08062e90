"""What a visitor sees first of a page, small."""

from typing import Final

from msgspec import Struct

MOST_BYTES: Final = 12_000
"""Of one picture."""
MOST_PAGES: Final = 1_000
"""Of one run."""


class Screenshot(Struct, frozen=True, kw_only=True):
    """The first screen of a page once it has come, before anything was clicked or scrolled."""

    page_url: str
    webp: bytes
    width_px: int
    height_px: int
