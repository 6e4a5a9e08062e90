"""How a page looks once loaded: what a change must leave as it was."""

from msgspec import Struct


class ShownImage(Struct, frozen=True, kw_only=True):
    """An image element and its box, in CSS pixels from the top left of the page."""

    url: str
    left_px: float
    top_px: float
    width_px: float
    height_px: float
    whole: bool
    """It was loaded and decoded."""


class Look(Struct, frozen=True, kw_only=True):
    """One look at a page."""

    elements: int
    text_sha256: str
    """Of the visible text, each run of white space as one space."""
    errors: tuple[str, ...] = ()
    """Errors of the console and of scripts, sorted."""
    images: tuple[ShownImage, ...] = ()
    height_px: int = 0
    picture: bytes = b""
    """JPEG of the page from its top, one pixel for each CSS pixel."""
