"""Weights of one page side by side: in each state of the cache, and after each answer to its consent banner."""

from collections.abc import Callable, Iterator
from statistics import fmean
from typing import Final, NamedTuple

from delest.records.audit import AuditReport
from delest.records.consent import Choice
from delest.records.weight import PageWeight, Spread, Weight
from delest.report.language.numbers import bytes_text, count_text
from delest.report.language.words import _, ngettext


class SideBySide(NamedTuple):
    """One comparison; the first weight of each is the headline one."""

    title: str
    caption: str
    names: tuple[str, ...]
    explained: str
    of: Callable[[PageWeight], tuple[Spread | None, ...]]
    """What a page weighs under each name; None: it was not measured so."""


COLUMNS: Final = (("in_visit_bytes", "warm_bytes"), ("refused_bytes", "accepted_bytes"))
"""What further weights are called where programs read them: of the states of the cache, of the answers."""


def comparisons(report: AuditReport) -> Iterator[tuple[SideBySide, tuple[str, ...]]]:
    """Yield the comparisons that an audit made, each with the columns of its further weights."""
    if any(page.in_visit or page.warm for page in report.weights):
        yield _states(), COLUMNS[0]
    if report.header.consent is Choice.COMPARE and report.weights:
        yield _answers(report), COLUMNS[1]


def _states() -> SideBySide:
    return SideBySide(
        title=_("Weights by state of the cache"),
        caption=_("Weight of the measured pages in each state of the cache"),
        names=(_("cold"), _("in-visit"), _("warm")),
        explained=_(
            "Cold: the cache is empty. In-visit: it holds another page of the site. Warm: it holds the page itself,"
            " seen before. A dash: not measured in this state."
        ),
        of=lambda page: _bytes(page.cold, page.in_visit, page.warm),
    )


def _answers(report: AuditReport) -> SideBySide:
    explained = _(
        "As it comes: the consent banner is left alone; every other figure of this report is of these loads. Refused,"
        " accepted: its button was clicked, in a fresh profile with an empty cache. A dash: no such weight."
    )
    return SideBySide(
        title=_("Weights by answer to the consent banner"),
        caption=_("Weight of the measured pages after each answer to their consent banner"),
        names=(_("as it comes"), _("refused"), _("accepted")),
        explained=" ".join(filter(None, (_difference(report), explained))),
        of=_by_answer,
    )


def _by_answer(page: PageWeight) -> tuple[Spread | None, ...]:
    return _bytes(page.cold, page.refused, page.accepted)


def _bytes(*weights: Weight | None) -> tuple[Spread | None, ...]:
    return tuple(weight.transferred_bytes if weight else None for weight in weights)


def _difference(report: AuditReport) -> str:
    """Return what the answer changes on the average page that was weighed in all three ways; nothing without one."""
    whole = [weights for weights in map(_by_answer, report.weights) if all(weights)]
    if not whole:
        return ""
    as_is, refused, accepted = (fmean(w.median for w in each if w) for each in zip(*whole, strict=True))
    said = ngettext(
        "On {n} page weighed in all three ways: {as_is} as it comes, {refused} after refusing, {accepted} after"
        " accepting; {difference} between the two answers.",
        "On {n} pages weighed in all three ways, on average: {as_is} as they come, {refused} after refusing, {accepted}"
        " after accepting; {difference} between the two answers.",
        len(whole),
    ).format(
        n=count_text(len(whole)),
        as_is=bytes_text(as_is),
        refused=bytes_text(refused),
        accepted=bytes_text(accepted),
        difference=bytes_text(abs(accepted - refused)),
    )
    if report.header.max_runs is None and report.header.runs == 1:
        said += " " + _("With one load of each, part of that may be chance; --loads tells how much.")
    return said
