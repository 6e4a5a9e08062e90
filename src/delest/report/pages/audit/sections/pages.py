"""The pages of an audit: one table with all that is known of each, then those without a weight."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import (
    Unmeasured,
    endless,
    failures_of,
    never_at_rest,
    own_host,
    part,
    skipped_pages,
    third_party_part,
    unmeasured,
)
from delest.report.digest.gains import avoidable_of_pages
from delest.report.digest.visits import stuck, with_interaction_bytes
from delest.report.digest.yearly import PageYear, pages_of_year
from delest.report.language.labels import outcome_name, skip_reason
from delest.report.language.ways_in import way_in
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Field, Items, Prose, Row, Section, Table
from delest.report.pages.audit.sections.cards import MANY_PAGES, card_id, card_urls
from delest.report.pages.audit.sections.side_by_side import SideBySide, comparisons, found_on_any, means
from delest.report.reason_words import reason_words
from delest.report.said import (
    NOTHING,
    Bar,
    Code,
    Figure,
    Jump,
    Link,
    Quoted,
    Range,
    Unit,
    Words,
    of_bytes,
    say,
    share,
)

PAGES_SHOWN, PAGES_OF_MANY = MANY_PAGES, 60
"""Rows of a table of pages."""
_UNMEASURED_SHOWN: Final = 30
_KINDS_DRAWN: Final = 5
_DRAWN_FROM: Final = 0.01
_NOISE: Final = 0.005
"""Share of a weight up to which its loads read alike."""
_ALL_OF_IT: Final = 0.995
"""Share of a page that came before scrolling from which on it is not worth saying."""


class _Facts(NamedTuple):
    """What the rows are made of, gathered once."""

    report: AuditReport
    site: str
    heaviest: float
    at_limit: frozenset[str]
    cut: frozenset[str]
    stuck: frozenset[str]
    lost: Mapping[str, int]
    all_lost: bool
    """Whether every page lost requests."""
    avoidable: Mapping[str, float]
    scores: Mapping[str, str]
    cards: Sequence[str]
    years: Mapping[str, PageYear]
    """Of each page whose views are known."""
    third: bool
    """Whether a page has bytes of third parties."""
    compared: tuple[SideBySide, ...]


def pages_section(report: AuditReport) -> Section:
    """Return the pages, measured and not."""
    blocks: list[Block] = []
    if report.weights:
        blocks += [Prose(_explained(report)), *_lost_everywhere(report), page_table(report)]
        blocks += (_comparison(report, each) for each in comparisons(report))
    lost = unmeasured(report)
    if lost:
        blocks.append(Section("not-measured", _("Not measured (excluded from averages)"), tuple(_lost(report, lost))))
    skipped = tuple(
        say(ngettext("{n} page: {reason}", "{n} pages: {reason}", n), n=Figure(n), reason=skip_reason(reason))
        for reason, n in skipped_pages(report).items()
    )
    if skipped:
        blocks.append(Section("not-loaded", _("Known but not loaded"), (Items(skipped),)))
    return Section("pages", _("Pages"), tuple(blocks))


def _lost_everywhere(report: AuditReport) -> Iterator[Block]:
    lost = {record.url for record in report.pages if failures_of(record).lost}
    if len(report.weights) > 1 and all(page.url in lost for page in report.weights):
        yield Prose(_("Every page lost requests: each weight is a lower bound."))


def _explained(report: AuditReport) -> Words:
    told = _("The weight of a page is what its responses cost on the network during one load with an empty cache.")
    if report.header.loading.loads > 1:
        loads = ngettext(
            "Each page was loaded {n} time.",
            "Each page was loaded {n} times; its weight is the median of these loads.",
            report.header.loading.loads,
        )
        return say("{one} {other}", one=told, other=say(loads, n=Figure(report.header.loading.loads)))
    return told


def page_table(report: AuditReport) -> Table:
    """Return the one table of pages, heaviest first; columns that say nothing of any page are left out."""
    lost = {record.url: failures_of(record).lost for record in report.pages}
    facts = _Facts(
        report=report,
        site=own_host(report),
        heaviest=report.weights[0].cold.transferred_bytes.median or 1,
        at_limit=never_at_rest(report),
        cut=endless(report),
        stuck=stuck(report),
        lost=lost,
        all_lost=len(report.weights) > 1 and all(lost.get(page.url) for page in report.weights),
        avoidable=avoidable_of_pages(report),
        scores={each.url: f"{round(each.score)} {each.grade}".strip() for each in report.ecoindex or ()},
        cards=card_urls(report),
        years={year.url: year for year in pages_of_year(report)} if report.traffic and report.traffic.pages else {},
        third=any(third_party_part(page.cold.by_party) for page in report.weights),
        compared=tuple(each for each in comparisons(report) if found_on_any(each, report.weights)),
    )
    shown = PAGES_SHOWN if len(report.weights) <= MANY_PAGES else PAGES_OF_MANY
    more = len(report.weights) - shown
    return Table(
        _("Measured pages, heaviest first"),
        tuple(_columns(facts)),
        tuple(Row(tuple(_fields(facts, page))) for page in report.weights[:shown]),
        rest=_more(more),
        filter=_("Find a page:"),
    )


def _more(more: int) -> Words:
    if more <= 0:
        return ""
    told = ngettext(
        "{n} more page is in the JSON report, and in the CSV table that {command} writes.",
        "{n} more pages are in the JSON report, and in the CSV table that {command} writes.",
        more,
    )
    return say(told, n=Figure(more), command=Code("delest report RUN -o pages.csv"))


def _columns(facts: _Facts) -> Iterator[Column]:
    yield Column(_("Page"), long=True)
    yield Column(_("Weight"), figures=True)
    yield Column(_("By kind of content"), spare=True)
    yield Column(_("Requests"), figures=True)
    if facts.third:
        yield Column(_("Third party"), figures=True, spare=True)
    for each in facts.compared:
        yield from (Column(name, figures=True) for name in each.names[1:])
    if facts.avoidable:
        yield Column(_("Avoidable"), figures=True)
    if facts.scores:
        yield Column("EcoIndex", figures=True)
    if facts.years:
        yield Column(_("Views a year"), figures=True, spare=True)
        yield Column(_("Bytes a year"), figures=True)


def _fields(facts: _Facts, page: PageWeight) -> Iterator[Field]:
    weight = page.cold.transferred_bytes
    title = (Quoted(page.title),) if page.title else ()
    yield Cell(_name(facts, page), (*title, *_at_least(facts, page)))
    yield Cell(of_bytes(weight.median), tuple(_notes(page)))
    yield _by_kind(page, weight.median / facts.heaviest)
    yield Figure(page.cold.requests.median)
    if facts.third:
        yield share(third_party_part(page.cold.by_party))
    for each in facts.compared:
        yield from (of_bytes(found.median) if found else NOTHING for found in each.of(page)[1:])
    if facts.avoidable:
        gained = facts.avoidable.get(page.url, 0.0)
        yield of_bytes(gained) if gained else NOTHING
    if facts.scores:
        yield facts.scores.get(page.url, NOTHING)
    if facts.years:
        year = facts.years.get(page.url)
        yield Figure(year.views) if year else NOTHING
        yield of_bytes(year.bytes_per_year) if year else NOTHING


def _name(facts: _Facts, page: PageWeight) -> Words:
    link = Link(page.url, site=facts.site)
    return Jump(card_id(facts.cards, page.url), link) if page.url in facts.cards else link


def _by_kind(page: PageWeight, of_heaviest: float) -> Bar:
    kinds = page.cold.by_kind
    drawn = [(each.name, part(each, kinds) * of_heaviest) for each in kinds[:_KINDS_DRAWN]]
    return Bar(of_heaviest, tuple((name, share_of) for name, share_of in drawn if share_of >= _DRAWN_FROM))


def _at_least(facts: _Facts, page: PageWeight) -> Iterator[Words]:
    """Yield why a weight is a lower bound; what is so of every page is said once, above the table."""
    lost = facts.lost.get(page.url)
    if lost and not facts.all_lost:
        yield say(ngettext("{n} request lost: a lower bound", "{n} requests lost: a lower bound", lost), n=Figure(lost))
    if page.url in facts.at_limit:
        yield _("did not settle: a lower bound")
    if page.url in facts.cut:
        yield _("bottom not reached: a lower bound")
    if page.url in facts.stuck:
        yield _("could not be scrolled to its bottom: a lower bound")


def _notes(page: PageWeight) -> Iterator[Words]:
    weight, before = page.cold.transferred_bytes, page.cold.before_scroll_bytes
    if weight.high - weight.low > _NOISE * weight.median:
        yield Range(weight.low, weight.high, Unit.BYTES)
    if brought := with_interaction_bytes(page):
        yield say(_("{weight} with the first movement of the mouse or finger"), weight=of_bytes(brought))
    if before and before.median < _ALL_OF_IT * weight.median:
        yield say(_("{weight} before scrolling"), weight=of_bytes(before.median))


def _comparison(report: AuditReport, compared: SideBySide) -> Section:
    pages, found = means(compared, report.weights)
    blocks: list[Block] = []
    if pages:
        most = max(found) or 1
        caption = ngettext(
            "Mean weight of the page measured in all three ways",
            "Mean weight of the {n} pages measured in all three ways",
            pages,
        ).format(n=pages)
        rows = tuple(
            Row((name, of_bytes(mean), Bar(mean / most, (("first", mean / most),))))
            for name, mean in zip(compared.names, found, strict=True)
        )
        columns = (Column(_("State")), Column(_("Weight"), figures=True), Column(_("Compared"), spare=True))
        blocks.append(Table(caption, columns, rows))
    blocks += (Prose(each, "note") for each in compared.explained)
    return Section("", compared.title, tuple(blocks))


def _lost(report: AuditReport, lost: Sequence[Unmeasured]) -> Iterator[Block]:
    site = own_host(report)
    more = len(lost) - _UNMEASURED_SHOWN
    told = ngettext("and {n} more, in the JSON report", "and {n} more, in the JSON report", more)
    yield Table(
        _("Pages without a weight"),
        (Column(_("Page"), long=True), Column(_("What happened")), Column(_("HTTP status"), figures=True)),
        tuple(
            Row((
                Link(each.url, site=site),
                Cell(outcome_name(each.outcome), (reason_words(each.reason),) if each.reason else ()),
                NOTHING if each.status is None else str(each.status),
            ))
            for each in lost[:_UNMEASURED_SHOWN]
        ),
        rest=say(told, n=Figure(more)) if more > 0 else "",
    )  # fmt: skip
    yield from ways_in(lost)


def ways_in(lost: Sequence[Unmeasured]) -> Iterator[Block]:
    """Yield what to do to be let into these pages, each remedy once."""
    yield from (Prose(each) for each in dict.fromkeys(way_in(page.reason) for page in lost) if each)
