"""EcoIndex: an optional reading beside the weights, never converted into anything else.

The method is that of the Collectif Conception Numérique Responsable, https://www.ecoindex.fr, CC BY-NC-ND.
"""

from enum import StrEnum

from msgspec import Struct


class Variant(StrEnum):
    """Whose rounding is followed; the two differ where rounding crosses the border of a grade."""

    PYPI = "pypi-5.10"
    """The score rounded to a whole number, half to even; the grade is that of the rounded score."""
    NPM = "npm-2.0"
    """The score as computed; it has no grade where it is exactly 0 or off the scale."""


class Quantiles(Struct, frozen=True, kw_only=True):
    """The borders of twenty classes of pages, rising from 0, for each quantity."""

    dom: tuple[float, ...]
    requests: tuple[float, ...]
    size_kb: tuple[float, ...]


class QuantileWeights(Struct, frozen=True, kw_only=True):
    """How much each quantity counts in the score."""

    dom: float
    requests: float
    size: float


class EcoindexMethod(Struct, frozen=True, kw_only=True):
    """The published method, as its data file states it; what the file says of g and cl is never read."""

    size_kb_bytes: int
    quantiles: Quantiles
    weights: QuantileWeights
    grades_strictly_above: dict[str, float]
    """The score that each grade begins above, best grade first; the lowest grade takes the rest."""
    default_variant: Variant


class PageScore(Struct, frozen=True, kw_only=True):
    """The EcoIndex of one page."""

    url: str
    score: float
    """0 to 100; more is better."""
    grade: str
    """``A`` (best) to ``G``; empty where the variant gives none."""
    variant: Variant
