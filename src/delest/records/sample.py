"""A sample: pages drawn at random by template, and what they say of all pages known."""

from typing import Literal

from msgspec import Struct

from delest.units import Estimate

Stop = Literal["precision", "whole", "limit", "time-limit", "interrupted"]


class SampledTemplate(Struct, frozen=True, kw_only=True):
    """A family of pages told by the shape of their URLs: a stratum."""

    template: str
    known_pages: int
    measured_pages: int
    drawn: bool = True
    """False: the start pages, which are loaded whatever the draw."""


class Sample(Struct, frozen=True, kw_only=True):
    """What a sampled audit drew, and the mean weight that follows for the site."""

    seed: int
    known_pages: int
    """Those that were measured or could still have been: pages that failed, or are none, are not among them."""
    measured_pages: int
    templates: tuple[SampledTemplate, ...]
    """Most known pages first; at most 200."""
    mean_bytes: Estimate | None
    """Transferred bytes per page, bounds of 95 % confidence; None: too few pages to tell."""
    precision_asked: float
    """Share of the mean."""
    precision_reached: float | None
    stopped: Stop
    """``precision``: known as well as asked; ``whole``: all known pages are measured; else what came before."""
    stands_for: dict[str, float]
    """How many known pages each measured page stands for, by URL."""
