"""Each action of a bilan: what was planned, what two audits show, and why."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from delest.errors import N_
from delest.records.co2e.equipment import has_bounds
from delest.records.state.bilan import Bilan, Line, Outcome, Planned, Progress, Realised, Why
from delest.report.language.labels import level_name, lever_name, traffic_source
from delest.report.language.reasons import said as message_said
from delest.report.language.words import _, language, ngettext
from delest.report.page import Block, Cell, Column, Fact, Facts, Row, Table
from delest.report.said import NOTHING, Figure, Label, Quoted, Range, Unit, Words, number, of_bytes, of_kg, say
from delest.units import Estimate

Names = Callable[[str], tuple[str, str]]
"""What a device is called in English and in French, by its id."""
MOST_LINES: Final = 500
_THEMES: Final = {
    1: N_("Strategy and governance"),
    2: N_("Awareness and training"),
    3: N_("Purchasing"),
    4: N_("Digital service design"),
    5: N_("Server room and data centre"),
    6: N_("Use phase"),
    7: N_("End of use"),
}
PROGRESS: Final = {Progress.TO_DO: N_("to do"), Progress.UNDER_WAY: N_("under way"), Progress.DONE: N_("done")}
_OUTCOMES: Final = {
    Outcome.CONFIRMED: (N_("confirmed"), "good"),
    Outcome.PARTLY: (N_("partly"), "open"),
    Outcome.NOT_SEEN: (N_("not seen"), "bad"),
    Outcome.NOT_MEASURABLE: (N_("not measurable"), "open"),
}
_WHY: Final = {
    Why.AS_PLANNED: N_("the pages lost what was planned, within a tenth"),
    Why.LIGHTER_THAN_BEFORE: N_("the pages are lighter than before; no weight was planned"),
    Why.LESS_THAN_PLANNED: N_("the pages are lighter, by less than planned"),
    Why.NOT_IN_BOTH: N_("the service was not measured in both editions of the fleet"),
    Why.NOISE: N_("the difference is within what loads differ by chance"),
    Why.UNKNOWN_NOISE: N_("how much loads differ by chance is not known: measure with --loads 3"),
    Why.HEAVIER: N_("the pages are heavier than before"),
    Why.CONDITIONS: N_("the two audits were made under different conditions"),
    Why.NO_PAIRS: N_("the two audits have no page in common"),
    Why.EQUIPMENT: N_("equipment: no audit of pages sees it"),
    Why.NO_LEVER: N_("the action names no quantity that can be measured"),
    Why.NO_AUDITS: N_("no two audits are named for it"),
    Why.UNREADABLE: N_("an audit cannot be read"),
}


def theme_name(theme: int) -> str:
    """Return the name of a theme with its number."""
    return f"{theme}. {_(_THEMES[theme])}"


def range_said(kg: Estimate) -> Words:
    """Return a range, or the figure alone where it has no bounds."""
    return of_kg(kg.central) if not has_bounds(kg) or kg.low == kg.high else Range(kg.low, kg.high, Unit.KG)


def actions(found: Bilan, names: Names) -> Iterator[Block]:
    """Yield the verdicts in figures, and a table of the actions."""
    verdicts = Counter(each.realised.outcome for each in found.lines)
    yield Facts(tuple(Fact(_(said), (Figure(verdicts[outcome]),)) for outcome, (said, _tone) in _OUTCOMES.items()))
    columns = (
        Column(_("Action"), long=True),
        Column(_("Planned"), figures=True),
        Column(_("Realised")),
    )
    shown = found.lines[:MOST_LINES]
    rest = len(found.lines) - len(shown)
    more = ngettext("{n} more action: see the CSV.", "{n} more actions: see the CSV.", rest)
    yield Table(
        _("Actions"),
        columns,
        tuple(_row(each, names) for each in shown),
        rest=say(more, n=Figure(rest)) if rest > 0 else "",
        filter=_("Find an action"),
    )


def _row(line: Line, names: Names) -> Row:
    action, realised = line.action, line.realised
    who = say(
        "{state} · {organisation} · {theme} · {level}",
        state=_(PROGRESS[action.progress]),
        organisation=Quoted(action.organisation),
        theme=theme_name(action.theme),
        level=level_name(action.level),
    )
    said, tone = _OUTCOMES[realised.outcome]
    return Row(
        (
            Cell(Quoted(action.action), (who, *_levers(line.planned, names))),
            Cell(_planned(line.planned), tuple(_beside(line))),
            Cell(
                say("{verdict} {kg}", verdict=Label(_(said), tone), kg=_realised(realised)),
                (*_reasons(realised), *_effects(realised)),
            ),
        )
    )


def _levers(planned: Planned | None, names: Names) -> Iterator[Words]:
    if planned is None:
        return
    if planned.lever is None:
        yield say(
            _("{n} page views a year, {bytes} less each"),
            n=Figure(planned.quantity),
            bytes=of_bytes(planned.bytes_per_view or 0),
        )
        return
    device = names(planned.device)[1 if language() == "fr" else 0]
    yield say(_("{n} x {device}, {lever}"), n=Figure(planned.quantity), device=device, lever=lever_name(planned.lever))


def _planned(planned: Planned | None) -> Words:
    if planned is None:
        return NOTHING
    return say("{kg} {period}", kg=range_said(planned.kgco2e), period=_("once") if planned.once else _("a year"))


def _beside(line: Line) -> Iterator[Words]:
    planned = line.planned
    if planned is not None and planned.published_kgco2e is not None:
        yield say(_("published factor: {kg}"), kg=of_kg(planned.published_kgco2e, 3))
    if planned is not None and planned.resources_kg_sb is not None:
        yield say("{n} kg Sb eq", n=number(planned.resources_kg_sb, 2))
    if planned is not None and planned.counted < planned.quantity:
        yield _("a part is counted in another line")
    if line.action.stated_kgco2e is not None:
        yield say(_("the plan says {kg}"), kg=of_kg(line.action.stated_kgco2e, 3))


def _reasons(realised: Realised) -> Iterator[Words]:
    yield _(_WHY[realised.why])
    if realised.detail:
        yield Quoted(message_said(realised.detail))
    if realised.before_bytes is not None and realised.after_bytes is not None:
        told = ngettext(
            "{before} to {after} a page, on {n} page", "{before} to {after} a page, on {n} pages", realised.pages
        )
        yield say(
            told, before=of_bytes(realised.before_bytes), after=of_bytes(realised.after_bytes), n=Figure(realised.pages)
        )


def _realised(realised: Realised) -> Words:
    if realised.weight_kgco2e is None:
        return ""
    return say("{kg} {period}", kg=range_said(realised.weight_kgco2e), period=_("a year"))


def _effects(realised: Realised) -> Iterator[Words]:
    if realised.weight_published_kgco2e is not None:
        yield say(_("published factor: {kg}"), kg=of_kg(realised.weight_published_kgco2e))
    if realised.views_per_year is not None:
        source = traffic_source(realised.views_source) if realised.views_source else _("the plan, or the audit's total")
        yield say(_("{n} page views a year, by {source}"), n=Figure(realised.views_per_year), source=Quoted(source))
    if realised.traffic_kgco2e is not None and realised.traffic_kgco2e.central:
        template = _("apart from that, more page views add {kg}")
        if realised.traffic_kgco2e.central < 0:
            template = _("apart from that, fewer page views take away {kg}")
        kg = realised.traffic_kgco2e * (-1 if realised.traffic_kgco2e.central < 0 else 1)
        yield say(template, kg=range_said(kg))
    elif realised.traffic_kgco2e is not None:
        yield _("page views did not change")
    if realised.counted_with:
        yield say(_("counted with {line}"), line=Quoted(realised.counted_with))
