"""The words of claims on equipment, and of a whole plan."""

import math
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from delest.cli.claim_text import in_language, role_text, set_text, wrapped
from delest.convert.equipment.devices import label
from delest.convert.equipment.plan import has_figure
from delest.convert.equipment.plan_table import LEVELS, LEVERS
from delest.records.avoided import Role
from delest.records.equipment import EquipmentClaim, EquipmentReading, Level, Lever, Plan, PlanLine, PlanTotal
from delest.records.factor import FactorSets
from delest.report.language.numbers import count_text, figure_text, kg_range, kg_text
from delest.report.language.words import _, ngettext
from delest.units import Estimate

_PUBLISHED_DIGITS: Final = 3
_CLAIM_DIGITS: Final = 2


def lever_text(lever: Lever) -> str:
    """Return what is done about the devices."""
    return in_language(*LEVERS[lever][:2])


def level_text(level: Level) -> str:
    """Return how far an action is committed."""
    return in_language(*LEVELS[level][:2])


def device_text(device: str, sets: FactorSets) -> str:
    """Return what a device is called within a sentence."""
    words = in_language(*label(device, sets))
    return words[:1].lower() + words[1:]


def has_bounds(estimate: Estimate) -> bool:
    """Tell whether a figure on equipment has bounds; nothing at all is known exactly."""
    return estimate.low < estimate.high or estimate.central == 0


def without_false_bounds(answer: object) -> object:
    """Return what JSON says of an answer: null for both bounds of an estimate where none are published."""
    return _without_false_bounds(msgspec.to_builtins(answer))


def _without_false_bounds(answer: Any) -> Any:
    if isinstance(answer, list | tuple):
        return [_without_false_bounds(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if answer.keys() == set(Estimate.__struct_fields__) and not has_bounds(Estimate(**answer)):
        return {**answer, "low": None, "high": None}
    return {key: _without_false_bounds(value) for key, value in answer.items()}


def equipment_claim(claim: EquipmentClaim, sets: FactorSets) -> Iterator[str]:
    """Write the claim of a lever on devices, line by line."""
    yield _("Estimated emissions avoided by equipment, {period}").format(
        period=_("once") if claim.once else _("a year")
    )
    yield _("  {count} x {device}, {lever}").format(
        count=count_text(claim.count), device=device_text(claim.device, sets), lever=lever_text(claim.lever)
    )
    yield ""
    for reading in claim.readings:
        yield from _reading(reading, claim)
    if not any(reading.role is Role.PUBLISHED for reading in claim.readings):
        none = (
            _("no published figure for {years} years").format(years=claim.years)
            if claim.lever is Lever.LIFE_EXTENDED and claim.years > 1
            else _("no published figure")
        )
        yield wrapped(f"{role_text(Role.PUBLISHED):<10}{none}")
    if claim.lever is Lever.REFURBISHED and claim.years > 1:
        yield wrapped(
            _("Over {years} years of use: {kg} CO2e by the first row.").format(
                years=claim.years, kg=kg_text(claim.readings[0].kgco2e.central * claim.years)
            )
        )
    yield ""
    yield _("How it was computed")
    for reading in claim.readings:
        yield wrapped(set_text(reading.factor_set), 4, hanging=2)
    for caveat in dict.fromkeys(in_language(r.caveat_en, r.caveat_fr) for r in claim.readings):
        yield wrapped(f"- {caveat}", hanging=2)
    yield wrapped(
        _(
            "A claim on equipment stands apart from claims on transferred bytes. It holds only where the purchase is "
            "really avoided. A published figure shows its own three digits where the count is 1, 10, 100 and so on."
        )
    )


def _reading(reading: EquipmentReading, claim: EquipmentClaim) -> Iterator[str]:
    published = reading.role is Role.PUBLISHED and _moves_the_point(claim.count)
    kg = kg_text(reading.kgco2e.central, _PUBLISHED_DIGITS if published else _CLAIM_DIGITS)
    bounds = reading.kgco2e
    between = "" if kg_text(bounds.low) == kg_text(bounds.high) else f"  ({kg_range(bounds)})"
    stated = "" if has_bounds(bounds) else _("; bounds: not published")
    yield f"  {role_text(reading.role):<10}{kg:>8}{between}  {in_language(reading.label_en, reading.label_fr)}"
    line = _("{count} x {each} kg CO2e = {kg} [{row}]").format(
        count=count_text(claim.count), each=figure_text(reading.kgco2e_per_device), kg=kg, row=reading.factor_id
    )
    yield wrapped(line + (f"; {reading.derivation}" if reading.derivation else "") + stated, 12)
    yield wrapped(
        _("boundary: {boundary}; source: {source}").format(boundary=reading.boundary, source=reading.source), 12
    )
    if reading.resources_kg_sb is not None:
        yield wrapped(_("resources: {kg} kg Sb eq").format(kg=figure_text(reading.resources_kg_sb, 2)), 12)


def _moves_the_point(count: float) -> bool:
    """Tell whether a count only moves the decimal point of a published figure, whose three digits then stand."""
    return count > 0 and math.log10(count).is_integer()


def plan_claim(plan: Plan, sets: FactorSets, left_out: int = 0) -> Iterator[str]:
    """Write a plan, line by line, and its sums; say how many lines are in none of them."""
    for line in plan.lines:
        yield from _plan_line(line, sets)
    yield ""
    if left_out:
        every = left_out + len(plan.lines)
        yield ngettext("{n} of {every} lines left out", "{n} of {every} lines left out", left_out).format(
            n=left_out, every=every
        )
        yield ""
    yield _("Roll-outs and trials")
    yield from _total(plan.committed)
    if plan.studied.lines:
        yield _("Studies (what they could be worth; in no other sum)")
        yield from _total(plan.studied)
    yield ""
    yield _("Factor sets")
    for ref in plan.sets:
        yield wrapped(set_text(ref), hanging=2)
    yield wrapped(
        _(
            "Pages are estimates attributed to data transfer, low to high; equipment is a separate claim, added here "
            "because both are kg CO2e by one factor model. What acts once is never added to what acts every year."
        ),
        0,
    )


def _plan_line(line: PlanLine, sets: FactorSets) -> Iterator[str]:
    action = line.action
    yield wrapped(f"{action.line}. {action.theme} / {action.action} ({level_text(action.level)})", 0, hanging=3)
    if not has_figure(action) or line.kgco2e is None:
        yield wrapped(_("no figure"), 3)
        return
    what = (
        _("page views a year")
        if action.lever is None
        else f"{device_text(action.device, sets)}, {lever_text(action.lever)}"
    )
    text = _("{counted} x {what}: {kg} CO2e {period}").format(
        counted=count_text(line.counted),
        what=what,
        kg=_worth(line.kgco2e),
        period=_("once") if line.once else _("a year"),
    )
    if not has_bounds(line.kgco2e):
        text += _("; bounds: not published")
    if line.published_kgco2e is not None:
        whole = line.published_example if action.lever is None else _moves_the_point(line.counted)
        kg = kg_text(line.published_kgco2e, _PUBLISHED_DIGITS if whole else _CLAIM_DIGITS)
        text += _("; published factor: {kg}").format(kg=kg)
    yield wrapped(text, 3)
    if line.counted < action.quantity:
        yield wrapped(
            _("{missing} of {quantity} are counted in another line on {same!r}").format(
                missing=count_text(action.quantity - line.counted),
                quantity=count_text(action.quantity),
                same=action.same,
            ),
            3,
        )
    if line.factors:
        yield wrapped(_("by: {factors}").format(factors="; ".join(line.factors)), 3, hanging=2)


def _worth(kg: Estimate) -> str:
    return kg_text(kg.central) if kg_text(kg.low) == kg_text(kg.high) else kg_range(kg)


def _total(total: PlanTotal) -> Iterator[str]:
    yearly = total.pages_kgco2e_per_year + total.equipment_kgco2e_per_year
    yield _("  pages, a year         {kg}").format(kg=_worth(total.pages_kgco2e_per_year))
    yield _("  equipment, a year     {kg}").format(kg=_worth(total.equipment_kgco2e_per_year))
    yield _("  together, a year      {kg}").format(kg=_worth(yearly))
    yield _("  equipment, once       {kg}").format(kg=_worth(total.equipment_kgco2e_once))
    yield wrapped(
        _("By the MiNumEco 2022 figures, known for {some} of {all} lines: {yearly} a year, {once} once.").format(
            some=total.published_lines,
            all=total.lines,
            yearly=kg_text(total.published_kgco2e_per_year),
            once=kg_text(total.published_kgco2e_once),
        )
    )
