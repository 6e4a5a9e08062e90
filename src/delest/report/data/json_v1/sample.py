"""The part of the public JSON report that tells what was drawn; see `json_v1.report`."""

from msgspec import Struct

from delest.report.data.json_v1.kg import EstimateV1
from delest.report.data.json_v1.quantities import Count, MeanBytes


class SampledStructureV1(Struct, frozen=True, kw_only=True):
    """The measured pages of one stratum that are built alike."""

    structure: str
    """``A`` is the structure that most measured pages of the sample have; the same letter in every stratum."""
    measured_pages: Count
    mean_bytes: MeanBytes


class SampledPageV1(Struct, frozen=True, kw_only=True):
    """What a measured page of a sample is an example of."""

    template: str
    """As in ``sample.templates``."""
    structure: str = ""
    """As in ``by_structure``; empty: not known."""
    stands_for_pages: float | None = None
    """How many known pages it stands for; null: not known."""


class SampledTemplateV1(Struct, frozen=True, kw_only=True):
    """A stratum: a family of pages told by the shape of their URLs, or one of those named in braces.

    ``{expected weight 1}`` to ``6`` are pages expected to weigh about the same, lightest first.
    ``{most viewed}`` and ``{heaviest expected}`` are drawn for certain, ``{other templates}`` are those too small to be
    strata of their own,
    ``{roles}`` are chosen by a preset.
    """

    template: str
    known_pages: Count
    measured_pages: Count
    drawn: bool
    """False: the start pages, which are loaded whatever the draw, or pages that a preset chose."""
    mean_bytes: MeanBytes | None = None
    """Of the measured pages, each counting once; null: there is none."""
    lightest_bytes: MeanBytes | None = None
    heaviest_bytes: MeanBytes | None = None
    structures: Count = 0
    """How many different structures its measured pages have, by their elements; 0: not known."""
    by_structure: tuple[SampledStructureV1, ...] = ()
    """The measured pages by structure, most pages first; at most 20."""


class RolePageV1(Struct, frozen=True, kw_only=True):
    """Which page plays a role that a preset asks for."""

    role: str
    """``home``, ``contact``, ``legal-notice``, ``accessibility``, ``sitemap``, ``help`` or ``search``."""
    url: str
    """Empty: no page of that role was found."""
    measured: bool
    """Whether it has a weight."""


class SampleV1(Struct, frozen=True, kw_only=True):
    """Pages drawn at random by template, and the mean weight that follows for all pages known."""

    seed: int
    known_pages: Count
    """Those that were measured or could still have been."""
    measured_pages: Count
    templates: tuple[SampledTemplateV1, ...]
    """Most known pages first; at most 200."""
    mean_bytes: EstimateV1 | None
    """Per page, bounds of 95 % confidence; null: too few pages drawn at random to tell."""
    mean_bytes_per_view: EstimateV1 | None = None
    """Per page view, bounds of 95 % confidence; null: too few pages, or views by page are not known."""
    bytes_per_year: EstimateV1 | None = None
    """What all page views of a year transfer, bounds of 95 % confidence; null: not known. Without views by page, each
    page is taken to be viewed as often as any other."""
    views_coverage: float | None = None
    """Share of all page views that are of known pages; null: views by page are not known."""
    precision_asked: float
    """Share of the mean: of the one per page view where views by page are known."""
    precision_reached: float | None
    stopped: str
    """``precision``: known as well as asked; ``whole``: all known pages are measured; ``chosen``: all that the preset
    asks for; ``limit``, ``time-limit``, ``interrupted``: what came before."""
    preset: str = ""
    """``rgesn``: most pages were chosen, for their role or their template; empty: all were drawn at random."""
    roles: tuple[RolePageV1, ...] = ()
    forecast_pages: Count = 0
    """Known pages whose HTML was read before the draw, for what it says that they weigh; 0: none."""
    random_pages: Count = 0
    """Measured pages that a preset drew at random."""
    templates_left: Count = 0
    """Templates that a preset's sample has no measured page of."""
