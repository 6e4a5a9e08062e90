"""The verdict of a check: each page over a limit with its own heaviest resources, each page without a weight."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.records.gate.budget import AllowedFailures, Breach, Unmeasured, Verdict, VerdictOutcome
from delest.records.pages.failed_request import FailedRequest
from delest.records.pages.load import Outcome
from delest.records.runs.audit import AuditReport
from delest.records.runs.skip_reason import SkipReason
from delest.report.language.labels import kind_of_one, outcome_name, skip_reason
from delest.report.language.limits import limit_name
from delest.report.language.ways_in import way_in
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Details, Facts, Items, Page, Prose, Row, Section, Table, section
from delest.report.pages.co2e.basis import basis
from delest.report.pages.co2e.claims import claims, left_out
from delest.report.pages.gate.compared import baseline_sections, before_after
from delest.report.pages.gate.limits import figure, limit_sections
from delest.report.pages.gate.remedies import remedy_sections
from delest.report.reason_words import reason_words
from delest.report.said import Figure, Link, Quoted, Words, of_bytes, say

_SHOWN: Final = 20
_RESOURCES: Final = 5
_FAILED_SHOWN: Final = 5


def check_page(verdict: Verdict, audited: AuditReport | None = None, *, interrupted: bool = False) -> Page:
    """Return a verdict; an interrupted check says so, for what it did not come to is no pass.

    Args:
        verdict: what is judged.
        audited: the audit behind it, for what can go, and for what it stands for in CO2e where page views are known.
        interrupted: the user stopped it.
    """
    sections = [_breach(breach) for breach in verdict.breaches[:_SHOWN]]
    sections += [_unmeasured(page) for page in verdict.unmeasured[:_SHOWN]]
    sections += baseline_sections(verdict.baseline)
    sections += remedy_sections(verdict, audited) if audited is not None else ()
    sections += _allowed(verdict.allowed)
    sections += _unchecked(verdict)
    sections += limit_sections(verdict)
    sections += _basis(audited) if audited is not None else ()
    more = max(0, len(verdict.breaches) - _SHOWN) + max(0, len(verdict.unmeasured) - _SHOWN)
    return Page(
        mark="delest-verdict",
        title=_headline(verdict, interrupted=interrupted),
        lead=(
            *before_after(verdict.baseline),
            *(_worth(audited) if audited is not None else ()),
            *(() if not verdict.served else (_served(verdict.served),)),
        ),
        sections=tuple(sections),
        foot=say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)) if more else "",
    )


def _served(coding: str) -> Block:
    told = (
        _("Not compressed: the folder was served with {coding}.")
        if coding == "identity"
        else _("The folder was served with {coding}.")
    )
    return Prose(say(told, coding=Quoted(coding)), "note")


def _worth(audited: AuditReport) -> Iterator[Block]:
    """Yield what the checked pages stand for a year."""
    if audited.traffic is not None and audited.attributed is not None:
        yield from (Prose(claim.sentence) for claim in claims(audited)[:1])


def _basis(audited: AuditReport) -> tuple[Section, ...]:
    """Return what the figures of CO2e rest on: after all that keeps the check from passing."""
    if audited.traffic is None or audited.attributed is None:
        return ()
    rests = Details(_("What the CO2e figures rest on"), (Facts(basis(audited)), Prose(left_out())))
    return section("basis", _("kg CO2e a year"), rests)


def _headline(verdict: Verdict, *, interrupted: bool) -> Words:
    pages = say(ngettext("{n} page measured", "{n} pages measured", verdict.pages), n=Figure(verdict.pages))
    heavier = verdict.baseline is not None and bool(verdict.baseline.regressed)
    if verdict.outcome is VerdictOutcome.BREACHED:
        told = (
            _("HEAVIER THAN THE BASELINE: {pages}") if heavier and not verdict.breaches else _("OVER BUDGET: {pages}")
        )
    elif interrupted:
        told = _("INTERRUPTED, so no pass: {pages}")
    elif verdict.outcome is VerdictOutcome.WITHIN:
        alone = verdict.baseline is not None and not verdict.margins  # no limit applies to any page
        told = _("NOT HEAVIER THAN THE BASELINE: {pages}") if alone else _("WITHIN BUDGET: {pages}")
    else:
        told = _("NOT MEASURED, so no pass: {pages}")
    return say(told, pages=pages)


def _unmeasured(page: Unmeasured) -> Section:
    said = reason_words(page.reason)
    if page.outcome is not Outcome.OK:
        said = say(_("{outcome}: {reason}"), outcome=outcome_name(page.outcome), reason=said)
    blocks: list[Block] = [Prose(said)]
    if remedy := way_in(page.reason):
        blocks.append(Prose(remedy))
    if page.limits:
        blocks.append(Prose(say(_("Limits on it: {limits}"), limits=Quoted(", ".join(page.limits)))))
    if page.failed:
        blocks.append(Details(_("Requests that failed"), (_failed(page.failed),)))
    return Section("", say(_("NOT MEASURED {url}"), url=Link(page.page_url)), tuple(blocks))


def _failed(failed: Sequence[FailedRequest]) -> Table:
    more = len(failed) - _FAILED_SHOWN
    return Table(
        "",
        (Column(_("Kind")), Column(_("Why")), Column(_("Resource"), long=True)),
        tuple(Row((kind_of_one(each.kind), Quoted(each.detail), _often(each))) for each in failed[:_FAILED_SHOWN]),
        say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)) if more > 0 else "",
    )


def _often(failed: FailedRequest) -> Words:
    if failed.requests == 1:
        return Link(failed.url)
    return say(
        ngettext("{url} ({n} request)", "{url} ({n} requests)", failed.requests),
        url=Link(failed.url),
        n=Figure(failed.requests),
    )


def _allowed(allowed: Sequence[AllowedFailures]) -> tuple[Section, ...]:
    said = tuple(
        say(
            ngettext("{pattern} ({n} request)", "{pattern} ({n} requests)", each.requests),
            pattern=Quoted(each.pattern),
            n=Figure(each.requests),
        )
        for each in allowed
    )
    return (Section("allowed", _("Allowed to fail"), (Items(said),)),) if said else ()


def _unchecked(verdict: Verdict) -> tuple[Section, ...]:
    """Return how many known pages were not loaded and why, and what to do where that was not the user's choice."""
    if verdict.cut_off:
        told = _("The audit was cut off, so some pages of the site may be missing. Continue it with --resume.")
        return (Section("not-checked", _("NOT CHECKED"), (Prose(told),)),)
    if not verdict.unchecked_pages:
        return ()
    pages = sum(verdict.unchecked_pages.values())
    title = say(ngettext("NOT CHECKED {n} known page", "NOT CHECKED {n} known pages", pages), n=Figure(pages))
    columns = (Column("", figures=True), Column("", long=True))
    rows = tuple(Row((Figure(n), skip_reason(reason))) for reason, n in verdict.unchecked_pages.items())
    blocks: list[Block] = [Table("", columns, rows)]
    if SkipReason.LIMIT in verdict.unchosen:
        told = _("Choose how many pages to check: --max-pages N, --sample, or a list of pages with --urls-file.")
        blocks.append(Prose(told))
    return (Section("not-checked", title, tuple(blocks)),)


def _breach(breach: Breach) -> Section:
    said = say(
        _("{what}: {measured}, which is {over} more than the {allowed} allowed"),
        what=limit_name(breach.what),
        measured=figure(breach.what, breach.measured),
        over=figure(breach.what, breach.measured - breach.allowed),
        allowed=figure(breach.what, breach.allowed),
    )
    blocks: list[Block] = [Prose(said)]
    if breach.place:
        blocks.append(Prose(say(_("Limit: {place}"), place=Quoted(breach.place)), "note"))
    if breach.heaviest:
        blocks.append(Details(_("Its heaviest resources"), (_heaviest(breach),)))
    return Section("", say(_("OVER {url}"), url=Link(breach.page_url)), tuple(blocks))


def _heaviest(breach: Breach) -> Table:
    return Table(
        "",
        (Column(_("Weight"), figures=True), Column(_("Kind")), Column(_("Resource"), long=True)),
        tuple(
            Row((of_bytes(each.transferred_bytes), kind_of_one(each.kind), Link(each.url)))
            for each in breach.heaviest[:_RESOURCES]
        ),
    )
