"""What a saved run answered when it was made, beside what its bytes stand for under the factor sets of today."""

from collections.abc import Iterator
from datetime import datetime

from delest.records.co2e.avoided import Converted
from delest.records.co2e.factor import FactorSetRef
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.language.words import _
from delest.report.page import Block, Facts, Items, Page, Prose, Section
from delest.report.pages.co2e.basis import basis, set_name
from delest.report.pages.co2e.claims import claims, left_out
from delest.report.pages.co2e.readings import claim_section
from delest.report.said import Moment, Quoted, Words, say


def estimate_run_page(made: AuditReport | None, today: AuditReport, computed_at: datetime) -> Page:
    """Return both answers.

    Args:
        made: under the factor sets of its day; None: the run kept no answer of its own.
        today: under those of today.
        computed_at: when.
    """
    told = (
        _("Two answers for the same measured bytes and page views."),
        _("Within each, the baseline and the target are priced with one version of every factor set."),
        _("From one answer to the other, only the factors can differ."),
    )
    then = say(
        _("When the run was made, {date}, by delest {version}"),
        date=Moment(today.end.ended_at),
        version=today.header.run.delest_version,
    )
    sections = [Section("made", then, tuple(_made(made, today)))]
    if made is not None and made != today:
        sections.append(Section("differ", _("Factor sets that differ"), tuple(_changes(made, today))))
    now = say(_("Under the factor sets of today, {date}"), date=Moment(computed_at))
    sections.append(Section("today", now, tuple(_answer(today))))
    return Page(
        title=say(_("CO2e of {site}"), site=Quoted(site_name(today))),
        over=say("delest · {run}", run=Quoted(today.header.run.id)),
        lead=(Prose(" ".join(told)),),
        sections=tuple(sections),
        foot=left_out(),
    )


def _made(made: AuditReport | None, today: AuditReport) -> Iterator[Block]:
    if made is None:
        yield Prose(_("It kept no answer of its own: it was cut off, or an older delest made it."))
    elif made == today:
        yield Prose(_("The same answer as today, under the same versions of the same sets."))
    else:
        yield from _answer(made)


def _answer(report: AuditReport) -> Iterator[Block]:
    yield from map(claim_section, claims(report))
    yield Section("", _("What the CO2e figures rest on"), (Facts(basis(report)),))


def _changes(made: AuditReport, today: AuditReport) -> Iterator[Block]:
    before, after = _sets_of(made.attributed), _sets_of(today.attributed)
    differing = [set_id for set_id in {**before, **after} if before.get(set_id) != after.get(set_id)]
    if not differing:
        yield Prose(_("None: this version of delest converts in another way."))
        return
    yield Items(tuple(_change(before.get(set_id), after.get(set_id)) for set_id in differing))


def _change(old: FactorSetRef | None, new: FactorSetRef | None) -> Words:
    before, after = (set_name(ref) if ref else _("none") for ref in (old, new))
    return say("{before} -> {after}", before=before, after=after)


def _sets_of(converted: Converted | None) -> dict[str, FactorSetRef]:
    if converted is None:
        return {}
    refs = [converted.policy]
    for reading in converted.readings:
        refs += (reading.factor_set, *reading.electricity)
    return {ref.id: ref for ref in refs}
