"""From the weights of a site to what they stand for in kg CO2e a year, and to what a target weight would avoid."""

import math
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from delest.convert.equation import Change, PageChange, avoided
from delest.convert.range import convert
from delest.records.audit import Answer, RunHeader
from delest.records.avoided import Avoided, Conditions, Converted
from delest.records.factor import FactorSets
from delest.records.traffic import Traffic
from delest.records.weight import PageWeight
from delest.units import GB_BYTES, parse_target

PER_VIEWS = 1_000_000
"""Page views that weights are priced for where no traffic is known."""


def answer(
    header: RunHeader, weights: Sequence[PageWeight], traffic: Traffic | None, sets: FactorSets,
    models: Sequence[str] = (), stands_for: Mapping[str, float] | None = None,
) -> Answer:  # fmt: skip
    """Return what a run's weights stand for under ``sets``, its baseline and its target under the same ones.

    Args:
        header: gives the conditions and the target.
        weights: of the measured pages.
        traffic: of the run.
        sets: what to convert with.
        models: to show beside the range, after those that the run asked for.
        stands_for: known pages that each measured page of a sample stands for, by URL; None where none was drawn.

    Raises:
        InputError: a country, a model or a share that ``sets`` do not know.
    """
    conditions = replace(header.conditions, models=tuple(dict.fromkeys((*header.conditions.models, *models))))
    return Answer(
        attributed=attributed(weights, traffic, sets, conditions, stands_for),
        avoided=to_target(weights, traffic, header.target, sets, conditions, stands_for) if header.target else None,
    )


def attributed(
    weights: Sequence[PageWeight],
    traffic: Traffic | None,
    sets: FactorSets,
    conditions: Conditions | None = None,
    stands_for: Mapping[str, float] | None = None,
) -> Converted | None:
    """Return the measured weights as kg CO2e a year, or per million page views; None without a view of any page."""
    views = _views(weights, traffic, stands_for)
    total = math.fsum(views)
    if not total:
        return None
    transferred = math.fsum(n * w.cold.transferred_bytes.median for n, w in zip(views, weights, strict=True))
    return convert(transferred / GB_BYTES, sets, conditions, views_per_year=total)


def to_target(
    weights: Sequence[PageWeight],
    traffic: Traffic | None,
    target: str,
    sets: FactorSets,
    conditions: Conditions | None = None,
    stands_for: Mapping[str, float] | None = None,
) -> Avoided | None:
    """Return what is avoided when every page over ``target`` is brought down to it, lighter pages staying as they are.

    The difference is below the noise where it does not exceed the run-to-run spread of the same pages (high less
    low, both weighed by views); pages that were loaded once have no known spread and count none. Where no page was
    loaded more than once, the noise is not known.

    Raises:
        InputError: ``target`` is neither a size nor a reduction in percent.
    """
    views = _views(weights, traffic, stands_for)
    if not math.fsum(views):
        return None
    changes = [
        PageChange(
            url=weight.url,
            views_per_year=n,
            cold=Change(
                baseline_bytes=weight.cold.transferred_bytes.median,
                scenario_bytes=parse_target(target, weight.cold.transferred_bytes.median),
            ),
        )
        for n, weight in zip(views, weights, strict=True)
    ]
    difference = math.fsum(c.views_per_year * (c.cold.baseline_bytes - c.cold.scenario_bytes) for c in changes)
    noise = math.fsum(
        n * (w.cold.transferred_bytes.high - w.cold.transferred_bytes.low) for n, w in zip(views, weights, strict=True)
    )
    known = any(weight.cold.transferred_bytes.loads > 1 for weight in weights)
    below_noise = noise > 0 and difference <= noise if known else None
    return avoided(changes, sets, conditions, target=target, below_noise=below_noise)


def _views(
    weights: Sequence[PageWeight], traffic: Traffic | None, stands_for: Mapping[str, float] | None
) -> list[float]:
    """Return the views a year of each page; known by page, or spread evenly over the pages that were measured.

    A page of a sample has the views of all pages that it stands for.
    """
    if traffic is not None and traffic.pages:
        by_url = {page.url: page.views_per_year for page in traffic.pages}
        return [by_url.get(weight.url, 0.0) for weight in weights]
    total = traffic.views_per_year if traffic is not None else PER_VIEWS
    parts = [1.0 if stands_for is None else stands_for.get(weight.url, 0.0) for weight in weights]
    whole = math.fsum(parts)
    return [total * part / whole if whole else 0.0 for part in parts]
