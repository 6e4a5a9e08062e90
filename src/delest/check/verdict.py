"""The verdict of a check: a gate that fails closed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from delest.check.allowance import Allowance, cold_loads
from delest.errors import N_, InputError
from delest.records.audit import PageFacts, SkippedPage
from delest.records.budget import Breach, Budget, Unmeasured, Verdict, VerdictOutcome
from delest.records.load import Outcome
from delest.records.skip_reason import SkipReason
from delest.records.weight import PageWeight

LOWER_BOUND: Final = N_("some bytes could not be counted: the weight is a lower bound")
REQUESTS_LOST: Final = N_("requests failed, also in a second load: the weight is a lower bound")
NEVER_AT_REST: Final = N_("the page never came to rest: the weight is a lower bound")

_NEVER_LOADED: Final = {
    SkipReason.ROBOTS: Outcome.BLOCKED,
    SkipReason.TIME_LIMIT: Outcome.TIMED_OUT,
}


class Unchecked(NamedTuple):
    """Known pages that were not loaded."""

    pages: Mapping[SkipReason, int] = {}
    unchosen: frozenset[SkipReason] = frozenset()
    """Reasons that are never a pass."""


_ALL_CHECKED: Final = Unchecked()


def check_pages(
    pages: Sequence[PageFacts], weights: Sequence[PageWeight], budget: Budget, refused: Sequence[SkippedPage] = (),
    unchecked: Unchecked = _ALL_CHECKED,
) -> Verdict:  # fmt: skip
    """Return the verdict on ``pages``, whose weights are ``weights``, under ``budget``.

    A limit is on the median cold load; a page that equals it is within. Any breach is ``breached``. Else, a page
    without a weight, or no page at all, is ``not-measured``: never a pass. So is a page within its limits when a load
    did not agree with the socket ledger, lost requests that the budget does not allow to fail, or never came to rest:
    what was counted, bytes and requests, is then a lower bound, which can prove that a page is over its limit, never
    that it is within. So is one of the ``refused``: pages that should have been loaded and never were, so that they
    have no record in ``pages``. So is a site of which pages are ``unchecked`` for a reason that the user did not
    choose.

    Raises:
        InputError: the budget has no limit, so that every page would pass.
    """
    if budget.max_page_weight_bytes is None and budget.max_page_requests is None:
        raise InputError(
            N_("no limit to check the pages against"), remedy=N_("give one, for example --max-page-weight 1MB")
        )
    by_url = {weight.url: weight for weight in weights}
    allowance = Allowance(budget.allow_failed)
    by_reason = {reason: n for reason, n in unchecked.pages.items() if n > 0}
    breaches: list[Breach] = []
    unmeasured = [_refused(page) for page in refused]
    for page in pages:
        weight = by_url.get(page.url)
        if weight is None:
            last = page.loads[-1]
            unmeasured.append(Unmeasured(page_url=page.url, outcome=last.outcome, reason=last.reason))
            continue
        over = tuple(_breaches(weight, budget))
        breaches.extend(over)
        failed = allowance.kept_out(page)
        if not over and (reason := _why_lower_bound(page, lost=bool(failed))):
            unmeasured.append(Unmeasured(page_url=page.url, outcome=Outcome.OK, reason=reason, failed=failed))
    return Verdict(
        outcome=_outcome(
            breached=bool(breaches),
            measured=bool(pages) and not unmeasured and not unchecked.unchosen & by_reason.keys(),
        ),
        pages=len(pages) + len(refused) - len(unmeasured),
        breaches=tuple(breaches),
        unmeasured=tuple(unmeasured),
        allowed=allowance.used(),
        unchecked_pages=by_reason,
        unchosen=frozenset(unchecked.unchosen & by_reason.keys()),
    )


def _refused(page: SkippedPage) -> Unmeasured:
    outcome = _NEVER_LOADED.get(page.reason, Outcome.FAILED)
    return Unmeasured(page_url=page.url, outcome=outcome, reason=page.reason)


def _outcome(*, breached: bool, measured: bool) -> VerdictOutcome:
    if breached:
        return VerdictOutcome.BREACHED
    return VerdictOutcome.WITHIN if measured else VerdictOutcome.NOT_MEASURED


def _breaches(weight: PageWeight, budget: Budget) -> Iterator[Breach]:
    limits = (
        ("max_page_weight_bytes", budget.max_page_weight_bytes, weight.cold.transferred_bytes.median),
        ("max_page_requests", budget.max_page_requests, weight.cold.requests.median),
    )
    for name, allowed, measured in limits:
        if allowed is not None and measured > allowed:
            yield Breach(
                page_url=weight.url,
                limit=name,
                allowed=allowed,
                measured=measured,
                heaviest=weight.heaviest_resources,
            )


def _why_lower_bound(page: PageFacts, *, lost: bool) -> str:
    """Return why more may have moved than what was counted; empty where nothing is missing."""
    counted = cold_loads(page)
    if not all(load.exact for load in counted):
        return LOWER_BOUND
    if lost:
        return REQUESTS_LOST
    return NEVER_AT_REST if any(load.settled_after_ms is None for load in counted) else ""
