"""From page weights and page views to avoided emissions.

kg = sum over pages of views x [cold share x (cold0 - cold1) + in-visit share x (in0 - in1) + warm share x
(warm0 - warm1)] / 10^9 x factor (design of the method: docs/method.md).
"""

import math
from collections.abc import Sequence

from msgspec import Struct

from delest.convert.web.range import convert
from delest.errors import N_, InputError
from delest.records.co2e.avoided import Avoided, Conditions, ViewShares
from delest.records.co2e.factor import FactorSets
from delest.units import GB_BYTES


class Change(Struct, frozen=True, kw_only=True):
    """The transferred bytes of one view in one cache state: of the state compared against, and of the lighter one."""

    baseline_bytes: float
    scenario_bytes: float


class PageChange(Struct, frozen=True, kw_only=True):
    """How the weight of one page changes, in each state of the reader's cache that was measured."""

    url: str
    views_per_year: float
    cold: Change
    """The cache is empty."""
    in_visit: Change | None = None
    """The cache holds what earlier pages of the same visit brought."""
    warm: Change | None = None
    """The cache holds the page from an earlier visit."""


def avoided(
    changes: Sequence[PageChange],
    sets: FactorSets,
    conditions: Conditions | None = None,
    *,
    shares: ViewShares | None = None,
    target: str = "",
    below_noise: bool | None = None,
) -> Avoided:
    """Return baseline less scenario over all pages, under one collection of factor sets.

    Swapping baselines and scenarios changes the sign of every kg and nothing else. Views in a state that was not
    measured on a page count as cold ones.

    Args:
        changes: one entry a page.
        sets: the factor sets, the same for both states.
        conditions: country, network, hosting, models asked for by name.
        shares: of the views, by cache state; all cold where not given.
        target: the scenario as the user wrote it.
        below_noise: the change is within the spread of the weights; None where no spread is known.

    Raises:
        InputError: no views at all, shares that do not sum to 1, or unknown conditions.
    """
    shares = shares or ViewShares()
    _check(changes, shares)
    views = math.fsum(change.views_per_year for change in changes)
    means = [mean_view(change, shares) for change in changes]
    weights = [c.views_per_year for c in changes]
    baseline = math.fsum(v * m.baseline_bytes for v, m in zip(weights, means, strict=True))
    scenario = math.fsum(v * m.scenario_bytes for v, m in zip(weights, means, strict=True))
    return Avoided(
        baseline_bytes_per_view=baseline / views,
        scenario_bytes_per_view=scenario / views,
        target=target,
        converted=convert((baseline - scenario) / GB_BYTES, sets, conditions, views_per_year=views),
        below_noise=below_noise,
    )


def mean_view(change: PageChange, shares: ViewShares) -> Change:
    """Return the transferred bytes of the average view of a page, over the states of the cache."""
    in_visit, warm = change.in_visit or change.cold, change.warm or change.cold
    terms = ((shares.cold, change.cold), (shares.in_visit, in_visit), (shares.warm, warm))
    return Change(
        baseline_bytes=math.fsum(share * state.baseline_bytes for share, state in terms),
        scenario_bytes=math.fsum(share * state.scenario_bytes for share, state in terms),
    )


def _check(changes: Sequence[PageChange], shares: ViewShares) -> None:
    parts = (shares.cold, shares.in_visit, shares.warm)
    if min(parts) < 0 or not math.isclose(sum(parts), 1.0, abs_tol=1e-9):
        raise InputError(
            N_("the shares of cold, in-visit and warm views must not be negative and sum to 1, not {total}"),
            total=sum(parts),
        )
    views = [change.views_per_year for change in changes]
    if not all(math.isfinite(v) and v >= 0 for v in views) or not any(views):
        raise InputError(N_("page views a year must be above 0"), remedy=N_("give them with --views"))
