"""A plan of actions that adds up: nothing is counted twice, and a study is not an effect."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from delest.convert.equipment.devices import claim
from delest.convert.web.range import convert, policy, reproduces_published_example
from delest.errors import N_, InputError
from delest.records.co2e.avoided import Conditions, Role
from delest.records.co2e.equipment import Level, Lever, Plan, PlanAction, PlanLine, PlanTotal
from delest.records.co2e.factor import FactorSetRef, FactorSets
from delest.units import GB_BYTES, Estimate, exactly


def total(actions: Sequence[PlanAction], sets: FactorSets, conditions: Conditions | None = None) -> Plan:
    """Return every action's worth and their sums.

    Lines that act on the same devices or pages (``same``) count each of them once: first the line that is furthest
    committed, then the lever that comes first in ``Lever``, then the earlier line; the next one counts what is left of
    its own quantity. Lines without ``same`` stand for devices and pages of their own. The sums do not depend on the
    order of the lines.

    Raises:
        InputError: a line names a device that no set knows.
    """
    counted = _counted(actions)
    lines = tuple(_line(action, counted[action.line], sets, conditions or Conditions()) for action in actions)
    studies = [line for line in lines if line.action.level is Level.STUDY]
    return Plan(
        lines=lines,
        committed=_sum(line for line in lines if line.action.level is not Level.STUDY),
        studied=_sum(studies),
        sets=_sets(actions, sets, conditions or Conditions()),
    )


def _counted(actions: Iterable[PlanAction]) -> dict[int, float]:
    taken: dict[tuple[str, str], float] = defaultdict(float)
    counted = {}
    for action in sorted(actions, key=_precedence):
        if not action.same:
            counted[action.line] = action.quantity
            continue
        key = (action.same, action.device)
        counted[action.line] = max(0.0, action.quantity - taken[key])
        taken[key] += counted[action.line]
    return counted


def _precedence(action: PlanAction) -> tuple[int, int, float, int]:
    levers = list(Lever)
    saving = (action.to_bytes or 0.0) - (action.from_bytes or 0.0)
    lever = levers.index(action.lever) if action.lever else len(levers)
    return list(Level).index(action.level), lever, saving, action.line


def _line(action: PlanAction, counted: float, sets: FactorSets, conditions: Conditions) -> PlanLine:
    if counted == 0 or not has_figure(action):
        return PlanLine(action=action, counted=counted, kgco2e=exactly(0.0) if has_figure(action) else None)
    return _page(action, counted, sets, conditions) if action.lever is None else _equipment(action, counted, sets)


def has_figure(action: PlanAction) -> bool:
    """Tell whether an action names what it changes: a lever on devices, or a page's weight."""
    return action.lever is not None or action.from_bytes is not None


def _page(action: PlanAction, views: float, sets: FactorSets, conditions: Conditions) -> PlanLine:
    if action.from_bytes is None or action.to_bytes is None:
        raise InputError(N_("line {line}: a page needs both a weight today and a target"), line=action.line)
    gb_per_year = views * (action.from_bytes - action.to_bytes) / GB_BYTES
    converted = convert(gb_per_year, sets, conditions, views_per_year=views)
    published = next(r for r in converted.readings if r.role is Role.PUBLISHED)
    return PlanLine(
        action=action,
        counted=views,
        kgco2e=converted.kgco2e_per_year,
        published_kgco2e=published.kgco2e_per_year.central,
        published_example=reproduces_published_example(published, sets),
        factors=tuple(
            f"{reading.model} @ {reading.factor_set.id} {reading.factor_set.version}" for reading in converted.readings
        ),
    )


def _equipment(action: PlanAction, count: float, sets: FactorSets) -> PlanLine:
    if action.lever is None:
        raise InputError(N_("line {line}: no lever"), line=action.line)
    found = claim(action.lever, action.device, count, sets, years=action.years)
    published = [r.kgco2e.central for r in found.readings if r.role is Role.PUBLISHED]
    resources = [r.resources_kg_sb for r in found.readings if r.resources_kg_sb is not None]
    return PlanLine(
        action=action,
        counted=count,
        once=found.once,
        kgco2e=found.readings[0].kgco2e,
        published_kgco2e=published[0] if published else None,
        resources_kg_sb=resources[0] if resources else None,
        factors=tuple(f"{r.factor_id} @ {r.factor_set.id} {r.factor_set.version}" for r in found.readings),
    )


def _sum(lines: Iterable[PlanLine]) -> PlanTotal:
    worth = [line for line in lines if line.kgco2e]
    pages = [line for line in worth if line.action.lever is None]
    yearly = [line for line in worth if line.action.lever is not None and not line.once]
    once = [line for line in worth if line.once]
    return PlanTotal(
        pages_kgco2e_per_year=_added(pages),
        equipment_kgco2e_per_year=_added(yearly),
        equipment_kgco2e_once=_added(once),
        published_kgco2e_per_year=sum(line.published_kgco2e or 0.0 for line in pages + yearly),
        published_kgco2e_once=sum(line.published_kgco2e or 0.0 for line in once),
        lines=len(worth),
        published_lines=sum(line.published_kgco2e is not None or line.counted == 0 for line in worth),
    )


def _added(lines: Iterable[PlanLine]) -> Estimate:
    return sum((line.kgco2e for line in lines if line.kgco2e), exactly(0.0))


def _sets(actions: Sequence[PlanAction], sets: FactorSets, conditions: Conditions) -> tuple[FactorSetRef, ...]:
    found: list[FactorSetRef] = []
    if any(action.from_bytes is not None for action in actions):
        found.append(policy(sets, conditions.country).ref)
        found += [r.factor_set for r in convert(1.0, sets, conditions).readings]
    for action in actions:
        if action.lever:
            found += [r.factor_set for r in claim(action.lever, action.device, 1, sets, years=action.years).readings]
    return tuple(dict.fromkeys(found))
