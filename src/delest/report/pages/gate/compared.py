"""How pages compare with their baseline."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from delest.records.gate.baseline import Baseline, BaselineVerdict, Change, PageChange
from delest.report.language.labels import kind_of_one
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Column, Details, Items, Notice, Page, Prose, Row, Section, Table, section
from delest.report.pages.gate.rest import and_more
from delest.report.said import NOTHING, Figure, Label, Link, Moment, Quoted, Sentence, Words, of_bytes, say

_PAGES: Final = 20
_RESOURCES: Final = 5


def baseline_sections(compared: BaselineVerdict | None) -> tuple[Section, ...]:
    """Return what changed since the baseline, worst page first; none without a baseline."""
    if compared is None:
        return ()
    blocks: list[Block] = []
    if compared.incomparable:
        said = _("The baseline was made under other conditions, so no page was compared with it.")
        blocks.append(Notice(said, "bad"))
        blocks.append(Items(tuple(Quoted(each) for each in compared.incomparable)))
        blocks.append(Prose(_("Measure again with --update-baseline, and commit the file."), "note"))
    elif not compared.compared_pages and not compared.incomplete_pages:
        said = _("No measured page is in the baseline, so nothing was compared. Is it the baseline of this site?")
        blocks.append(Notice(said, "bad"))
    if compared.incomplete_pages:
        said = _("These pages were not measured completely when the baseline was made, so they were not compared.")
        blocks.append(Notice(said, "bad"))
        blocks += _paths("", compared.incomplete_pages)
        blocks.append(
            Prose(_("Write the baseline again with --update-baseline, or compare with another audit."), "note")
        )
    blocks += [_page(change) for change in compared.changes[:_PAGES] if change.regressions]
    third = [each for change in compared.changes for each in change.third_party]
    if third:
        more = sum(each.more_bytes for each in third)
        blocks.append(Prose(say(_("Third parties: {change}, not counted."), change=_signed(more))))
    blocks += _lists(compared)
    if not blocks:
        blocks.append(Prose(_("No page is heavier than in the baseline.")))
    since = date_of(compared.measured_on)
    named = (
        say(_("Compared with the baseline of {date}"), date=Moment(since)) if since else _("Compared with the baseline")
    )
    return section("baseline", named, *blocks)


def date_of(text: str) -> datetime | None:
    """Return an ISO date, at midnight; None where a file edited by hand has another text."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def before_after(compared: BaselineVerdict | None) -> tuple[Block, ...]:
    """Return the pages that changed, worst first, in one table; nothing where none did."""
    if compared is None or not compared.changes:
        return ()
    columns = (
        Column(_("Page"), long=True),
        Column(_("Before"), figures=True),
        Column(_("Now"), figures=True),
        Column(_("Change"), figures=True),
        Column(""),
    )
    rows = tuple(
        Row((
            Link(each.page), of_bytes(each.before_bytes), of_bytes(each.now_bytes),
            _signed(each.now_bytes - each.before_bytes), _judged(each),
        ))
        for each in compared.changes[:_PAGES]
    )  # fmt: skip
    return (Table(_("Pages whose weight changed"), columns, rows, and_more(len(compared.changes) - _PAGES)),)


def _judged(change: PageChange) -> Words:
    if change.within_noise:
        return _("may be chance")
    if change.grown_bytes:
        return Label(_("heavier"), "bad")
    return Label(_("lighter"), "good") if change.now_bytes < change.before_bytes else _("allowed")


def _lists(compared: BaselineVerdict) -> list[Block]:
    found: list[Block] = []
    lighter = [
        change for change in compared.changes if change.now_bytes < change.before_bytes and not change.regressions
    ]
    if lighter:
        saved = sum(change.before_bytes - change.now_bytes for change in lighter)
        template = ngettext(
            "{pages} page is lighter, by {bytes}. Keep it so with --update-baseline.",
            "{pages} pages are lighter, by {bytes} in all. Keep them so with --update-baseline.",
            len(lighter),
        )
        found.append(Prose(say(template, pages=Figure(len(lighter)), bytes=of_bytes(saved))))
    for urls, title in (
        (compared.new_pages, _("Pages that are not in the baseline, judged by the budget alone")),
        (compared.gone_pages, _("Pages of the baseline that were not measured")),
    ):
        found += _paths(title, urls)
    if moved := compared.renamed_pages:
        title = _("Pages with the same files under another path, judged by the budget alone")
        columns = Column(_("Before"), long=True), Column(_("Now"), long=True)
        rows = tuple(Row((Link(before), Link(now))) for before, now in moved[:_PAGES])
        found.append(Table(title, columns, rows, and_more(len(moved) - _PAGES)))
    return found


def _paths(title: str, urls: Sequence[str]) -> list[Block]:
    if not urls:
        return []
    rows = tuple(Row((Link(url),)) for url in urls[:_PAGES])
    return [Table(title, (Column(_("Page"), long=True),), rows, and_more(len(urls) - _PAGES))]


def _page(change: PageChange) -> Section:
    said = say(
        _("{before} before, {now} now: {more} of its own files grew or are new."),
        before=of_bytes(change.before_bytes),
        now=of_bytes(change.now_bytes),
        more=of_bytes(change.grown_bytes),
    )
    if change.within_noise:
        said = say(
            _("{said} Its loads differ by {noise} among themselves: this may be chance."),
            said=said,
            noise=of_bytes(change.noise_bytes),
        )
    name = _("INSIDE THE NOISE {page}") if change.within_noise else _("HEAVIER {page}")
    grown = Details(_("What grew"), (_resources(change.regressions),))
    return Section("", say(name, page=Link(change.page)), (Prose(said), grown))


def _resources(changes: Sequence[Change]) -> Table:
    columns = (Column(_("Change"), figures=True), Column(_("Kind")), Column(_("Resource"), long=True))
    return Table(
        "",
        columns,
        tuple(_row(change) for change in changes[:_RESOURCES]),
        and_more(len(changes) - _RESOURCES),
    )


def _row(change: Change) -> Row:
    name: Sentence = say("{name}", name=Link(change.name))
    if not change.before_bytes:
        name = say(_("{name} (new)"), name=Link(change.name))
    return Row((_signed(change.more_bytes), kind_of_one(change.kind), name))


def _signed(more_bytes: int) -> Sentence:
    return say("+{size}" if more_bytes >= 0 else "\u2212{size}", size=of_bytes(abs(more_bytes)))


def updated_page(path: str, before: Baseline | None, now: Baseline, compared: BaselineVerdict | None) -> Page:
    """Return what writing a baseline changes: what it loosens comes first."""
    pages = say(ngettext("{n} page", "{n} pages", len(now.pages)), n=Figure(len(now.pages)))
    title = say(_("Baseline written: {pages}"), pages=pages)
    where = Prose(say(_("File: {path}. Commit it with the change that made it."), path=Quoted(path)))
    if before is None or compared is None:
        return Page(title=title, lead=(where,))
    looser = [change for change in compared.changes if change.now_bytes > change.before_bytes]
    tighter = [change for change in compared.changes if change.now_bytes < change.before_bytes]
    sections = (
        *section("looser", _("Allowed to be heavier than before"), _limits(looser) if looser else None),
        *section("tighter", _("Lower limits than before"), _limits(tighter) if tighter else None),
        *(baseline_sections(compared) if compared.incomparable else ()),
    )
    same: tuple[Block, ...] = () if sections else (Prose(_("No limit changed.")),)
    return Page(title=title, lead=(where, *same), sections=sections)


def _limits(changes: Sequence[PageChange]) -> Table:
    columns = (
        Column(_("Page"), long=True),
        Column(_("Before"), figures=True),
        Column(_("Now"), figures=True),
        Column(_("Change"), figures=True),
    )
    rows = tuple(
        Row(
            (
                Link(each.page),
                of_bytes(each.before_bytes) if each.before_bytes else NOTHING,
                of_bytes(each.now_bytes),
                Label(_("heavier"), "bad") if each.now_bytes > each.before_bytes else Label(_("lighter"), "good"),
            )
        )
        for each in changes[:_PAGES]
    )
    return Table("", columns, rows, and_more(len(changes) - _PAGES))
