"""A document that pages link to: what its server says of it; it was never loaded."""

from typing import Literal

from msgspec import Struct

from delest.reason import Reason

Family = Literal["text", "archive", "video", "audio", "image", "data", "program", "other"]
"""What sort of file it is."""

StatedIn = Literal["content-length", "content-range", ""]
"""The header field that states the size: of an answer to HEAD, or to a request for the first byte; empty: none did."""


class Document(Struct, frozen=True, kw_only=True):
    """One document; its size is the server's statement, no measurement, and part of no weight."""

    url: str
    """As linked, normalised."""
    final_url: str
    """Where redirects led."""
    family: Family
    status: int | None = None
    """Of the last answer; None: there was none."""
    mime_type: str = ""
    content_encoding: str = ""
    """The body's, whose size is stated with it."""
    stated_bytes: int | None = None
    """Encoded body bytes, header fields not among them; None: not known."""
    stated_in: StatedIn = ""
    reason: Reason | None = None
    """Why the size is not known."""
    pages: int = 0
    """How many of the pages that were read link to it."""
    linked_from: tuple[str, ...] = ()
    """The first of them."""
