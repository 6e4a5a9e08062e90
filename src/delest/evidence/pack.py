"""From the pages of an audit to the evidence of all 78 criteria."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from delest import plugins
from delest.errors import N_
from delest.evidence import criteria as package
from delest.evidence.framework import criteria
from delest.evidence.probe import Judge, Probe
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import MAY_BE_VALID, Criterion, Evidence, Look, Points, Seen, Status, Told

_BY_PEOPLE: Final = Told.of(N_("Nothing that a page shows can tell: this is for people to assess."))
_NOT_YET: Final = Told.of(N_("delest does not measure this yet; no option does."))
_READ: Final = Told.of(N_("Read the sheet of this criterion in the framework, which tells how to test it."))


@functools.cache
def probes() -> Mapping[str, Probe]:
    """Return what an audit says something of, by criterion."""
    return {probe.criterion: probe for probe in plugins.collect(package, Probe).values()}


class Looking:
    """Takes in the pages of an audit, one after the other."""

    def __init__(self) -> None:
        self._judges: dict[str, Judge] = {criterion: probe.judge() for criterion, probe in probes().items()}
        self._looks: dict[str, list[Look]] = {criterion: [] for criterion in self._judges}

    def add(self, page: SeenPage) -> None:
        """Look at one page."""
        for criterion, judge in self._judges.items():
            look = judge.look(page)
            if look is not None:
                self._looks[criterion].append(look)

    def conclude(self, site: Site) -> tuple[Evidence, ...]:
        """Return the evidence of every criterion, in the order of the framework."""
        return tuple(self._evidence(each, site) for each in criteria())

    def _evidence(self, criterion: Criterion, site: Site) -> Evidence:
        judge = self._judges.get(criterion.id)
        if judge is None:
            why = _BY_PEOPLE if criterion.level == "manual" else _NOT_YET
            return Evidence(criterion=criterion.id, seen=Seen.NOT_MEASURED, missing=(why,), by_hand=_READ)
        found = judge.conclude(self._looks[criterion.id], site)
        if found.status is not Status.TO_ASSESS and _code(found.status) not in criterion.may_set:
            raise ValueError(f"{criterion.id} can not be {found.status} by measure")
        return found


def _code(status: Status) -> str:
    return {Status.VALID: "valide", Status.NOT_VALID: "non_valide"}.get(status, "")


def points(evidence: Sequence[Evidence], statuses: Mapping[str, Status] | None = None) -> Points:
    """Return the score: weights of what is valid, and of all that is not declared not applicable.

    Args:
        evidence: of every criterion.
        statuses: by criterion, in place of those of the evidence; empty: none.
    """
    by_id = {each.criterion: (statuses or {}).get(each.criterion, each.status) for each in evidence}
    weights = {each.id: each.weight for each in criteria()}
    return Points(
        valid=_sum(weights[name] for name, status in by_id.items() if status is Status.VALID),
        applicable=_sum(weights[name] for name, status in by_id.items() if status is not Status.NOT_APPLICABLE),
        most=_sum(weights[name] for name in MAY_BE_VALID),
    )


def _sum(values: Iterable[float]) -> float:
    return float(sum(values))
