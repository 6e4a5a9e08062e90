"""A sample: pages drawn at random by template, and what they say of all pages known."""

from typing import Literal

from msgspec import Struct

from delest.units import Estimate

Stop = Literal["precision", "whole", "chosen", "limit", "time-limit", "interrupted"]


class SampledStructure(Struct, frozen=True, kw_only=True):
    """The measured pages of one stratum that are built alike."""

    structure: str
    """``A`` is the structure that most measured pages of the sample have; the same letter in every stratum."""
    measured_pages: int
    mean_bytes: float


class SampledTemplate(Struct, frozen=True, kw_only=True):
    """A stratum: a family of pages told by the shape of their URLs, or one of those named in braces.

    ``{expected weight 1}`` to ``6`` are pages expected to weigh about the same, lightest first.
    ``{most viewed}`` and ``{heaviest expected}`` are drawn for certain, ``{other templates}`` are those too small to be
    strata of their own.
    """

    template: str
    known_pages: int
    measured_pages: int
    drawn: bool = True
    """False: the start pages, which are loaded whatever the draw."""
    mean_bytes: float | None = None
    """Of the measured pages, each counting once; None: there is none."""
    lightest_bytes: float | None = None
    heaviest_bytes: float | None = None
    structures: int = 0
    """How many different structures its measured pages have; 0: not kept."""
    by_structure: tuple[SampledStructure, ...] = ()
    """The measured pages by what they are built like, most pages first; at most 20."""


class RolePage(Struct, frozen=True, kw_only=True):
    """Which page plays a role that a preset asks for."""

    role: str
    """``home``, ``contact``, ``legal-notice``, ``accessibility``, ``sitemap``, ``help`` or ``search``."""
    url: str = ""
    """Empty: no page of that role was found."""
    measured: bool = False
    """Whether it has a weight."""


class Sample(Struct, frozen=True, kw_only=True):
    """What a sampled audit drew, and the mean weight that follows for the site."""

    seed: int
    known_pages: int
    """Those that were measured or could still have been: pages that failed, or are none, are not among them."""
    measured_pages: int
    templates: tuple[SampledTemplate, ...]
    """Most known pages first; at most 200."""
    forecast_pages: int = 0
    """Known pages whose HTML was read before the draw, for what it says that they weigh; 0: none."""
    strata: int = 0
    """How many there are; 0: not kept."""
    mean_bytes: Estimate | None
    """Transferred bytes per page, bounds of 95 % confidence; None: too few pages to tell."""
    mean_bytes_per_view: Estimate | None = None
    """The same per page view: each page counts as often as people see it; None: too few pages, or views not known."""
    views_coverage: float | None = None
    """Share of all page views that are of known pages; None: views by page are not known."""
    precision_asked: float
    """Share of the mean: of the one per page view where views are known."""
    precision_reached: float | None
    stopped: Stop
    """``precision``: known as well as asked; ``whole``: all known pages are measured; ``chosen``: all that the preset
    asks for; else what came before."""
    stands_for: dict[str, float]
    """How many known pages each measured page stands for, by URL."""
    stratum_of: dict[str, str] = {}
    """The stratum of each measured page, by URL; empty: not kept."""
    structure_of: dict[str, str] = {}
    """What each measured page is built like, by URL, as in `SampledStructure`; empty: not kept."""
    preset: str = ""
    """By which most pages were chosen; empty: all were drawn at random."""
    roles: tuple[RolePage, ...] = ()
    """Those of the preset."""
    random_pages: int = 0
    """Measured pages that a preset drew at random."""
    templates_left: int = 0
    """Templates without a measured page that the page limit left out of a preset's sample."""
