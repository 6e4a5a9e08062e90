"""The short answer that ends an audit in a terminal: what to act on; the rest is in the report.

Where it would be longer than two screens it is made again with less room: first fewer examples, then fewer side notes.
The weight, the range with what it rests on, three actions and how sure all this is are never left out.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.errors import NN_
from delest.records.pages.consent import Choice
from delest.records.pages.weight import SiteWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import Unmeasured, own_host, part, site_name, third_party_part, unmeasured
from delest.report.digest.gains import actions
from delest.report.language.labels import kind_name, kind_of_one, outcome_name
from delest.report.language.reasons import said
from delest.report.language.safe_text import shorten
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Fact, Facts, Items, Page, Prose, Row, Section, Table
from delest.report.pages.audit import ecoindex, sample
from delest.report.pages.audit.answer import ACTIONS_FIRST, action_table, opening, worth_doing
from delest.report.pages.audit.consent import consent
from delest.report.pages.audit.hosts import hosts, is_one
from delest.report.pages.audit.report import notices
from delest.report.pages.audit.sections.documents import known_documents, stated_bytes
from delest.report.pages.audit.sections.findings import uncovered
from delest.report.pages.audit.sections.pages import ways_in
from delest.report.pages.audit.sections.proof import brief_proof
from delest.report.pages.audit.sure import how_sure
from delest.report.pages.co2e.short import brief_basis, brief_claims, shortened
from delest.report.reason_words import reason_words
from delest.report.said import Figure, Link, Moment, Quoted, Words, joined, of_bytes, say, share

_KINDS: Final = 3
_APART: Final = 2
"""Remarks of a kind that have a line each."""
_ONE_LINE: Final = 38
"""Columns of an action that takes one line."""
_WARNING_COLUMNS: Final = 140
"""Of a warning where room is scarce: two lines."""


class _Room(NamedTuple):
    """How much of each part is said."""

    pages: int = 3
    resources: int = 3
    lost: int = 3
    counted: bool = False
    """Pages not measured have one line, which names the first."""
    warnings: int = 2
    beside: int = 8
    sample: int = 9
    scarce: bool = False
    """Side remarks are left out and sentences that the site wrote are cut."""
    merged: bool = False
    """What the kg CO2e rest on follows them, and what is beside the weights how sure they are, without a title."""
    columns: int = 72
    """Of an action where room is scarce: two lines of a table."""


_ROOMS: Final = (
    _Room(),
    _Room(pages=2, lost=2, warnings=1, beside=6, sample=4, scarce=True),
    _Room(pages=2, lost=2, warnings=1, beside=6, sample=3, scarce=True, merged=True),
    _Room(pages=1, lost=2, warnings=1, beside=4, sample=2, scarce=True, merged=True),
    _Room(pages=1, resources=2, lost=2, warnings=1, beside=4, sample=2, scarce=True, merged=True),
    _Room(pages=1, resources=1, lost=2, warnings=1, beside=2, sample=2, scarce=True, merged=True),
    _Room(pages=1, resources=1, lost=0, counted=True, warnings=1, beside=2, sample=2, scarce=True, merged=True),
    _Room(pages=1, resources=1, lost=0, counted=True, warnings=1, beside=1, sample=1, scarce=True, merged=True),
    _Room(pages=1, resources=1, lost=0, counted=True, warnings=0, beside=1, sample=1, scarce=True, merged=True),
    _Room(pages=1, resources=0, lost=0, counted=True, warnings=0, beside=1, sample=1, scarce=True, merged=True),
    _Room(pages=1, resources=1, lost=0, warnings=0, beside=1, sample=1, scarce=True, merged=True),
    _Room(pages=1, resources=1, lost=0, warnings=0, beside=0, sample=0, scarce=True, merged=True),
    _Room(pages=1, resources=0, lost=0, warnings=0, beside=0, sample=0, scarce=True, merged=True),
    _Room(pages=0, resources=0, lost=0, warnings=0, beside=0, sample=0, scarce=True, merged=True),
    _Room(pages=0, resources=0, lost=0, warnings=0, beside=0, sample=0, scarce=True, merged=True, columns=_ONE_LINE),
)
SIZES: Final = len(_ROOMS)
"""How many lengths an answer has."""


def answer_page(report: AuditReport, size: int = 0) -> Page:
    """Return the short answer; ``size`` 0 is the longest, ``SIZES - 1`` the shortest."""
    room = _ROOMS[size]
    return Page(
        title=_("Page weight of {site}").format(site=site_name(report)),
        over=say("delest · {date}", date=Moment(report.header.run.started_at, with_time=True)),
        lead=(*notices(report), *_opening(report, room)),
        sections=(*_brief(report, room), *(_rest(report, room) if size else ())),
    )


def _opening(report: AuditReport, room: _Room) -> Iterator[Block]:
    made_of = [_made_of(report.site)] if report.site is not None and not room.scarce else []
    yield Prose(joined([*opening(report)[:2], *made_of], " "))
    if said := sample.sentences(report)[: room.sample]:
        yield Prose(joined(said, " "))


def _made_of(site: SiteWeight) -> Words:
    """Return what an average page is made of, in one sentence."""
    kinds = joined([
        say("{kind} {part}", kind=kind_name(each.name), part=share(part(each, site.by_kind)))
        for each in site.by_kind[:_KINDS]
    ])  # fmt: skip
    third = share(third_party_part(site.by_party))
    return say(_("It is made of {kinds}; {third} come from third parties."), kinds=kinds, third=third)


def _brief(report: AuditReport, room: _Room) -> Iterator[Section]:
    claimed, basis = brief_claims(report), brief_basis(report, scarce=room.scarce)
    if room.merged:
        claimed = tuple(
            replace(each, blocks=(*each.blocks, *on.blocks)) for each, on in zip(claimed, basis, strict=True)
        )
    yield from claimed
    if report.site is not None:
        yield Section("first", _("What to do first"), tuple(_first(report, room)))
        if room.pages:
            heaviest = _heaviest(report, report.site, room)
            yield Section("heaviest", _("Heaviest pages, heaviest resources"), (heaviest,))
    if room.lost and unmeasured(report):
        yield _lost(report, room.lost)
    if report.site is not None:
        # What is known of the page views is said with the CO2e.
        documents = _documents(report) if room.lost else ()
        missing = _missing(report) if room.counted else ()
        beside = (Items(tuple(_beside(report, room))),) if room.merged else ()
        sure = Facts((*how_sure(report).rows[:-1], *missing, *documents))
        yield Section("sure", _("How sure this is"), (sure, *beside))
    if not room.merged and (aside := tuple(_beside(report, room))):
        yield Section("beside", _("Beside the weights"), (Items(aside),))
    yield from () if room.merged else basis
    if room.warnings and (warned := tuple(_warned(report, scarce=room.scarce))):
        yield _listed("warnings", _("Warnings"), warned, room.warnings)


def _rest(report: AuditReport, room: _Room) -> tuple[Section, ...]:
    """Say that there is more in the report, and how much of what is not named at all."""
    counts = (
        (
            not room.lost and not room.counted,
            NN_("{n} page not measured", "{n} pages not measured"),
            len(unmeasured(report)),
        ),
        (not room.beside, NN_("{n} remark", "{n} remarks"), sum(map(len, _remarks(report)))),
        (not room.lost, NN_("{n} document", "{n} documents"), len(report.documents)),
        (not room.warnings, NN_("{n} warning", "{n} warnings"), len(report.end.warnings)),
    )
    unsaid = [say(ngettext(*told, n), n=Figure(n)) for left, told, n in counts if left and n]
    return shortened(unsaid if room.columns > _ONE_LINE else ())


def _ecoindex(report: AuditReport) -> Iterator[Words]:
    if report.ecoindex:
        mean = Figure(ecoindex.mean_score(report.ecoindex))
        yield say(_("EcoIndex, mean of the pages' scores: {score}"), score=mean)
        yield ecoindex.attributed()


def _beside(report: AuditReport, room: _Room) -> Iterator[Words]:
    scored = tuple(_ecoindex(report))
    yield from (joined(scored, _("; ")),) if scored and room.merged else scored
    for some in _remarks(report):
        left = len(some) - room.beside
        said = [*some[: room.beside], *([_and_more(left)] if left > 0 else [])]
        if room.beside:
            yield from said if len(said) <= _APART else (joined(said, _("; ")),)


def _remarks(report: AuditReport) -> Iterator[Sequence[Words]]:
    """Yield what became of consent banners, what went wrong first, and which hosts there are."""
    if report.header.loading.consent is not Choice.AS_IS:
        yield consent(report, failed_first=True)
    if not is_one(report):
        yield hosts(report)


def _missing(report: AuditReport) -> Iterator[Fact]:
    """Yield how many pages were not measured, in one line with the first of them, or with both."""
    lost = unmeasured(report)
    if lost:
        told = ngettext("{n} page: {why} {url}", "{n} pages, the first: {why} {url}", len(lost))
        links = [Link(each.url, own_host(report)) for each in lost[:_APART]]
        named = links[0] if len(lost) > _APART or len({_why(each) for each in lost}) > 1 else joined(links, ", ")
        told = told if named is links[0] else _("{n}: {why} {url}")
        yield Fact(_("missing"), (say(told, n=Figure(len(lost)), why=_why(lost[0]), url=named),))


def _documents(report: AuditReport) -> Iterator[Fact]:
    if report.documents:
        known = known_documents(report)
        told = ngettext("{n} linked, {size} as stated by its server", "{n} linked, {size} as stated by servers", known)
        yield Fact(_("documents"), (say(told, n=Figure(known), size=of_bytes(stated_bytes(report))),))


def _warned(report: AuditReport, *, scarce: bool) -> Iterator[Words]:
    for each in report.end.warnings:
        text = said(each)
        yield Quoted(shorten(text, _WARNING_COLUMNS) if scarce else text)


def _listed(section_id: str, title: str, items: tuple[Words, ...], most: int) -> Section:
    """Return a list of which at most ``most`` items are said and the others counted."""
    more = len(items) - most
    return Section(section_id, title, (Items((*items[:most], *([_and_more(more)] if more > 0 else []))),))


def _and_more(more: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", more), n=Figure(more))


def _first(report: AuditReport, room: _Room) -> Iterator[Block]:
    found = worth_doing(report, actions(report))
    if found:
        most = room.columns if room.scarce else None
        table = action_table(report, found[:ACTIONS_FIRST], brief=True, most=most)
        yield table if room.columns > _ONE_LINE else replace(table, caption="")
    else:
        yield Prose(_("No rule found anything to drop on the measured pages."))
    if proven := brief_proof(report, scarce=room.scarce):
        yield Prose(proven)
    if not room.scarce and (other := uncovered(report)):
        yield Prose(other)


def _heaviest(report: AuditReport, site: SiteWeight, room: _Room) -> Table:
    pages = tuple(
        Row((of_bytes(each.cold.transferred_bytes.median), _("page"), "", Link(each.url)))
        for each in report.weights[: room.pages]
    )
    resources = tuple(
        Row((of_bytes(each.transferred_bytes), kind_of_one(each.kind), on_pages(each.pages), Link(each.url)))
        for each in site.heaviest_resources[: room.resources]
    )
    columns = (Column("", figures=True), Column(""), Column(""), Column("", long=True))
    return Table("", columns, (*pages, *resources))


def on_pages(n: int) -> Words:
    """Return on how many pages something is."""
    return say(ngettext("on {n} page", "on {n} pages", n), n=Figure(n))


def _why(lost: Unmeasured) -> Words:
    return reason_words(lost.reason) if lost.reason else outcome_name(lost.outcome)


def _lost(report: AuditReport, most: int) -> Section:
    lost, title = unmeasured(report), _("Not measured (excluded from averages)")
    rows = tuple(Row((_why(each), Link(each.url))) for each in lost[:most])
    more = len(lost) - most
    table = Table("", (Column(""), Column("", long=True)), rows, _and_more(more) if more > 0 else "")
    return Section("not-measured", title, (table, *ways_in(lost)))
