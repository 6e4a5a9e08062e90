"""A plan of actions: line by line, and the sums that count nothing twice."""

from collections.abc import Callable, Iterator

from delest.records.co2e.equipment import Plan, PlanLine, PlanTotal, has_bounds
from delest.report.language.labels import level_name, lever_name
from delest.report.language.numbers import kg_text
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Fact, Facts, Page, Prose, Section
from delest.report.pages.equipment import PUBLISHED_DIGITS, device_name, moves_the_point
from delest.report.pages.estimate import set_said
from delest.report.said import Figure, Quoted, Range, Unit, Words, joined, of_kg, say
from delest.units import Estimate

Names = Callable[[str], tuple[str, str]]
"""What a device is called in English and in French, by its id."""


def plan_page(plan: Plan, names: Names, left_out: int = 0) -> Page:
    """Return a plan; how many of its lines are in none of its sums is said first."""
    every = left_out + len(plan.lines)
    told = ngettext("{n} of {every} lines left out", "{n} of {every} lines left out", left_out)
    sums: list[Block] = [Section("", _("Roll-outs and trials"), tuple(_total(plan.committed)))]
    if plan.studied.lines:
        studied = _("Studies (what they could be worth; in no other sum)")
        sums.append(Section("", studied, tuple(_total(plan.studied))))
    return Page(
        title=_("Estimated emissions avoided by a plan of actions"),
        lead=(Prose(say(told, n=Figure(left_out), every=Figure(every))),) if left_out else (),
        sections=(
            Section("sums", _("The sums"), tuple(sums)),
            Section("lines", _("Line by line"), tuple(_line(line, names) for line in plan.lines)),
            Section("sets", _("Factor sets"), tuple(_sets(plan))),
        ),
    )


def _sets(plan: Plan) -> Iterator[Block]:
    yield Facts((Fact(_("factor sets"), tuple(map(set_said, plan.sets))),))
    yield Prose(
        _(
            "Pages are estimates attributed to data transfer, low to high. Equipment is a separate claim, added here"
            " because both are kg CO2e by one factor model."
        )
    )
    yield Prose(_("What acts once is never added to what acts every year."))


def _line(line: PlanLine, names: Names) -> Section:
    action = line.action
    title = say(
        _("{line}. {theme} / {action} ({level})"),
        line=str(action.line),
        theme=Quoted(action.theme),
        action=Quoted(action.action),
        level=level_name(action.level),
    )
    return Section("", title, tuple(Prose(each) for each in _worth_of(line, names)))


def _worth_of(line: PlanLine, names: Names) -> Iterator[Words]:
    action = line.action
    if line.kgco2e is None or (action.lever is None and action.from_bytes is None):
        yield _("no figure")
        return
    yield joined([_acted(line, names, line.kgco2e), *_beside(line, line.kgco2e)], _("; "))
    if line.counted < action.quantity:
        yield say(
            _("{missing} of {quantity} are counted in another line on {same}"),
            missing=Figure(action.quantity - line.counted),
            quantity=Figure(action.quantity),
            same=Quoted(action.same),
        )
    if line.factors:
        yield say(_("by: {factors}"), factors="; ".join(line.factors))


def _acted(line: PlanLine, names: Names, kg: Estimate) -> Words:
    action = line.action
    what: Words = _("page views a year")
    if action.lever is not None:
        what = say("{device}, {lever}", device=device_name(names(action.device)), lever=lever_name(action.lever))
    return say(
        _("{counted} x {what}: {kg} CO2e {period}"),
        counted=Figure(line.counted),
        what=what,
        kg=_worth(kg),
        period=_("once") if line.once else _("a year"),
    )


def _beside(line: PlanLine, kg: Estimate) -> Iterator[Words]:
    if not has_bounds(kg):
        yield _("bounds: not published")
    if line.published_kgco2e is not None:
        whole = line.published_example if line.action.lever is None else moves_the_point(line.counted)
        yield say(_("published factor: {kg}"), kg=of_kg(line.published_kgco2e, PUBLISHED_DIGITS if whole else 0))


def _worth(kg: Estimate) -> Words:
    return of_kg(kg.central) if kg_text(kg.low) == kg_text(kg.high) else Range(kg.low, kg.high, Unit.KG)


def _total(total: PlanTotal) -> Iterator[Block]:
    yearly = total.pages_kgco2e_per_year + total.equipment_kgco2e_per_year
    yield Facts((
        Fact(_("pages, a year"), (_worth(total.pages_kgco2e_per_year),)),
        Fact(_("equipment, a year"), (_worth(total.equipment_kgco2e_per_year),)),
        Fact(_("together, a year"), (_worth(yearly),)),
        Fact(_("equipment, once"), (_worth(total.equipment_kgco2e_once),)),
    ))  # fmt: skip
    told = _("By the MiNumEco 2022 figures, known for {some} of {all} lines: {yearly} a year, {once} once.")
    yield Prose(
        say(
            told,
            some=Figure(total.published_lines),
            all=Figure(total.lines),
            yearly=of_kg(total.published_kgco2e_per_year),
            once=of_kg(total.published_kgco2e_once),
        )
    )
