"""What a page says, in few bytes: enough to know it again."""

from msgspec import Struct


class Fingerprint(Struct, frozen=True, kw_only=True):
    """Of one rendered page."""

    title: str = ""
    exact: str
    """Hash of all that it says and shows."""
    sketch: bytes
    """The smallest hashes of its runs of words, by which the shares that two pages have in common are estimated."""
    words: int
