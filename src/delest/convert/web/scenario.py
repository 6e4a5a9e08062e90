"""From the weights of a site to what they stand for in kg CO2e a year, and to what a target weight would avoid."""

import math
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from delest.convert.web.equation import Change, PageChange, avoided, mean_view
from delest.convert.web.portion import with_bounds
from delest.convert.web.range import convert
from delest.records.co2e.avoided import Avoided, Conditions, Converted, ViewShares
from delest.records.co2e.factor import FactorSets
from delest.records.co2e.shares import shares_of
from delest.records.co2e.traffic import Traffic
from delest.records.pages.weight import PageWeight, Spread
from delest.records.runs.audit import Answer, RunHeader
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
    conditions, target = header.question.conditions, header.question.target
    conditions = replace(conditions, models=tuple(dict.fromkeys((*conditions.models, *models))))
    used = shares_of(conditions.shares, traffic, header.loading.cache_states)
    conditions, ends = replace(conditions, shares=used.views), used.ends
    return Answer(
        attributed=attributed(weights, traffic, sets, conditions, stands_for, ends),
        avoided=to_target(weights, traffic, target, sets, conditions, stands_for, ends) if target else None,
    )


def attributed(
    weights: Sequence[PageWeight],
    traffic: Traffic | None,
    sets: FactorSets,
    conditions: Conditions | None = None,
    stands_for: Mapping[str, float] | None = None,
    ends: Sequence[ViewShares] = (),
) -> Converted | None:
    """Return the measured weights as kg CO2e a year, or per million page views; None without a view of any page.

    The views of a page find the cache in the states that ``conditions`` say where the page was measured in all three;
    on any other page each view counts as cold. ``ends``: shares at the bounds of what is assumed of them, which widen
    the range.
    """
    views = _views(weights, traffic, stands_for)
    total = math.fsum(views)
    if not total:
        return None
    changes = [_change(n, weight, "100%") for n, weight in zip(views, weights, strict=True)]

    def gb(shares: ViewShares) -> float:
        return math.fsum(each.views_per_year * mean_view(each, shares).baseline_bytes for each in changes) / GB_BYTES

    shares = (conditions or Conditions()).shares
    return with_bounds(convert(gb(shares), sets, conditions, views_per_year=total), [gb(each) for each in ends])


def to_target(
    weights: Sequence[PageWeight],
    traffic: Traffic | None,
    target: str,
    sets: FactorSets,
    conditions: Conditions | None = None,
    stands_for: Mapping[str, float] | None = None,
    ends: Sequence[ViewShares] = (),
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
    shares = (conditions or Conditions()).shares
    changes = [_change(n, weight, target) for n, weight in zip(views, weights, strict=True)]
    seen = [mean_view(change, shares) for change in changes]
    difference = math.fsum(n * (v.baseline_bytes - v.scenario_bytes) for n, v in zip(views, seen, strict=True))
    noise = math.fsum(n * _noise_bytes(weight, shares) for n, weight in zip(views, weights, strict=True))
    known = any(spread.loads > 1 for weight in weights for spread in _spreads(weight))
    below_noise = noise > 0 and difference <= noise if known else None
    found = avoided(changes, sets, conditions, shares=shares, target=target, below_noise=below_noise)
    return _widened(found, changes, ends)


def between(
    pairs: Sequence[tuple[PageWeight, PageWeight]],
    traffic: Traffic | None,
    sets: FactorSets,
    conditions: Conditions | None = None,
    ends: Sequence[ViewShares] = (),
) -> Avoided | None:
    """Return what two measurements of the same pages differ by in kg CO2e a year, under one traffic.

    Args:
        pairs: the weights of each page before and after; never those of different pages.
        traffic: of the pages after; None: per million page views, spread evenly.
        sets: what to convert with, the same for both.
        conditions: country, networks, shares of the cache's states.
        ends: shares at the bounds of what is assumed of them, which widen the range.

    Returns:
        baseline less scenario; None without a view of any page. Whether the difference is more than noise is not
        judged here.

    Raises:
        InputError: a country, a model or a share that ``sets`` do not know.
    """
    views = _views([after for _before, after in pairs], traffic, None)
    if not math.fsum(views):
        return None
    shares = (conditions or Conditions()).shares
    changes = [_measured(n, before, after) for n, (before, after) in zip(views, pairs, strict=True)]
    return _widened(avoided(changes, sets, conditions, shares=shares), changes, ends)


def _widened(found: Avoided, changes: Sequence[PageChange], ends: Sequence[ViewShares]) -> Avoided:
    """Return the same with the range widened to the shares at ``ends``."""
    differences = []
    for shares in ends:
        means = ((each.views_per_year, mean_view(each, shares)) for each in changes)
        differences.append(math.fsum(n * (mean.baseline_bytes - mean.scenario_bytes) for n, mean in means) / GB_BYTES)
    return replace(found, converted=with_bounds(found.converted, differences))


def _measured(views: float, before: PageWeight, after: PageWeight) -> PageChange:
    cold, in_visit, warm = (
        Change(baseline_bytes=old.median, scenario_bytes=new.median)
        for old, new in zip(_spreads(before), _spreads(after), strict=True)
    )
    return PageChange(url=after.url, views_per_year=views, cold=cold, in_visit=in_visit, warm=warm)


def _spreads(weight: PageWeight) -> tuple[Spread, Spread, Spread]:
    """Return the transferred bytes of a cold, an in-visit and a warm view; all cold unless all three were measured."""
    cold = weight.cold.transferred_bytes
    if weight.in_visit is None or weight.warm is None:
        return cold, cold, cold
    return cold, weight.in_visit.transferred_bytes, weight.warm.transferred_bytes


def _noise_bytes(weight: PageWeight, shares: ViewShares) -> float:
    parts = (shares.cold, shares.in_visit, shares.warm)
    return math.fsum(part * (s.high - s.low) for part, s in zip(parts, _spreads(weight), strict=True))


def _change(views: float, weight: PageWeight, target: str) -> PageChange:
    """Return what the target changes; a view that is lighter already, as a warm one may be, stays as it is."""
    cold, in_visit, warm = (
        Change(baseline_bytes=spread.median, scenario_bytes=parse_target(target, spread.median))
        for spread in _spreads(weight)
    )
    return PageChange(url=weight.url, views_per_year=views, cold=cold, in_visit=in_visit, warm=warm)


def _views(
    weights: Sequence[PageWeight], traffic: Traffic | None, stands_for: Mapping[str, float] | None
) -> list[float]:
    """Return the views a year of each page; known by page, or spread evenly over the pages that were measured.

    Known by page, a page has its own views and the part of those that it answers for in its template; views that
    belong to no page are in none.

    A page of a sample has the views of all pages that it stands for: those known by page are scaled so that their sum
    is that of the views that belong to pages.
    """
    standing = [1.0 if stands_for is None else stands_for.get(weight.url, 0.0) for weight in weights]
    if traffic is not None and traffic.pages:
        if stands_for is None:
            answered = {page.url: page.views_per_year + page.modelled_per_year for page in traffic.pages}
            return [answered.get(weight.url, 0.0) for weight in weights]
        own = {page.url: page.views_per_year for page in traffic.pages}
        views = [own.get(weight.url, 0.0) for weight in weights]
        standing = [n * part for n, part in zip(views, standing, strict=True)]
    total = _placed(traffic) if traffic is not None else PER_VIEWS
    whole = math.fsum(standing)
    return [total * part / whole if whole else 0.0 for part in standing]


def _placed(traffic: Traffic) -> float:
    """Return the views a year that belong to pages: all of them, where nothing more than their number is known."""
    if not traffic.pages or traffic.coverage is None:
        return traffic.views_per_year
    return traffic.views_per_year * (traffic.coverage.measured + traffic.coverage.modelled)
