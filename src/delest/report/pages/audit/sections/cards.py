"""One card a page: why it weighs what it weighs, and what could go."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from delest.records.advice.finding import Finding
from delest.records.pages.screenshot import Screenshot
from delest.records.pages.weight import PageWeight, ResourceWeight
from delest.records.runs.audit import AuditReport, PageFacts
from delest.report.digest.facts import own_host, part
from delest.report.digest.gains import actions, avoidable_of_resources, rule_id
from delest.report.language.labels import kind_name, kind_of_one, rule_words
from delest.report.language.safe_text import shorten
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Details, Fact, Facts, Picture, Row, Section, Table
from delest.report.pages.audit import visit
from delest.report.pages.audit.sections.waterfall import waterfall
from delest.report.said import (
    NOTHING,
    Figure,
    Jump,
    Key,
    Link,
    Quoted,
    Words,
    joined,
    of_bytes,
    say,
    share,
)

CARDS_SHOWN, CARDS_OF_MANY = 20, 6
"""The heaviest pages; each card is some two kilobytes."""
MANY_PAGES: Final = 100
"""From here on a report names less of everything, so that it stays as light as one of fewer pages."""
_KINDS_NAMED: Final = 3
_ALT_CHARACTERS: Final = 120


def card_urls(report: AuditReport) -> tuple[str, ...]:
    """Return the pages that have a card, heaviest first."""
    most = CARDS_SHOWN if len(report.weights) <= MANY_PAGES else CARDS_OF_MANY
    return tuple(page.url for page in report.weights[:most])


def card_id(urls: Sequence[str], url: str) -> str:
    """Return where the card of a page is."""
    return f"page-{urls.index(url) + 1}"


def cards_section(report: AuditReport) -> tuple[Section, ...]:
    """Return the cards; none where no page has a weight."""
    urls = card_urls(report)
    if not urls:
        return ()
    gains = avoidable_of_resources(report)
    titles = {action.digest.rule: rule_words(action.digest.words).title for action in actions(report)}
    cards = tuple(
        Details(
            say(
                "{rank}. {weight} · {page}",
                rank=Figure(rank),
                weight=of_bytes(page.cold.transferred_bytes.median),
                page=_name(report, page),
            ),
            tuple(_card(report, page, gains, titles)),
            card_id(urls, page.url),
        )
        for rank, page in enumerate(report.weights[: len(urls)], 1)
    )
    return (Section("why", _("Why each page weighs what it does"), cards),)


def _name(report: AuditReport, page: PageWeight) -> Words:
    link = Link(page.url, site=own_host(report))
    return say("{title} ({url})", title=Quoted(page.title), url=link) if page.title else link


def _card(
    report: AuditReport, page: PageWeight, gains: Mapping[str, float], titles: Mapping[str, str]
) -> Iterator[Block]:
    found = [
        finding for finding in report.findings if finding.page_url == page.url and finding.avoidable_bytes.high > 0
    ]
    yield from (_picture(page, each) for each in report.screenshots if each.page_url == page.url)
    record = next((each for each in report.pages if each.url == page.url), None)
    yield Facts((*_facts(page, found, titles), *_visit(page, record)))
    if page.requests:
        yield waterfall(page, own_host(report), gains)
    elif page.heaviest_resources:
        yield _resources(report, page, gains)


def _picture(page: PageWeight, taken: Screenshot) -> Picture:
    told = say(
        _("First screen of the page {page}, before scrolling"),
        page=Quoted(shorten(page.title or page.url, _ALT_CHARACTERS)),
    )
    return Picture(taken.webp, taken.width_px, taken.height_px, told)


def _visit(page: PageWeight, record: PageFacts | None) -> Iterator[Fact]:
    if told := visit.of_page(page, record):
        yield Fact(_("visit"), told)


def _facts(page: PageWeight, found: Sequence[Finding], titles: Mapping[str, str]) -> Iterator[Fact]:
    kinds = page.cold.by_kind
    yield Fact(
        _("made of"),
        (joined([say("{kind} {part}", kind=kind_name(each.name), part=share(part(each, kinds)))
                 for each in kinds[:_KINDS_NAMED]]),),
    )  # fmt: skip
    yield Fact(_("address"), (Link(page.url),))
    if found:
        yield Fact(
            _("what could go"),
            tuple(
                say(
                    _("{bytes}: {rule}"),
                    bytes=of_bytes(finding.concerned_bytes.central),
                    rule=Jump(rule_id(list(titles), finding.rule), titles.get(finding.rule, finding.rule)),
                )
                for finding in found
            ),
        )


def _resources(report: AuditReport, page: PageWeight, gains: Mapping[str, float]) -> Table:
    whole = page.cold.transferred_bytes.median or 1
    rest = whole - sum(each.transferred_bytes for each in page.heaviest_resources)
    others = round(page.cold.requests.median) - len(page.heaviest_resources)
    told = ngettext("{n} more request: {bytes}", "{n} more requests: {bytes}", others)
    return Table(
        _("What the page loads, heaviest first"),
        (
            Column(_("Resource"), long=True),
            Column(_("Kind")),
            Column(_("Weight"), figures=True),
            Column(_("Of the page"), figures=True),
            Column(_("Avoidable"), figures=True),
        ),
        tuple(_row(each, whole, own_host(report), gains) for each in page.heaviest_resources),
        rest=say(told, n=Figure(others), bytes=of_bytes(rest)) if others > 0 and rest > 0 else "",
    )


def _row(resource: ResourceWeight, whole: float, site: str, gains: Mapping[str, float]) -> Row:
    of_page = resource.transferred_bytes / whole
    gain = gains.get(resource.url, 0.0)
    return Row((
        Link(resource.url, site=site),
        say("{key}{kind}", key=Key(resource.kind), kind=kind_of_one(resource.kind)),
        of_bytes(resource.transferred_bytes),
        share(of_page),
        of_bytes(gain * resource.transferred_bytes) if gain else NOTHING,
    ))  # fmt: skip
