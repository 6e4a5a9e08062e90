"""What is written of the evidence for RGESN and of the bilan of action plans: pages and data."""

from collections.abc import Mapping, Sequence
from functools import partial

from delest.records.state.bilan import Bilan
from delest.records.state.evidence import Pack
from delest.records.state.fleet_evidence import FleetEvidence
from delest.report.data.bilan_data import bilan_csv, bilan_json
from delest.report.data.rgesn.evidence_json import evidence_json
from delest.report.data.rgesn.fleet_data import fleet_evidence_csv, fleet_evidence_json
from delest.report.pages.bilan.actions import Names
from delest.report.pages.bilan.dashboard import bilan_page
from delest.report.pages.rgesn.fleet import fleet_evidence_page
from delest.report.pages.rgesn.pack import brief_page, evidence_page
from delest.report.publish import Published


def bilan(found: Bilan, names: Names, left_out: Sequence[Mapping[str, object]]) -> Published:
    """Return action plans consolidated."""
    return Published(
        page=partial(bilan_page, found, names, len(left_out)),
        data={"json": lambda: (bilan_json(found, left_out),), "csv": lambda: (bilan_csv(found),)},
    )


def evidence(pack: Pack) -> Published:
    """Return what an audit shows of RGESN."""
    return Published(
        page=partial(evidence_page, pack),
        brief=lambda _following: brief_page(pack),
        data={"json": lambda: (evidence_json(pack),)},
    )


def fleet_evidence(found: FleetEvidence) -> Published:
    """Return what an edition of a fleet shows of RGESN."""
    return Published(
        page=partial(fleet_evidence_page, found),
        data={"json": lambda: (fleet_evidence_json(found),), "csv": lambda: (fleet_evidence_csv(found),)},
    )
