"""Action plans read, priced, held against audits, and consolidated."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.convert.equipment.devices import label
from delest.convert.equipment.plan import total
from delest.convert.web.range import convert
from delest.errors import N_, DelestError, InputError
from delest.evidence.bilan import consolidate
from delest.evidence.plans import understood
from delest.factors.load import released
from delest.pipeline.fleet.editions import Editions
from delest.pipeline.plans.audits import Audits
from delest.pipeline.plans.read import Problem, read_plan, whole
from delest.records.co2e.avoided import Conditions, Converted, Role
from delest.records.co2e.equipment import PlanAction, PlanLine
from delest.records.co2e.factor import FactorSetRef
from delest.records.gate.comparison import Certainty, Comparison, NoClaim
from delest.records.state.bilan import Action, Bilan, Line, Outcome, Planned, Realised, Why
from delest.units import GB_BYTES, Estimate

_MET: Final = 0.9
"""Of the planned reduction of a view: what is within a tenth of it is as planned."""
_REFUSED: Final = {
    NoClaim.CONDITIONS: (Outcome.NOT_MEASURABLE, Why.CONDITIONS),
    NoClaim.NO_PAIRS: (Outcome.NOT_MEASURABLE, Why.NO_PAIRS),
    NoClaim.NOISE: (Outcome.NOT_SEEN, Why.NOISE),
    NoClaim.UNKNOWN_NOISE: (Outcome.NOT_SEEN, Why.UNKNOWN_NOISE),
    NoClaim.HEAVIER: (Outcome.NOT_SEEN, Why.HEAVIER),
}


class _Counted(NamedTuple):
    """A reduction that is in the sums, and the line that it is of."""

    found: Comparison
    line: str

    def has(self, other: Comparison) -> bool:
        """Tell whether another comparison shows the same reduction: a page in common, and a time in common.

        Audits that follow one another, the second of a pair being the first of the next, have no time in common.
        """
        before, after = self.found.baseline, self.found.scenario
        if not before.started_s < other.scenario.started_s or not other.baseline.started_s < after.started_s:
            return False
        pages = {each.url for each in self.found.pairs}
        return any(each.url in pages for each in other.pairs)


class Consolidated(NamedTuple):
    """A bilan, and the lines that are not in it."""

    bilan: Bilan
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    """What should be corrected in the plans all the same."""


def bilan_of(
    plans: Sequence[Path], runs: Path, conditions: Conditions, editions: tuple[Path, Path] | None = None
) -> Consolidated:
    """Return the bilan of plans.

    Args:
        plans: CSV, xlsx or ods, one a service or a ministry.
        runs: where saved audits are looked for that a plan names by their id or directory.
        conditions: under which bytes are converted; the same for planned and realised.
        editions: an earlier and a later edition of a fleet: the audits of lines that name a service and no audits.

    Raises:
        InputError: a file cannot be read, or is not a plan.
    """
    both = Editions(*editions) if editions else None
    audits = Audits(runs, both)
    counted: list[_Counted] = []
    lines: list[Line] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    sets: list[FactorSetRef] = []
    first: dict[str, Path] = {}
    given, plans = plans, _once(plans)
    organisations = _organisations(plans)
    for path in plans:
        read = read_plan(path, released())
        problems += read.left_out
        notices += (*_given_before(path, given, first.setdefault(read.content.text, path)), *read.notices)
        known: list[tuple[PlanAction, Action]] = []
        for action in read.actions:
            try:
                known.append((action, understood(action, str(path), organisations[path])))
            except InputError as error:
                problems.append(read.problem(action.line, error))
        priced = total([action for action, _said in known], released(), conditions) if known else None
        sets += priced.sets if priced else ()
        for (_row, told), line in zip(known, priced.lines if priced else (), strict=True):
            realised = _realised(told, line, audits, path.parent, counted, conditions)
            lines.append(Line(action=told, planned=_planned(line), realised=realised))
    found = consolidate([str(path) for path in plans], lines, (), sets)
    if both is not None:
        found = replace(found, fleet=both.effect(lambda gb: convert(gb, released(), conditions)))
    problems.sort(key=lambda each: (plans.index(Path(each.plan)), each.line))
    return Consolidated(found, tuple(problems), tuple(notices))


def _organisations(plans: Sequence[Path]) -> dict[Path, str]:
    """Return who each plan is of where it does not say: the name of its file, with the folders that tell it apart."""
    parts_of = {path: path.absolute().with_suffix("").parts for path in plans}
    different = set(parts_of.values())
    names = {}
    for path, parts in parts_of.items():
        depth = next(n for n in range(1, len(parts) + 1) if sum(each[-n:] == parts[-n:] for each in different) == 1)
        names[path] = "/".join(parts[-depth:])
    return names


def _once(plans: Sequence[Path]) -> tuple[Path, ...]:
    """Return each plan once, as it was called first."""
    found: dict[Path, Path] = {}
    for path in plans:
        found.setdefault(path.resolve(), path)
    return tuple(found.values())


def _given_before(path: Path, given: Sequence[Path], same: Path) -> Iterator[Problem]:
    """Yield what should be looked at where a plan was given twice, or has a copy."""
    if sum(each.resolve() == path.resolve() for each in given) > 1:
        yield whole(path, InputError(N_("this plan was given more than once; it is counted once")))
    if same != path:
        error = InputError(
            N_("this plan says the same as {other}, and both are counted"),
            remedy=N_("leave one of them out if it is a copy"),
            other=same,
        )
        yield whole(path, error)


def _planned(line: PlanLine) -> Planned | None:
    action = line.action
    if line.kgco2e is None:
        return None
    page = action.lever is None and action.from_bytes is not None and action.to_bytes is not None
    if not page and action.lever is None:
        return None
    return Planned(
        lever=action.lever,
        device=action.device,
        quantity=action.quantity,
        counted=line.counted,
        once=line.once,
        kgco2e=line.kgco2e,
        published_kgco2e=line.published_kgco2e,
        resources_kg_sb=line.resources_kg_sb,
        bytes_per_view=(action.from_bytes or 0.0) - (action.to_bytes or 0.0) if page else None,
    )


def _realised(
    action: Action, line: PlanLine, audits: Audits, folder: Path, counted: list[_Counted],
    conditions: Conditions,
) -> Realised:  # fmt: skip
    if not (action.baseline_run and action.realised_run):
        if audits.editions and action.service and line.action.to_bytes is not None:
            return _in_editions(action, line, audits, counted, conditions)
        why = Why.EQUIPMENT if line.action.lever else Why.NO_LEVER if line.action.from_bytes is None else Why.NO_AUDITS
        return Realised(outcome=Outcome.NOT_MEASURABLE, why=why)
    try:
        before, after = (audits.find(name, folder) for name in (action.baseline_run, action.realised_run))
        found = audits.compared(before, after)
    except DelestError as error:
        return Realised(outcome=Outcome.NOT_MEASURABLE, why=Why.UNREADABLE, detail=error.message)
    return _seen(found, line, (audits.views(before), audits.views(after)), conditions, counted, action)


def _in_editions(
    action: Action, line: PlanLine, audits: Audits, counted: list[_Counted], conditions: Conditions
) -> Realised:
    """Return what two editions of a fleet show of the service that a line names."""
    both = audits.editions.audits(action.service) if audits.editions else None
    if both is None:
        return Realised(outcome=Outcome.NOT_MEASURABLE, why=Why.NOT_IN_BOTH)
    try:
        found = audits.compared(*both)
    except DelestError as error:
        return Realised(outcome=Outcome.NOT_MEASURABLE, why=Why.UNREADABLE, detail=error.message)
    return _seen(found, line, (audits.views(both[0]), audits.views(both[1])), conditions, counted, action)


def _seen(
    found: Comparison, line: PlanLine, views: tuple[float | None, float | None], conditions: Conditions,
    counted: list[_Counted], action: Action,
) -> Realised:  # fmt: skip
    refused = _REFUSED.get(found.no_claim) if found.no_claim else None
    outcome, why = refused or _as_planned(found, line)
    measured = found.pairs and found.no_claim is not NoClaim.CONDITIONS
    facts = {
        "pages": len(found.pairs),
        "before_bytes": found.mean_before_bytes if found.pairs else None,
        "after_bytes": found.mean_after_bytes if found.pairs else None,
        "traffic_kgco2e": _traffic(found, views, conditions) if measured else None,
    }
    if refused or found.certainty is not Certainty.LIGHTER:
        return Realised(outcome=outcome, why=why, **facts)  # type: ignore[arg-type]
    before = next((each.line for each in counted if each.has(found)), "")
    if before:
        return Realised(outcome=outcome, why=why, counted_with=before, **facts)  # type: ignore[arg-type]
    converted, of_views, source = _weight(found, line, views[1], conditions)
    if converted is not None:
        counted.append(_Counted(found, f"{action.plan}:{action.line}"))
    return Realised(
        outcome=outcome,
        why=why,
        views_per_year=of_views,
        views_source=source,
        weight_kgco2e=converted.kgco2e_per_year if converted else None,
        weight_published_kgco2e=_published(converted) if converted else None,
        **facts,  # type: ignore[arg-type]
    )


def _as_planned(found: Comparison, line: PlanLine) -> tuple[Outcome, Why]:
    action = line.action
    if action.from_bytes is None or action.to_bytes is None:
        return Outcome.CONFIRMED, Why.LIGHTER_THAN_BEFORE
    wanted, reached = action.from_bytes - action.to_bytes, found.mean_before_bytes - found.mean_after_bytes
    as_planned = reached >= _MET * wanted
    return (Outcome.CONFIRMED, Why.AS_PLANNED) if as_planned else (Outcome.PARTLY, Why.LESS_THAN_PLANNED)


def _weight(
    found: Comparison, line: PlanLine, views: float | None, conditions: Conditions
) -> tuple[Converted | None, float | None, str]:
    """Return what lighter pages avoid: by the traffic of the later audit, else by the page views of the plan."""
    reached = found.mean_before_bytes - found.mean_after_bytes
    if found.avoided is not None and conditions.country == found.avoided.converted.country:
        return found.avoided.converted, found.avoided.converted.views_per_year, found.traffic_source
    of_views = views or line.action.quantity or None
    if not of_views:
        return None, None, ""
    return convert(of_views * reached / GB_BYTES, released(), conditions, views_per_year=of_views), of_views, ""


def _traffic(found: Comparison, views: tuple[float | None, float | None], conditions: Conditions) -> Estimate | None:
    before, after = views
    if before is None or after is None:
        return None
    more = (after - before) * found.mean_after_bytes / GB_BYTES
    return convert(more, released(), conditions).kgco2e_per_year


def _published(converted: Converted) -> float:
    return next(each.kgco2e_per_year.central for each in converted.readings if each.role is Role.PUBLISHED)


def device_names() -> Callable[[str], tuple[str, str]]:
    """Return what gives the name of a device in English and in French."""
    return partial(label, sets=released())
