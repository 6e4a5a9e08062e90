"""What could go: one section a rule, with what to do, on which pages, and the resources behind it."""

from collections.abc import Iterator
from typing import Final

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import OffenderDigest, own_host
from delest.report.digest.gains import Action, actions, rule_id, together_bytes
from delest.report.language.labels import confidence_name, effect_note, kind_name, kind_of_one, rule_words
from delest.report.language.technical import technical
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Fact, Facts, Prose, Row, Section, Table
from delest.report.pages.audit.sections.cards import MANY_PAGES, card_id, card_urls
from delest.report.said import Code, Figure, Jump, Key, Link, Quoted, Range, Unit, Words, joined, of_bytes, say, share

_OFFENDERS_SHOWN, _OFFENDERS_OF_MANY = 15, 4
_PAGES_NAMED: Final = 5
_WORTH_NAMING: Final = 0.1
"""Share of an average page."""


def findings_section(report: AuditReport) -> Section:
    """Return what could go, most bytes per page view first."""
    found = actions(report)
    if not found:
        nothing = Prose(_("No rule found anything to drop on the measured pages."))
        return Section("could-go", _("What could go"), (nothing, *_not_looked_for(report)))
    told = _(
        "Each finding below names the resources behind it and the bytes that a remedy would avoid on one load of the"
        " page with an empty cache. Findings overlap: do not add them up."
    )
    once = say(
        _("Together, each file counted once with its best remedy: {bytes} per page view."),
        bytes=of_bytes(together_bytes(report)),
    )
    rules = [action.digest.rule for action in found]
    parts = tuple(_rule(report, action, rule_id(rules, action.digest.rule)) for action in found)
    return Section("could-go", _("What could go"), (Prose(told), Prose(once), *_not_looked_for(report), *parts))


def _not_looked_for(report: AuditReport) -> Iterator[Prose]:
    if not report.header.loading.coverage:
        told = _("Parts of style sheets and scripts that no page uses were not looked for: {option} does so.")
        yield Prose(say(told, option=Code("--coverage")), "note")


def _rule(report: AuditReport, action: Action, section_id: str) -> Section:
    words = rule_words(action.digest.words)
    blocks: list[Block] = []
    if words.explanation:
        blocks.append(Prose(words.explanation))
    blocks.append(Facts(tuple(_facts(report, action, words.remedy))))
    blocks.append(_offenders(report, action))
    if action.digest.named_on_a_page:
        told = _("Of each page, the {n} resources with most to gain are named.")
        blocks.append(Prose(say(told, n=Figure(action.digest.named_on_a_page)), "note"))
    return Section(section_id, Quoted(words.title), tuple(blocks))


def _facts(report: AuditReport, action: Action, remedy: str) -> Iterator[Fact]:
    if remedy:
        yield Fact(_("what to do"), (remedy,))
    worst = action.digest.worst.concerned_bytes
    note = effect_note(action.digest.effect)
    yield Fact(
        _("bytes concerned") if note else _("avoidable"),
        (
            say(_("{bytes} per page view"), bytes=of_bytes(action.per_view_bytes.central)),
            say(_("{bytes} on the page that has most"), bytes=Range(worst.low, worst.high, Unit.BYTES)),
            *([note] if note else ()),
        ),
    )
    yield Fact(_("confidence"), tuple(map(confidence_name, action.digest.confidences)))
    frameworks = (("RGESN 2024", action.digest.words.rgesn), ("WSG", action.digest.words.wsg))
    named = tuple(f"{name}: {', '.join(ids)}" for name, ids in frameworks if ids)
    if named:
        yield Fact(_("frameworks"), named)
    yield Fact(_("pages"), (pages_of(report, action), *_not_named(action)))


def _not_named(action: Action) -> Iterator[Words]:
    more = action.digest.pages - _PAGES_NAMED
    if more > 0:
        yield say(ngettext("and {n} more", "and {n} more", more), n=Figure(more))


def pages_of(report: AuditReport, action: Action, most: int = _PAGES_NAMED) -> Words:
    """Return the pages of a finding, those with most to gain first, each leading to its card."""
    cards, site = card_urls(report), own_host(report)
    named: list[Words] = []
    for url in dict.fromkeys(finding.page_url for finding in action.pages):
        link = Link(url, site=site)
        named.append(Jump(card_id(cards, url), link) if url in cards else link)
    return joined(named[:most])


def _offenders(report: AuditReport, action: Action) -> Table:
    offenders = action.digest.offenders
    most = _OFFENDERS_SHOWN if len(report.weights) <= MANY_PAGES else _OFFENDERS_OF_MANY
    more = len(offenders) - most
    told = ngettext("{n} more resource is in the JSON report.", "{n} more resources are in the JSON report.", more)
    return Table(
        _("Resources behind this finding, those with most to gain first"),
        (
            Column(_("Resource"), long=True),
            Column(_("Kind"), spare=True),
            Column(_("Weight"), figures=True),
            Column(_("Concerned") if effect_note(action.digest.effect) else _("Avoidable"), figures=True),
            Column(_("Pages"), figures=True),
        ),
        tuple(_row(each, own_host(report)) for each in offenders[:most]),
        rest=say(told, n=Figure(more)) if more > 0 else "",
    )


def _row(offender: OffenderDigest, site: str) -> Row:
    return Row((
        Cell(Link(offender.url, site=site), (Quoted(technical(offender.remedy)),) if offender.remedy else ()),
        say("{key}{kind}", key=Key(offender.kind), kind=kind_of_one(offender.kind)),
        of_bytes(offender.transferred_bytes),
        of_bytes(offender.concerned_bytes.central),
        Figure(offender.pages),
    ))  # fmt: skip


def uncovered(report: AuditReport) -> Words | None:
    """Name the kind of content with most bytes that no finding is about; None where none has a tenth of them."""
    site = report.site
    whole = sum(each.transferred_bytes for each in site.by_kind) if site else 0
    if site is None or not whole:
        return None
    covered = {offender.kind for finding in report.findings for offender in finding.offenders}
    for each in site.by_kind:
        part = each.transferred_bytes / whole
        if each.name not in covered and part >= _WORTH_NAMING:
            told = _("No rule has anything to say yet about {kind}: {bytes}, {part} of an average page.")
            mean = of_bytes(each.transferred_bytes / site.pages)
            return say(told, kind=kind_name(each.name), bytes=mean, part=share(part))
    return None
