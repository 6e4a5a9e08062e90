"""Estimates without a browser: a lighter page, equipment, a plan of actions, a saved run under other factor sets."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from delest.convert.equipment.devices import claim, label
from delest.convert.equipment.plan import total
from delest.convert.readings.equivalence import compare
from delest.convert.web.equation import Change, PageChange, avoided
from delest.convert.web.range import reproduces_published_example
from delest.convert.web.scenario import answer
from delest.factors import load
from delest.pipeline.plans.read import PlanRead, misspelt_themes, read_plan
from delest.pipeline.reading import report
from delest.records.co2e.avoided import Avoided, Conditions, Role, ViewShares
from delest.records.co2e.equipment import EquipmentClaim, Lever, Plan
from delest.records.co2e.equivalence import Equivalence
from delest.records.co2e.factor import FactorSets
from delest.records.runs.audit import AuditReport
from delest.store.journal import Journal


class EstimatedPage(NamedTuple):
    """What a lighter page avoids."""

    found: Avoided
    examples: frozenset[Role]
    """Readings that are the published example itself."""
    compared: tuple[Equivalence, ...]


class EstimatedEquipment(NamedTuple):
    """What a lever on devices avoids."""

    found: EquipmentClaim
    device: tuple[str, str]
    """In English and in French."""
    compared: tuple[Equivalence, ...]


class EstimatedPlan(NamedTuple):
    """What a table of actions avoids."""

    found: Plan | None
    """None: no line can be used."""
    names: Callable[[str], tuple[str, str]]
    """Device -> its name in English and in French."""
    read: PlanRead
    """What the file says, with the lines that cannot be used."""


class EstimatedRun(NamedTuple):
    """A run under the factor sets of its day, and under those of today."""

    made: AuditReport | None
    """None: the run kept no answer of its own."""
    today: AuditReport


class _Sets(NamedTuple):
    sets: FactorSets
    own: str
    """The id of the user's own set; empty: there is none."""

    @property
    def models(self) -> tuple[str, ...]:
        """The models that the user's set brings."""
        model = self.sets[self.own].model if self.own else None
        return (model.id,) if model else ()


def _sets(own: Path | None) -> _Sets:
    if own is None:
        return _Sets(load.released(), "")
    factors = load.load_file(own)
    return _Sets({**load.released(), factors.ref.id: factors}, factors.ref.id)


class WarmViews(NamedTuple):
    """The views that find a filled cache, and what one of them weighs."""

    share: float
    baseline_bytes: float
    scenario_bytes: float


class PageAsked(NamedTuple):
    """How one page becomes lighter."""

    views_per_year: float
    baseline_bytes: float
    scenario_bytes: float
    target: str
    """The scenario as the user wrote it."""
    warm: WarmViews | None = None


def estimate_page(
    asked: PageAsked, conditions: Conditions, *, own: Path | None = None, equivalences: Sequence[str] = ()
) -> EstimatedPage:
    """Return what a lighter page avoids; ``own`` is the user's factor set, whose model is shown too.

    Raises:
        InputError: a figure, a model, an electricity value, the file or an equivalence cannot be used.
    """
    using, warm = _sets(own), asked.warm
    change = PageChange(
        url="",
        views_per_year=asked.views_per_year,
        cold=Change(baseline_bytes=asked.baseline_bytes, scenario_bytes=asked.scenario_bytes),
        warm=Change(baseline_bytes=warm.baseline_bytes, scenario_bytes=warm.scenario_bytes) if warm else None,
    )
    models = tuple(dict.fromkeys((*conditions.models, *using.models)))
    share = warm.share if warm else 0.0
    found = avoided(
        [change],
        using.sets,
        replace(conditions, models=models),
        shares=ViewShares(cold=1 - share, warm=share),
        target=asked.target,
    )
    return EstimatedPage(
        found,
        frozenset(each.role for each in found.converted.readings if reproduces_published_example(each, using.sets)),
        tuple(compare(found.converted.kgco2e_per_year, name, using.sets) for name in equivalences),
    )


def estimate_equipment(
    lever: Lever, device: str, count: int, *, years: int = 1, own: Path | None = None, equivalences: Sequence[str] = ()
) -> EstimatedEquipment:
    """Return what a lever avoids on ``count`` devices.

    Raises:
        InputError: the device, the file or an equivalence is not known.
    """
    using = _sets(own)
    found = claim(lever, device, count, using.sets, years=years, own=using.own)
    compared = tuple(compare(found.readings[0].kgco2e, name, using.sets) for name in equivalences)
    return EstimatedEquipment(found, label(found.device, using.sets), compared)


def estimate_plan(path: Path, conditions: Conditions) -> EstimatedPlan:
    """Return what a table of actions avoids: CSV, xlsx or ods; ``-`` is stdin.

    Raises:
        InputError: it cannot be read, or is not such a table.
    """
    sets = load.released()
    read = read_plan(path, sets)
    found = total(read.actions, sets, conditions) if read.actions else None
    read = read._replace(notices=(*read.notices, *misspelt_themes(read)))
    return EstimatedPlan(found, partial(label, sets=sets), read)


def estimate_run(run: Path, *, own: Path | None = None) -> EstimatedRun:
    """Return what a saved run answered when it was made, and its answer under the factor sets of today.

    Raises:
        InputError: there is no run, it cannot be read, or the file cannot be used.
    """
    using = _sets(own)
    with Journal.open(run) as journal:
        kept = journal.answered() is not None
        audited = report(journal)
    sample = audited.end.sample
    stands_for = None if sample is None else sample.stands_for
    today = answer(audited.header, audited.weights, audited.traffic, using.sets, using.models, stands_for)
    return EstimatedRun(
        made=audited if kept else None,
        today=replace(audited, attributed=today.attributed, avoided=today.avoided),
    )
