"""The verdict of a check: a gate that fails closed."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.check.allowance import Allowance, loads_in
from delest.check.judge import Applied, command_line, limits_of, matches, measured
from delest.check.unanswered import Unanswered
from delest.errors import N_, InputError
from delest.reason import Reason, ReasonCode
from delest.records.gate.budget import Breach, Budget, Margin, Unmeasured, Verdict, VerdictOutcome
from delest.records.gate.limit import BudgetSet, Measure, PageBudget
from delest.records.pages.load import CacheState, LoadFacts, Outcome, Unsettled
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import PageFacts, SkippedPage
from delest.records.runs.skip_reason import SkipReason

LOWER_BOUND: Final = Reason(code=ReasonCode.LOWER_BOUND)
REQUESTS_LOST: Final = Reason(code=ReasonCode.REQUESTS_LOST)
UNKNOWN: Final = Reason(code=ReasonCode.NOT_MEASURED)
UNANSWERED: Final = Reason(code=ReasonCode.REQUESTS_UNANSWERED)
IN_CIRCLES: Final = Reason(code=ReasonCode.RELOADS_ITSELF)
NOT_SETTLED: Final = Reason(code=ReasonCode.NOT_SETTLED)
SCROLL_CUT: Final = Reason(code=ReasonCode.SCROLL_CUT)
SCROLL_STUCK: Final = Reason(code=ReasonCode.SCROLL_STUCK)

_NOT_KNOWN: Final = Reason(code=ReasonCode.OTHER)
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
    pages: Sequence[PageFacts],
    weights: Sequence[PageWeight],
    budget: Budget,
    refused: Sequence[SkippedPage] = (),
    template_of: Mapping[str, str] | None = None,
    *,
    unchecked: Unchecked = _ALL_CHECKED,
    limited: bool = True,
) -> Verdict:
    """Return the verdict on ``pages``, whose weights are ``weights``, under ``budget``.

    A limit is on the median load; a page that equals it is within. Any breach is ``breached``. Else, a page without a
    weight, or no page at all, is ``not-measured``: never a pass. So is a page within its limits when a load did not
    agree with the socket ledger, lost requests that the budget does not allow to fail, did not settle, or could not
    be scrolled to its end; or did not answer a consent banner as it was to: what was counted, bytes and requests, is
    then a lower bound, which can prove that a page is over its limit, never that it is within. So is one of the
    ``refused``: pages that should have been loaded and never were, so that they have no record in ``pages``. So are a
    limit on something that was not measured, an entry that matches no measured page, and a site of which pages are
    ``unchecked`` for a reason that the user did not choose.

    ``template_of`` names the template of a page by its URL, for entries that ask for one. Without ``limited`` there may
    be no limit, for the pages are held against something else too.

    Raises:
        InputError: the budget has no limit, so that every page would pass.
    """
    sets = command_line(budget)
    if limited and not any(each.entries or each.site_kgco2e_per_year is not None for each in sets):
        raise InputError(
            N_("no limit to check the pages against"), remedy=N_("give one, for example --max-page-weight 1MB")
        )
    judging = _Judging(sets, template_of or {}, Allowance(budget.allow_failed), Unanswered(pages))
    by_url = {weight.url: weight for weight in weights}
    judging.unmeasured += [_refused(page) for page in refused]
    for page in pages:
        judging.page(page, by_url.get(page.url))
    unused = judging.unused()
    by_reason = {reason: n for reason, n in unchecked.pages.items() if n > 0}
    unchosen = frozenset(unchecked.unchosen & by_reason.keys())
    measured = bool(pages) and not judging.unmeasured and not unused and not unchosen
    return Verdict(
        outcome=_outcome(breached=bool(judging.breaches), measured=measured),
        pages=len(pages) + len(refused) - len(judging.unmeasured),
        passed_urls=tuple(judging.passed),
        breaches=tuple(sorted(judging.breaches, key=lambda each: -_part(each))),
        unmeasured=tuple(judging.unmeasured),
        allowed=judging.allowance.used(),
        unchecked_pages=by_reason,
        unchosen=unchosen,
        margins=judging.margins(),
        unused=unused,
        unchecked=tuple(each for one in sets for each in one.unchecked),
        without_budget=judging.without_budget,
    )


class _Judging:
    """The pages that were judged so far."""

    def __init__(
        self, sets: Sequence[BudgetSet], template_of: Mapping[str, str], allowance: Allowance, unanswered: Unanswered
    ) -> None:
        self._sets = sets
        self._unanswered = unanswered
        self._entries = [entry for each in sets for entry in each.entries]
        self._template_of = template_of
        self._margins: dict[Applied, Margin] = {}
        self._used: set[PageBudget] = set()
        self.allowance = allowance
        self.breaches: list[Breach] = []
        self.unmeasured: list[Unmeasured] = []
        self.passed: list[str] = []
        self.without_budget = 0

    def page(self, page: PageFacts, weight: PageWeight | None) -> None:
        """Judge one page."""
        applied = list(limits_of(page.url, self._sets, self._template_of))
        self._used |= {
            entry for entry in self._entries if matches(entry, page.url, self._template_of.get(page.url, ""))
        }
        if weight is None:
            last = page.loads[-1]
            why = last.reason or _NOT_KNOWN
            self.unmeasured.append(Unmeasured(page_url=page.url, outcome=last.outcome, reason=why))
            return
        self.without_budget += not applied
        found = [(each, measured(each.limit, page, weight)) for each in applied]
        over = [_breach(each, value, weight) for each, value in found if value is not None and value > each.limit.most]
        self.breaches += over
        for each, value in found:
            if value is not None:
                self._note(each, value, page.url)
        unknown = [each.limit.key for each, value in found if value is None]
        # Cold loads must be whole in any case; others where a limit is on them.
        counted = loads_in(page, {CacheState.COLD, *(each.limit.state for each in applied)})
        failed = self.allowance.kept_out(counted)
        # A load without a single request was not seen at all: its document is one.
        unseen = unknown or not weight.cold.requests.low
        reason = UNKNOWN if unseen else self._unanswered.reason(page) or _why_lower_bound(counted, lost=bool(failed))
        if not over and not reason:
            self.passed.append(page.url)
        if not over and reason:
            self.unmeasured.append(
                Unmeasured(page_url=page.url, outcome=Outcome.OK, reason=reason, failed=failed, limits=tuple(unknown))
            )

    def unused(self) -> tuple[str, ...]:
        """Return the places of the entries that no page was judged by."""
        return tuple(entry.place for entry in self._entries if entry not in self._used)

    def margins(self) -> tuple[Margin, ...]:
        """Return how close the pages came to each limit, closest first."""
        return tuple(sorted(self._margins.values(), key=lambda each: -_part(each)))

    def _note(self, applied: Applied, value: float, url: str) -> None:
        known = self._margins.get(applied)
        if known is not None and known.measured >= value:
            self._margins[applied] = replace(known, pages=known.pages + 1)
            return
        self._margins[applied] = Margin(
            place=applied.entry.place,
            limit=applied.limit.key,
            what=applied.limit,
            allowed=applied.limit.most,
            measured=value,
            page_url=url,
            pages=known.pages + 1 if known else 1,
        )


def _part(of: Margin | Breach) -> float:
    """Return what part of a limit is used."""
    return of.measured / of.allowed if of.allowed else float("inf") if of.measured else 1.0


def _breach(applied: Applied, value: float, weight: PageWeight) -> Breach:
    limit = applied.limit
    heaviest = [
        each
        for each in weight.heaviest_resources
        if (not limit.kinds or each.kind in limit.kinds)
        and (not limit.party or each.first_party == (limit.party == "first"))
        and (limit.measure is not Measure.RESOURCE or each.transferred_bytes > limit.most)
    ]
    return Breach(
        page_url=weight.url,
        limit=limit.key,
        what=limit,
        place=applied.entry.place,
        file=applied.entry.file,
        line=applied.entry.line,
        allowed=limit.most,
        measured=value,
        heaviest=tuple(heaviest),
    )


def _refused(page: SkippedPage) -> Unmeasured:
    outcome = _NEVER_LOADED.get(page.reason, Outcome.FAILED)
    return Unmeasured(page_url=page.url, outcome=outcome, reason=page.reason.reason)


def _outcome(*, breached: bool, measured: bool) -> VerdictOutcome:
    if breached:
        return VerdictOutcome.BREACHED
    return VerdictOutcome.WITHIN if measured else VerdictOutcome.NOT_MEASURED


def _why_lower_bound(counted: Sequence[LoadFacts], *, lost: bool) -> Reason | None:
    """Return why more may have moved than what was counted in these loads; None where nothing is missing."""
    if not all(load.exact for load in counted):
        return LOWER_BOUND
    why = {load.unsettled for load in counted if load.settled_after_ms is None}
    if lost:
        return UNANSWERED if Unsettled.REQUESTS in why else REQUESTS_LOST
    if Unsettled.DOCUMENTS in why:
        return IN_CIRCLES
    if why:
        return NOT_SETTLED
    return _why_not_to_its_end(counted)


def _why_not_to_its_end(counted: Sequence[LoadFacts]) -> Reason | None:
    if any(load.scroll_stuck for load in counted):
        return SCROLL_STUCK
    return SCROLL_CUT if any(load.scroll_cut for load in counted) else None
