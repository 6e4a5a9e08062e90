"""The part of the public JSON report that tells what was drawn; see `json_v1`."""

from typing import Annotated

from msgspec import Meta, Struct

from delest.report.json_kg_v1 import EstimateV1, MeanBytes

Count = Annotated[int, Meta(ge=0)]


class SampledTemplateV1(Struct, frozen=True, kw_only=True):
    """A stratum: a family of pages told by the shape of their URLs, or one of those named in braces.

    ``{most viewed}`` are drawn for certain, ``{other templates}`` are those too small to be strata of their own.
    """

    template: str
    known_pages: Count
    measured_pages: Count
    drawn: bool
    """False: the start pages, which are loaded whatever the draw."""
    mean_bytes: MeanBytes | None = None
    """Of the measured pages, each counting once; null: there is none."""
    lightest_bytes: MeanBytes | None = None
    heaviest_bytes: MeanBytes | None = None


class SampleV1(Struct, frozen=True, kw_only=True):
    """Pages drawn at random by template, and the mean weight that follows for all pages known."""

    seed: int
    known_pages: Count
    """Those that were measured or could still have been."""
    measured_pages: Count
    templates: tuple[SampledTemplateV1, ...]
    """Most known pages first; at most 200."""
    mean_bytes: EstimateV1 | None
    """Per page, bounds of 95 % confidence; null: too few pages to tell."""
    mean_bytes_per_view: EstimateV1 | None = None
    """Per page view, bounds of 95 % confidence; null: too few pages, or views by page are not known."""
    views_coverage: float | None = None
    """Share of all page views that are of known pages; null: views by page are not known."""
    precision_asked: float
    """Share of the mean: of the one per page view where views by page are known."""
    precision_reached: float | None
    stopped: str
    """``precision``: known as well as asked; ``whole``: all known pages are measured; ``limit``, ``time-limit``,
    ``interrupted``: what came before."""
