"""What to do on the pages that keep a check from passing: the findings of the rules that apply to them."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.identity import identity
from delest.records.advice.finding import Effect, Finding, Offender
from delest.records.gate.baseline import PageChange
from delest.records.gate.budget import Verdict
from delest.records.runs.audit import AuditReport
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Items, Prose, Section, section
from delest.report.said import Code, Figure, Link, Sentence, Words, of_bytes, say
from delest.urls import path_of

_PAGES: Final = 5
_FINDINGS: Final = 3


def remedy_sections(verdict: Verdict, audited: AuditReport) -> tuple[Section, ...]:
    """Return what can go on the pages that are too heavy: first what concerns the files that grew, then most bytes."""
    grown = {each.page: {change.name for change in each.regressions} for each in _heavier(verdict)}
    pages = list(dict.fromkeys([breach.page_url for breach in verdict.breaches] + list(grown)))
    titles = {rule.id: rule.title for rule in audited.rules}
    blocks: list[Block] = []
    shown: set[tuple[str, str]] = set()
    named: list[str] = []
    for page in pages[:_PAGES]:
        names = grown.get(page) or grown.get(path_of(page)) or set()
        found = [each for each in _of_page(audited.findings, page, names) if (each.rule, each.page_url) not in shown]
        shown |= {(each.rule, each.page_url) for each in found}
        if found:
            said = tuple(_said(each, names, titles) for each in found)
            blocks += [Prose(say("{page}", page=Link(page))), Items(said)]
            named += [each.rule for each in found]
    if named:
        blocks.append(Prose(say(_("How to do it: {command}"), command=Code(f"delest explain {named[0]}")), "note"))
    return section("to-do", _("What to do"), *blocks) if blocks else ()


def _heavier(verdict: Verdict) -> Iterator[PageChange]:
    if verdict.baseline is not None:
        yield from verdict.baseline.regressed


def _of_page(findings: Sequence[Finding], page: str, grown: set[str]) -> list[Finding]:
    here = [
        each
        for each in findings
        if page in {each.page_url, path_of(each.page_url)}
        and each.effect is Effect.AVOIDABLE
        and each.avoidable_bytes.low > 0
        and each.offenders
    ]
    here.sort(key=lambda each: (not any(_is(each, grown) for each in each.offenders), -each.avoidable_bytes.central))
    return here[:_FINDINGS]


def _is(offender: Offender, names: set[str]) -> bool:
    return bool(names & {identity(offender.url), identity(path_of(offender.url))})


def _said(finding: Finding, grown: set[str], titles: dict[str, str]) -> Sentence:
    """Say what can go of the file that grew, or else of all files of the finding."""
    those = [each for each in finding.offenders if _is(each, grown)]
    worst = those[0] if those else finding.offenders[0]
    amount = worst.avoidable_bytes if those else finding.avoidable_bytes
    more = 0 if those else len(finding.offenders) - 1 + finding.more_offenders
    resource: Words = Link(worst.url)
    if more:
        resource = say(ngettext("{url} and {n} more", "{url} and {n} more", more), url=resource, n=Figure(more))
    return say(
        _("{rule} ({resource}): {bytes} can go"),
        bytes=of_bytes(amount.central),
        rule=_(titles.get(finding.rule, finding.rule)),
        resource=resource,
    )
