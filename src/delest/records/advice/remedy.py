"""A lighter answer that was really made: what a page is loaded with again, and what a team can publish."""

from msgspec import Struct


class Remedy(Struct, frozen=True, kw_only=True):
    """One answer of a page, made lighter as one rule asks."""

    rule: str
    url: str
    """Of the answer whose place it takes."""
    body: bytes
    """As it goes over the wire: coded as ``content_encoding`` says."""
    content_type: str
    """Of the new body; the fields of the old answer stay otherwise."""
    content_encoding: str = ""
    """``br``, ``gzip`` or ``zstd``; empty: no coding."""
    status: int = 200
    """Of the answer whose place it takes."""
    condition: str = ""
    """What has to hold for it to be as good, an English sentence for translation; empty: nothing."""
    likeness: float | None = None
    """Of images: mean structural similarity to the original; 1 is identical."""
    replaces_sha256: str = ""
    """``body_sha256`` of the decoded body that it was made from: one address may answer differently each time."""
