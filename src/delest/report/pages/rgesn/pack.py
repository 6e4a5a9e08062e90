"""The evidence of an audit: what measurement decides, what it gives facts for, and what is left to people."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from delest.records.state.evidence import Criterion, Evidence, Pack, Seen, Status
from delest.report.language.words import _, ngettext
from delest.report.page import (
    Block,
    Cell,
    Column,
    Details,
    Items,
    Notice,
    Page,
    Prose,
    Row,
    Section,
    Table,
    Tile,
    Tiles,
)
from delest.report.pages.rgesn.criterion import criterion_section
from delest.report.pages.rgesn.told import level_name, seen_name, status_label, theme_of, title_of, told
from delest.report.said import NOTHING, Figure, Jump, Link, Moment, Quoted, Words, number, say

Both = tuple[Criterion, Evidence]


def evidence_page(pack: Pack) -> Page:
    """Return the whole evidence, an anchor for each criterion."""
    both = tuple(zip(pack.criteria, pack.evidence, strict=True))
    themes = tuple(
        Section(f"theme-{number_of}", theme_of(group[0][0]), tuple(_theme(group, pack.site)))
        for number_of, group in ((key, list(each)) for key, each in groupby(both, key=lambda pair: pair[0].theme))
    )
    return Page(
        title=say(_("RGESN evidence of {site}"), site=Quoted(pack.site)),
        over=say(
            "{framework} · {run} · {date}", framework=pack.framework, run=pack.run_id, date=Moment(pack.audited_at)
        ),
        lead=tuple(_lead(pack, both)),
        contents=_("Contents"),
        sections=(Section("overview", _("By theme"), (_themes(both),)), *themes, _method(pack)),
        foot=_foot(),
    )


def brief_page(pack: Pack) -> Page:
    """Return what a terminal shows: what was decided, and where there are facts."""
    both = tuple(zip(pack.criteria, pack.evidence, strict=True))
    told_of = [pair for pair in both if pair[1].threshold is not None]
    rows = tuple(
        Row((each.id, Cell(title_of(each), tuple(_in_short(found))), status_label(found.status)))
        for each, found in told_of
    )
    columns = (Column(_("Criterion")), Column(_("What was measured"), long=True), Column(_("Verdict")))
    return Page(
        title=say(_("RGESN evidence of {site}"), site=Quoted(pack.site)),
        lead=(*_lead(pack, both), Table("", columns, rows)),
        foot=_foot(),
    )


def _in_short(found: Evidence) -> Iterator[Words]:
    """Yield what was seen first; where nothing was looked for, why, and what would."""
    if found.seen is not Seen.NOT_MEASURED:
        yield from map(told, found.said[:1])
    elif found.missing:
        yield told(found.missing[0])


def _foot() -> Words:
    return _(
        "A score of progress is not a measure of environmental impact, and none of this is a label or a certificate:"
        " the declaration is signed by people."
    )


def _lead(pack: Pack, both: tuple[Both, ...]) -> Iterator[Block]:
    statuses = Counter(found.status for _each, found in both)
    levels = Counter(each.level for each, _found in both)
    answer = say(
        _("Of {all} criteria, by measurement: met {met}, not met {refuted}; facts without a verdict: {facts}."),
        met=Figure(statuses[Status.VALID]),
        refuted=Figure(statuses[Status.NOT_VALID]),
        all=Figure(len(both)),
        facts=Figure(
            sum(found.seen is not Seen.NOT_MEASURED and found.status is Status.TO_ASSESS for _e, found in both)
        ),
    )
    yield Prose(answer, "lead")
    yield Tiles((
        Tile(_("Points shown by measurement"), number(pack.points.valid),
             (say(_("of {all}; a page audit can show {most} at most"), all=number(pack.points.applicable, 5),
                  most=number(pack.points.most)),)),
        Tile(_("Criteria that a measurement can decide"), Figure(levels["automatic"]),
             (say(_("and {n} one way only"), n=Figure(levels["partial"])),)),
        Tile(_("Criteria with facts, decided by people"), Figure(levels["evidence"]),
             (say(_("and {n} for people alone"), n=Figure(levels["manual"])),)),
    ))  # fmt: skip
    if not pack.complete:
        yield Notice(_("The audit was interrupted: no criterion can be met on a part of its pages."), "bad")
    if pack.not_measured:
        template = ngettext(
            "{n} page could not be measured: criteria asked of every page are not decided.",
            "{n} pages could not be measured: criteria asked of every page are not decided.",
            pack.not_measured,
        )
        yield Notice(say(template, n=Figure(pack.not_measured)), "bad")


def _themes(both: tuple[Both, ...]) -> Table:
    columns = (
        Column(_("Theme"), long=True),
        Column(_("Criteria"), figures=True, spare=True),
        Column(_("Met"), figures=True),
        Column(_("Not met"), figures=True),
        Column(_("With facts"), figures=True),
        Column(_("Not measured"), figures=True),
    )
    rows = []
    for theme, each in groupby(both, key=lambda pair: pair[0].theme):
        group = list(each)
        rows.append(_theme_row(theme, group))
    return Table(_("Progress by theme"), columns, tuple(rows))


def _theme_row(theme: int, group: list[Both]) -> Row:
    statuses = Counter(found.status for _each, found in group)
    unmeasured = sum(found.seen is Seen.NOT_MEASURED for _each, found in group)
    decided = statuses[Status.VALID] + statuses[Status.NOT_VALID]
    return Row(
        (
            Jump(f"theme-{theme}", theme_of(group[0][0])),
            Figure(len(group)),
            Figure(statuses[Status.VALID]),
            Figure(statuses[Status.NOT_VALID]),
            Figure(len(group) - decided - unmeasured),
            Figure(unmeasured),
        )
    )


def _theme(group: list[Both], site: str) -> Iterator[Block]:
    """Yield the criteria with something to say, then a table of those that this audit is silent on."""
    for each, found in group:
        if found.threshold is not None:
            yield criterion_section(each, found, site)
    rest = [pair for pair in group if pair[1].threshold is None]
    if rest:
        column = Column(_("Criterion"), long=True)
        yield Table(_("Criteria that this audit says nothing of"), (column,), tuple(_silent(rest)))


def _silent(rest: list[Both]) -> Iterator[Row]:
    """Yield criteria without evidence, those of one reason together."""
    reasons: dict[str, list[Both]] = {}
    for pair in rest:
        reasons.setdefault(pair[1].missing[0].one if pair[1].missing else "", []).append(pair)
    for group in reasons.values():
        missing = group[0][1].missing
        yield Row((told(missing[0]) if missing else NOTHING,), group=True)
        for each, _found in group:
            yield Row((say("{id} {title}", id=each.id, title=title_of(each)),), id=each.id)


def _method(pack: Pack) -> Section:
    sampled = _("Pages drawn as a sample: {preset}.") if pack.sampled else _("All pages that the audit reached count.")
    facts = (
        say(
            ngettext(
                "{n} page measured with {browser}, as {device}.",
                "{n} pages measured with {browser}, as {device}.",
                pack.pages,
            ),
            n=Figure(pack.pages),
            browser=Quoted(pack.browser),
            device=pack.device,
        ),
        say(sampled, preset=pack.sampled),
        _("Of each page the load of median weight with an empty cache is read; files count once over all pages."),
        say(
            _(
                "“{found}”: seen in this audit. “{nothing}”: looked for, and not there. “{not_measured}”: not looked"
                " for, nothing follows."
            ),
            found=seen_name(Seen.FOUND),
            nothing=seen_name(Seen.NOTHING),
            not_measured=seen_name(Seen.NOT_MEASURED),
        ),
        say(
            _("A verdict is given for criteria where {level}, on the pages of the sample alone."),
            level=level_name("automatic"),
        ),
        _("RGESN 2024: Arcep, Arcom, ADEME, DINUM, CNIL, Inria; CC BY-SA 4.0. WSG: W3C, draft note of 28 July 2026."),
    )
    pages: list[Block] = [Items(facts)]
    listed = tuple(Link(url, text="") if not title else say("{title} ({url})", title=Quoted(title), url=Link(url))
                   for url, title in pack.sample[:200])  # fmt: skip
    if listed:
        pages.append(Details(_("Pages of the sample"), (Items(listed),)))
    if pack.failed:
        pages.append(Details(_("Pages without a weight"), (Items(tuple(map(Link, pack.failed[:200]))),)))
    return Section("method", _("Method and sample"), tuple(pages))
