"""What the browser showed of a page: pictures and videos at their size, text by font, fields of answers."""

from msgspec import Struct


class ShownImage(Struct, frozen=True, kw_only=True):
    """One address of pictures as the page shows it, at its largest; sizes in CSS pixels."""

    url: str
    place: str
    """``img``, ``svg``, ``input``, ``poster`` or ``background``."""
    natural_width_px: int | None = None
    natural_height_px: int | None = None
    """Of the file; None where the browser does not tell."""
    width_px: float = 0
    height_px: float = 0
    """Of the box it fills, 0: it is not shown."""
    fit: str = ""
    """``object-fit`` of an ``img``, ``background-size`` of a background."""
    top_px: float | None = None
    """Of the highest place in the page; None: not shown."""
    lazy: bool = False
    """Every element that shows it has ``loading=lazy``."""
    count: int = 1
    """Elements that show it."""


class ShownVideo(Struct, frozen=True, kw_only=True):
    """One video or audio element."""

    url: str
    natural_width_px: int = 0
    natural_height_px: int = 0
    """0: it has no picture, or none that has come."""
    width_px: float = 0
    height_px: float = 0
    duration_s: float | None = None
    autoplay: bool = False
    loop: bool = False
    muted: bool = False
    controls: bool = False
    preload: str = ""
    played: bool = False
    """Something of it was played during the visit."""
    codec: str = ""
    """Of its pictures, as the browser calls it, such as ``h264``; empty: not known."""


class FontText(Struct, frozen=True, kw_only=True):
    """The characters that the page's text asks of a list of font families, hidden text and form values among them."""

    families: tuple[str, ...]
    weight: str = ""
    style: str = ""
    characters: str = ""
    """Each once, sorted."""
    length: int = 0
    """Characters of text, repetitions counted."""


class AnswerFields(Struct, frozen=True, kw_only=True):
    """Some fields of one answer's head."""

    url: str
    fields: dict[str, str] = {}
    """Names in lower case, those that rules read; values at most 200 characters."""
    fields_bytes: int = 0
    """Of all of them, names and values, before any compression of heads."""


class UsedCode(Struct, frozen=True, kw_only=True):
    """Which parts of one style sheet or script this visit used, scrolled to its end."""

    url: str
    characters: int
    """Of the whole text."""
    used: tuple[tuple[int, int], ...] = ()
    """Parts used, from and up to: characters as UTF-16 counts them, in order, none overlapping."""


class Observed(Struct, frozen=True, kw_only=True):
    """What was observed at the end of a visit, in the page's own frame; bounded, as pages are hostile."""

    viewport_width_px: int = 0
    viewport_height_px: int = 0
    pixel_ratio: float = 1.0
    page_height_px: float = 0
    scroll_ms: float | None = None
    """When the visit began to scroll, since the load began."""
    images: tuple[ShownImage, ...] = ()
    videos: tuple[ShownVideo, ...] = ()
    fonts: tuple[FontText, ...] = ()
    answers: tuple[AnswerFields, ...] = ()
    unused_preloads: tuple[str, ...] = ()
    """What the page preloads and did not use within seconds of its load event, as the browser warns."""
    cookies_bytes: int | None = None
    """What the site's own cookies add to each request for the page, at the end of the visit."""
    styles: tuple[UsedCode, ...] = ()
    scripts: tuple[UsedCode, ...] = ()
    coverage: bool = False
    """``styles`` and ``scripts`` were watched."""
    cut: bool = False
    """The page was too large to be looked at whole."""
