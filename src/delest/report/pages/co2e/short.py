"""What may be said of a site in kg CO2e, in few lines: the figures in one table, and what they rest on."""

from collections.abc import Iterator, Sequence

from delest.records.co2e.avoided import Converted
from delest.records.runs.audit import AuditReport
from delest.report.language.labels import role_name
from delest.report.language.numbers import formula_text
from delest.report.language.words import _
from delest.report.page import Block, Items, Prose, Section
from delest.report.pages.co2e.basis import basis, model, set_name
from delest.report.pages.co2e.claims import claims, left_out
from delest.report.pages.co2e.readings import brief_readings
from delest.report.said import Figure, Words, joined, number, say


def brief_claims(report: AuditReport) -> tuple[Section, ...]:
    """Return the readings of every claim, and why a claim has none; nothing where nothing was converted."""
    converted = report.attributed
    if converted is None:
        return ()
    template = (
        _("CO2e a year attributed to data transfer, at {views} page views a year")
        if report.traffic
        else _("CO2e attributed to data transfer, per {views} page views")
    )
    said = claims(report)
    blocks: list[Block] = [brief_readings(said)]
    blocks += (Prose(claim.sentence) for claim in said if not claim.converted)
    return (Section("co2e", say(template, views=Figure(converted.views_per_year)), tuple(blocks)),)


def brief_basis(report: AuditReport, *, scarce: bool = False) -> tuple[Section, ...]:
    """Return what the readings rest on and what they leave out; nothing where nothing was converted.

    ``scarce``: without what is assumed of the page views.
    """
    if report.attributed is None:
        return ()
    rests = tuple(_rests(report, report.attributed, scarce=scarce))
    return (Section("basis", _("What the CO2e figures rest on"), (Items(rests),)),)


def _rests(report: AuditReport, converted: Converted, *, scarce: bool) -> Iterator[Words]:
    # What is not known of the noise is said with how sure the report is; models and sets follow.
    elsewhere = {_("noise"), _("range"), *(role_name(each.role) for each in converted.readings)}
    views, *rest = [fact for fact in basis(report, scarce=scarce) if fact.term not in elsewhere]
    yield _said(views.term, views.said)
    gb = say(_("{gb} GB (1 GB = 10^9 bytes)"), gb=number(converted.gb_per_year))
    yield _said(_("counted"), (gb, *(said for fact in rest for said in fact.said)))
    # The electricity sets are named with each value: they are not named again.
    sets = [
        say("{role} {said}", role=role_name(each.role), said=joined(model(each)[:2])) for each in converted.readings
    ]
    yield _said(_("models"), (*sets, _said(_("range"), (set_name(converted.policy),))))
    grids = dict.fromkeys(each.grid for each in converted.readings if each.grid)
    yield _said(_("electricity"), tuple(map(formula_text, grids)))
    yield left_out(whole=False)


def _said(term: str, said: tuple[Words, ...]) -> Words:
    return say(_("{term}: {said}"), term=term, said=joined(said, _("; ")))


def shortened(unsaid: Sequence[Words] = ()) -> tuple[Section, ...]:
    """Say that an answer is shortened, with what it does not name at all."""
    title: Words = _("Shortened to two screens: the report in a file has the rest.")
    if unsaid:
        told = _("Shortened to two screens: the report in a file has the rest, with {unsaid}.")
        title = say(told, unsaid=joined(unsaid))
    return (Section("rest", title, ()),)
