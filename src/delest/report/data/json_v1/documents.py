"""Documents in the public JSON report, ``delest.report/1``; as frozen as ``json_v1.report``."""

from msgspec import Struct

from delest.report.data.json_v1.quantities import Bytes, Count


class DocumentV1(Struct, frozen=True, kw_only=True):
    """A document that pages link to; it was not loaded."""

    url: str
    final_url: str
    """Where redirects led."""
    family: str
    """``text``, ``archive``, ``video``, ``audio``, ``image``, ``data``, ``program`` or ``other``."""
    http_status: int | None
    mime_type: str
    content_encoding: str
    stated_bytes: Bytes | None
    """Of the encoded body, as its server states: no measurement; null: not known."""
    stated_in: str
    """``content-length`` or ``content-range``: the header field that states it; empty: none."""
    reason: str
    """In English; empty where the size is known."""
    reason_code: str | None
    """Why the size is not known; empty where it is."""
    pages: Count
    """Pages that link to it."""
    linked_from: tuple[str, ...]
    """The first of them."""


class DocumentsV1(Struct, frozen=True, kw_only=True):
    """Documents on the site's own hosts; their sizes are in no page weight and in no mean."""

    documents_known: Count
    """Asked for or not."""
    stated_bytes: Bytes
    """Sum of the sizes that are known."""
    asked: tuple[DocumentV1, ...]
    """Heaviest first, those of unknown size last."""
