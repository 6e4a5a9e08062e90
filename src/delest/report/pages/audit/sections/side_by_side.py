"""Weights of one page side by side: in each state of the cache, and after each answer to its consent banner."""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import Final, NamedTuple

from delest.records.pages.consent import Choice
from delest.records.pages.weight import PageWeight, Spread, Weight
from delest.records.runs.audit import AuditReport
from delest.report.language.words import _, ngettext
from delest.report.pages.audit.consent import consent
from delest.report.said import Code, Figure, Words, of_bytes, say

COLUMNS: Final = (("in_visit_bytes", "warm_bytes"), ("refused_bytes", "accepted_bytes"))
"""What further weights are called where programs read them: of the states of the cache, of the answers."""


class SideBySide(NamedTuple):
    """One comparison; the first weight of each is the headline one."""

    title: str
    names: tuple[str, ...]
    explained: tuple[Words, ...]
    columns: tuple[str, ...]
    """What its further weights are called where programs read them."""
    of: Callable[[PageWeight], tuple[Spread | None, ...]]
    """What a page weighs under each name; None: it was not measured so."""


def comparisons(report: AuditReport) -> Iterator[SideBySide]:
    """Yield the comparisons that an audit made."""
    if any(page.in_visit or page.warm for page in report.weights):
        yield _states()
    if report.header.loading.consent is Choice.COMPARE and report.weights:
        yield _answers(report)


def found_on_any(compared: SideBySide, weights: Sequence[PageWeight]) -> bool:
    """Tell whether a page has any weight beside the headline one."""
    return any(found for page in weights for found in compared.of(page)[1:])


def means(compared: SideBySide, weights: Sequence[PageWeight]) -> tuple[int, tuple[float, ...]]:
    """Return how many pages were measured under every name, and their mean weight under each; nothing without one."""
    whole = [found for found in map(compared.of, weights) if all(found)]
    return len(whole), tuple(fmean(each.median for each in under if each) for under in zip(*whole, strict=True))


def _states() -> SideBySide:
    explained = _(
        "Cold: the cache is empty. In-visit: it contains another page of the site. Warm: it contains the page"
        " itself, seen before."
    )
    return SideBySide(
        title=_("What the browser's cache saves"),
        names=(_("cold"), _("in-visit"), _("warm")),
        explained=(explained,),
        columns=COLUMNS[0],
        of=lambda page: _bytes(page.cold, page.in_visit, page.warm),
    )


def _answers(report: AuditReport) -> SideBySide:
    explained = _(
        "As it comes: the consent banner is left alone; every other figure of this report is of these loads. Refused,"
        " accepted: its button was clicked, in a fresh profile with an empty cache."
    )
    return SideBySide(
        title=_("What the answer to the consent banner changes"),
        names=(_("as it comes"), _("refused"), _("accepted")),
        explained=(*(tuple(_difference(report)) or consent(report)), explained),
        columns=COLUMNS[1],
        of=_by_answer,
    )


def _by_answer(page: PageWeight) -> tuple[Spread | None, ...]:
    return _bytes(page.cold, page.refused, page.accepted)


def _bytes(*weights: Weight | None) -> tuple[Spread | None, ...]:
    return tuple(weight.transferred_bytes if weight else None for weight in weights)


def _difference(report: AuditReport) -> Iterator[Words]:
    """Say what the answer changes on the average page that was weighed in all three ways; nothing without one."""
    whole = [weights for weights in map(_by_answer, report.weights) if all(weights)]
    if not whole:
        return
    as_is, refused, accepted = (fmean(w.median for w in each if w) for each in zip(*whole, strict=True))
    told = ngettext(
        "On {n} page weighed in all three ways: {as_is} as it comes, {refused} after refusing, {accepted} after"
        " accepting; {difference} between the two answers.",
        "On {n} pages weighed in all three ways, on average: {as_is} as they come, {refused} after refusing, {accepted}"
        " after accepting; {difference} between the two answers.",
        len(whole),
    )
    yield say(
        told,
        n=Figure(len(whole)),
        as_is=of_bytes(as_is),
        refused=of_bytes(refused),
        accepted=of_bytes(accepted),
        difference=of_bytes(abs(accepted - refused)),
    )
    if report.header.loading.max_loads is None and report.header.loading.loads == 1:
        option = Code("--loads")
        yield say(_("With one load of each, part of that may be chance; {option} tells how much."), option=option)
