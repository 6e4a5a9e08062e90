"""The bilan of action plans: what was planned and what was seen, by theme, level and state."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from delest.errors import N_
from delest.records.co2e.equipment import Level
from delest.records.state.bilan import THEMES, Bilan, Progress, Target
from delest.report.language.labels import level_name
from delest.report.language.words import _, ngettext
from delest.report.page import (
    Block,
    Cell,
    Column,
    Details,
    Fact,
    Facts,
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
from delest.report.pages.bilan.actions import PROGRESS, Names, actions, range_said, theme_name
from delest.report.pages.bilan.fleet import fleet
from delest.report.pages.estimate import set_said
from delest.report.said import NOTHING, Figure, Quoted, Words, number, of_kg, say, share
from delest.units import Estimate

_MOST_ORGANISATIONS: Final = 300
_TARGETS: Final = {
    "reuse": N_("Reused or refurbished IT equipment among purchases: {share} in 2027"),
    "donation": N_("Equipment under ten years old that is donated: {share} in 2027"),
    "footprint": N_("Reduction of the overall footprint: {share} in 2027"),
}


def bilan_page(found: Bilan, names: Names, left_out: int = 0) -> Page:
    """Return the dashboard."""
    return Page(
        title=_("Bilan of action plans"),
        over=say(
            ngettext("{n} plan", "{n} plans", len(found.plans))
            + " · "
            + ngettext("{m} organisation", "{m} organisations", len(found.organisations)),
            n=Figure(len(found.plans)),
            m=Figure(len(found.organisations)),
        ),
        lead=tuple(_lead(found, left_out)),
        contents=_("Contents"),
        sections=(
            Section("sums", _("Planned and realised"), tuple(_sums(found))),
            *((Section("fleet", _("Fleet between two editions"), tuple(fleet(found.fleet))),) if found.fleet else ()),
            Section("themes", _("Themes, levels and states"), tuple(_themes(found))),
            *_organisations(found),
            Section("actions", _("Action by action"), tuple(actions(found, names))),
            Section("targets", _("Targets for 2027"), tuple(_targets(found))),
            Section("method", _("Method"), tuple(_method(found))),
        ),
        foot=_(
            "Estimates attributed to data transfer and to equipment. A plan is not an effect; a study promises none."
        ),
    )


def _lead(found: Bilan, left_out: int) -> Iterator[Block]:
    n, sums = len(found.lines), found.sums
    told = ngettext("{n} action, {done} of them done.", "{n} actions, {done} of them done.", n)
    yield Prose(say(told, n=Figure(n), done=Figure(found.done)), "lead")
    if left_out:
        line = ngettext(
            "{n} line could not be used and is in no figure.",
            "{n} lines could not be used and are in no figure.",
            left_out,
        )
        yield Notice(say(line, n=Figure(left_out)), "bad")
    yield Tiles((
        Tile(_("Actions"), Figure(n), (say(_("{share} done"), share=share(found.done / n if n else 0)),)),
        Tile(_("With an indicator"), share(found.with_indicator / n if n else 0),
             (say(_("{n} actions"), n=Figure(found.with_indicator)),)),
        Tile(_("Lighter pages, planned, CO2e a year"), _if_any(sums.page_lines, range_said(sums.pages_kgco2e_per_year)),
             (_realised_in_all(found) if sums.page_lines else _("no action is on the weight of pages"),)),
    ))  # fmt: skip


def _if_any(lines: int, said: Words) -> Words:
    """Return a sum; of no line, a dash: no figure is not 0."""
    return said if lines else NOTHING


def _realised_in_all(found: Bilan) -> Words:
    kg = found.sums.realised_kgco2e_per_year
    if kg is None:
        return _("realised: not measured, no two audits show it")
    return say(_("realised, on audited services: {kg}"), kg=range_said(kg))


def _sums(found: Bilan) -> Iterator[Block]:
    sums = found.sums
    columns = (
        Column(_("What"), long=True),
        Column(_("Actions"), figures=True, spare=True),
        Column(_("Planned"), figures=True),
        Column(_("Realised"), figures=True),
    )
    seen, published = sums.realised_kgco2e_per_year, sums.realised_published_kgco2e
    rows = (
        (_("Lighter pages, CO2e a year"), sums.page_lines, range_said(sums.pages_kgco2e_per_year), NOTHING),
        (_("the same by the factor published in 2022"), sums.page_lines, of_kg(sums.pages_published_kgco2e), NOTHING),
        (_("of which on services audited before and after"), sums.paired_lines,
         range_said(sums.paired_kgco2e_per_year), NOTHING if seen is None else range_said(seen)),
        (_("these by the factor published in 2022"), sums.paired_lines,
         of_kg(sums.paired_published_kgco2e), NOTHING if published is None else of_kg(published)),
    )  # fmt: skip
    yield Table(
        _("Pages: planned and realised, by one set of factors"),
        columns,
        tuple(Row((what, Figure(n), _if_any(n, planned), realised)) for what, n, planned, realised in rows),
    )
    yield _equipment(found)
    yield Prose(_("What acts once is never added to what acts every year; studies are in none of these sums."), "note")


def _equipment(found: Bilan) -> Table:
    sums = found.sums
    columns = (
        Column(_("Equipment"), long=True),
        Column(_("Estimate"), figures=True),
        Column(_("Published"), figures=True),
    )
    resources: Words = NOTHING
    if sums.resources_lines:
        resources = say("{n} kg Sb eq", n=number(sums.resources_kg_sb, 2))
    rows = (
        _acting(_("CO2e a year"), found, sums.equipment_kgco2e_per_year, sums.equipment_published_kgco2e_per_year),
        _acting(_("CO2e once"), found, sums.equipment_kgco2e_once, sums.equipment_published_kgco2e_once, once=True),
        Row((
            say(_("abiotic resources, published for {some} of {all} actions"), some=Figure(sums.resources_lines),
                all=Figure(sums.equipment_lines)), NOTHING, resources)),
    )  # fmt: skip
    return Table(_("Equipment, a claim of its own"), columns, rows)


def _acting(what: str, found: Bilan, kg: Estimate, published: float | None, *, once: bool = False) -> Row:
    """Return the row of the equipment that acts every year, or once; a study is in no sum."""
    committed = (each.planned for each in found.lines if each.action.level is not Level.STUDY)
    lines = [each for each in committed if each and each.lever and each.once is once]
    some = sum(each.published_kgco2e is not None for each in lines)
    notes: tuple[Words, ...] = ()
    if 0 < some < len(lines):
        notes = (say(_("published for {some} of {all} actions"), some=Figure(some), all=Figure(len(lines))),)
    elif lines and not some:
        notes = (_("no figure is published"),)
    said = NOTHING if published is None else of_kg(published, 3)
    return Row((what, _if_any(len(lines), range_said(kg)), Cell(said, notes)))


def _themes(found: Bilan) -> Iterator[Block]:
    counts = {(theme, level, state): n for theme, level, state, n in found.counts}
    levels, states = (Level.ROLL_OUT, Level.TRIAL, Level.STUDY), tuple(Progress)
    columns = (
        Column(_("Theme"), long=True),
        Column(_("Actions"), figures=True),
        *(Column(_(PROGRESS[state]), figures=True) for state in states),
        *(Column(level_name(level), figures=True, spare=True) for level in levels),
    )
    rows = []
    for theme in THEMES:
        by = Counter[object]()
        for (of, level, state), n in counts.items():
            if of == theme:
                by.update({level: n, state: n, "all": n})
        figures = (by["all"], *(by[state] for state in states), *(by[level] for level in levels))
        rows.append(Row((theme_name(theme), *map(Figure, figures))))
    yield Table(_("Actions by theme, state and level"), columns, tuple(rows))
    cross = (
        Column(_("Theme"), long=True),
        Column(_("Level")),
        *(Column(_(PROGRESS[s]), figures=True) for s in states),
    )
    whole = tuple(
        Row((theme_name(theme), level_name(level), *(Figure(counts.get((theme, level, s), 0)) for s in states)))
        for theme in THEMES
        for level in levels
        if any(counts.get((theme, level, s)) for s in states)
    )
    yield Details(_("Each level of each theme"), (Table(_("Themes, levels and states"), cross, whole),))


def _organisations(found: Bilan) -> Iterator[Section]:
    if len(found.organisations) < 2:  # noqa: PLR2004 - one is the bilan itself
        return
    columns = (
        Column(_("Organisation"), long=True),
        Column(_("Actions"), figures=True),
        *(Column(_(PROGRESS[state]), figures=True) for state in Progress),
        Column(_("With an indicator"), figures=True, spare=True),
    )
    states = Counter((each.action.organisation, each.action.progress) for each in found.lines)
    indicators = Counter(each.action.organisation for each in found.lines if each.action.indicator)
    shown = found.organisations[:_MOST_ORGANISATIONS]
    rows = ((name, [states[name, state] for state in Progress], indicators[name]) for name in shown)
    table = Table(
        _("Actions by organisation and state"),
        columns,
        tuple(Row((Quoted(name), *map(Figure, (sum(by), *by, known)))) for name, by, known in rows),
        rest=_("The rest: see the CSV.") if len(shown) < len(found.organisations) else "",
        filter=_("Find an organisation"),
    )
    yield Section("organisations", _("Organisation by organisation"), (table,))


def _targets(found: Bilan) -> Iterator[Block]:
    columns = (
        Column(_("Target"), long=True),
        Column(_("Actions of its themes"), figures=True, spare=True),
        Column(_("Reached")),
    )
    rows = tuple(
        Row(
            (
                say(_(_TARGETS[each.id]), share=share(each.share)),
                Figure(each.actions),
                Cell(_("not known"), (_unknown(each),)),
            )
        )
        for each in found.targets
    )
    yield Table(_("Circular 6425 of 21 November 2023, engagement 8"), columns, rows)


def _unknown(target: Target) -> str:
    if target.id == "footprint":
        return _("a plan does not tell the whole footprint")
    return _("a plan does not tell the share of all equipment")


def _method(found: Bilan) -> Iterator[Block]:
    yield Items((
        _("Planned: the quantities of each line, by today's factor sets; devices and pages of one name count once."),
        _("Realised: the mean page weight of two audits, over the pages of both, at the page views of the second."),
        _("A difference within chance, or between audits made under different conditions, is never a reduction."),
        _("The effect of more or fewer page views is shown apart, and is in no sum."),
        _("Confirmed: at least nine tenths of the planned bytes of a view are gone. A pair of audits is counted once."),
        _("Left out: terminals, servers, rebound effects, and everything that a plan does not put in figures."),
    ))  # fmt: skip
    yield Facts((Fact(_("factor sets"), tuple(map(set_said, found.sets)) or (_("none"),)),))
