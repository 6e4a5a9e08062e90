"""Each kind of answer with its page and its data: what commands hand over to be written.

A new kind of answer is one page function in ``pages`` and one function here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from delest.records.advice.rule import RuleWords
from delest.records.co2e.avoided import Avoided, Reading, Role
from delest.records.co2e.equipment import EquipmentClaim, Plan
from delest.records.co2e.equivalence import Equivalence
from delest.records.co2e.factor import FactorSet, RowChange, Source
from delest.records.co2e.traffic import Export
from delest.records.gate.baseline import Baseline, BaselineVerdict
from delest.records.gate.budget import Verdict
from delest.records.gate.comparison import Comparison, History
from delest.records.gate.limit import BudgetSet
from delest.records.pages.recording import WeighedRecording
from delest.records.runs.audit import AuditReport
from delest.report.data import audit_csv, audit_json
from delest.report.data.comparison_json import comparison_csv, comparison_json, history_csv, history_json
from delest.report.data.estimate_json import estimate_json, plain_json, run_answers, without_false_bounds
from delest.report.data.gate.code_quality import code_quality
from delest.report.data.gate.github import annotations
from delest.report.data.gate.junit import junit
from delest.report.data.gate.open_metrics import open_metrics
from delest.report.data.gate.sarif import sarif
from delest.report.data.gate.verdict_json import verdict_json
from delest.report.data.proof_json import proofs_json
from delest.report.data.recording_csv import recordings_csv
from delest.report.data.recording_json import recordings_json
from delest.report.data.traffic_data import traffic_csv, traffic_json
from delest.report.fitting import fitted
from delest.report.folder import folder
from delest.report.formats import markdown
from delest.report.pages import factors
from delest.report.pages.audit.brief import SIZES, answer_page
from delest.report.pages.audit.report import report_page
from delest.report.pages.audit.sections.proof import proofs_page
from delest.report.pages.audit.tickets import tickets_page
from delest.report.pages.check import check_page
from delest.report.pages.compare import SIZES as COMPARISON_SIZES
from delest.report.pages.compare import brief_comparison, compare_page
from delest.report.pages.equipment import equipment_page
from delest.report.pages.estimate import estimate_page
from delest.report.pages.estimate_run import estimate_run_page
from delest.report.pages.gate.compared import updated_page
from delest.report.pages.gate.limits import Explained, explained_page
from delest.report.pages.history import history_page
from delest.report.pages.plan import Names, plan_page
from delest.report.pages.rules import rule_page, rules_page
from delest.report.pages.traffic import traffic_page
from delest.report.pages.weigh import weigh_page
from delest.report.publish import Published
from delest.report.signals.audit_metrics import audit_metrics
from delest.report.signals.badge import badge
from delest.report.signals.comparison_metrics import comparison_metrics
from delest.report.signals.history_metrics import history_metrics
from delest.report.workbook.audit_sheets import findings_sheet, resources_sheet
from delest.report.workbook.csv_table import csv_table
from delest.report.workbook.ods import ods
from delest.report.workbook.xlsx import xlsx


def audit(report: AuditReport) -> Published:
    """Return an audit: short in a terminal, whole in a file."""
    return Published(
        page=partial(report_page, report),
        brief=partial(fitted, partial(answer_page, report), SIZES),
        folder=partial(folder, report),
        data={
            "json": partial(audit_json.pieces, report),
            "csv": lambda: (audit_csv.render(report),),
            "resources-csv": lambda: (csv_table(resources_sheet(report)),),
            "findings-csv": lambda: (csv_table(findings_sheet(report)),),
            "tickets": lambda: (markdown.render(tickets_page(report)),),
            "xlsx": lambda: (xlsx(report),),
            "ods": lambda: (ods(report),),
            "open-metrics": lambda: (audit_metrics(report),),
            "badge": lambda: (badge(report),),
        },
    )


CHECK_DATA: Final = ("json", "junit", "sarif", "code-quality", "open-metrics", "github")
"""Formats of a verdict for programs."""


def check(verdict: Verdict, audited: AuditReport | None = None, *, interrupted: bool = False) -> Published:
    """Return the verdict of a check; ``audited``: what it is on, for its kg CO2e a year where page views are known."""
    as_json = partial(verdict_json, audited=audited)
    formats: tuple[Callable[[Verdict], str], ...] = (as_json, junit, sarif, code_quality, open_metrics, annotations)
    writers = dict(zip(CHECK_DATA, formats, strict=True))
    return Published(
        page=partial(check_page, verdict, audited, interrupted=interrupted),
        data={form: partial(_whole, writer, verdict) for form, writer in writers.items()},
    )


def _whole(writer: Callable[[Verdict], str], verdict: Verdict) -> Sequence[str]:
    return (writer(verdict),)


def explained(pages: Sequence[Explained], sets: Sequence[BudgetSet]) -> Published:
    """Return which budget applies to which page."""
    return Published(page=partial(explained_page, pages, sets))


def updated(path: str, before: Baseline | None, now: Baseline, compared: BaselineVerdict | None) -> Published:
    """Return what writing a baseline changes."""
    return Published(page=partial(updated_page, path, before, now, compared))


def prove(report: AuditReport) -> Published:
    """Return what was proven on the recorded pages of an audit."""
    return Published(
        page=partial(proofs_page, report),
        data={"json": lambda: (proofs_json(report.proofs),)},
    )


def comparison(found: Comparison) -> Published:
    """Return how two audits differ."""
    return Published(
        page=partial(compare_page, found),
        brief=partial(fitted, partial(brief_comparison, found), COMPARISON_SIZES),
        data={
            "json": lambda: (comparison_json(found),),
            "csv": lambda: (comparison_csv(found),),
            "open-metrics": lambda: (comparison_metrics(found),),
        },
    )


def history(found: History) -> Published:
    """Return the audits of one site, oldest first."""
    return Published(
        page=partial(history_page, found),
        data={
            "json": lambda: (history_json(found),),
            "csv": lambda: (history_csv(found),),
            "open-metrics": lambda: (history_metrics(found),),
        },
    )


def traffic(export: Export, report: AuditReport | None) -> Published:
    """Return what was understood of page views, joined to an audit where there is one."""
    return Published(
        page=partial(traffic_page, export, report),
        data={"json": lambda: (traffic_json(export, report),), "csv": lambda: (traffic_csv(export, report),)},
    )


def weigh(recordings: Sequence[WeighedRecording]) -> Published:
    """Return what recordings weigh."""
    return Published(
        page=partial(weigh_page, recordings),
        data={"json": lambda: (recordings_json(recordings),), "csv": lambda: (recordings_csv(recordings),)},
    )


def estimated_page(
    found: Avoided, examples: Collection[Role], computed_at: datetime, equivalences: Sequence[Equivalence]
) -> Published:
    """Return the claim of a lighter page."""
    return Published(
        page=partial(estimate_page, found, examples, computed_at, equivalences),
        data={"json": lambda: (estimate_json("page", found, equivalences=equivalences),)},
    )


def estimated_equipment(
    found: EquipmentClaim, device: tuple[str, str], equivalences: Sequence[Equivalence]
) -> Published:
    """Return the claim of a lever on devices."""
    beside = without_false_bounds(equivalences)
    return Published(
        page=partial(equipment_page, found, device, equivalences),
        data={"json": lambda: (estimate_json("equipment", without_false_bounds(found), equivalences=beside),)},
    )


def estimated_plan(found: Plan, names: Names, left_out: Sequence[Mapping[str, object]]) -> Published:
    """Return a plan of actions."""
    return Published(
        page=partial(plan_page, found, names, len(left_out)),
        data={"json": lambda: (estimate_json("plan", without_false_bounds(found), left_out=left_out),)},
    )


def estimated_run(made: AuditReport | None, today: AuditReport, computed_at: datetime) -> Published:
    """Return what a saved run answered, and what it answers today."""
    return Published(
        page=partial(estimate_run_page, made, today, computed_at),
        data={"json": lambda: (estimate_json("run", run_answers(made, today, computed_at)),)},
    )


def rules(known: Sequence[RuleWords]) -> Published:
    """Return the rules in short."""
    return Published(page=partial(rules_page, known), data={"json": lambda: (plain_json(known),)})


def rule(one: RuleWords) -> Published:
    """Return one rule in full."""
    return Published(page=partial(rule_page, one), data={"json": lambda: (plain_json(one),)})


def factor_list(sets: Sequence[FactorSet]) -> Published:
    """Return the released factor sets."""
    return Published(
        page=partial(factors.list_page, sets),
        data={"json": lambda: (plain_json([each.ref for each in sets]),)},
    )


def factor_set(one: FactorSet, sources: Mapping[str, Source]) -> Published:
    """Return one set."""
    return Published(page=partial(factors.show_page, one, sources), data={"json": lambda: (plain_json(one),)})


def factor_difference(one: FactorSet, other: FactorSet, changes: Sequence[RowChange]) -> Published:
    """Return what differs between two sets."""
    return Published(
        page=partial(factors.diff_page, one, other, changes),
        data={"json": lambda: (plain_json(changes),)},
    )


def factors_released(files: int) -> Published:
    """Return that the released files are whole."""
    return Published(page=partial(factors.released_page, files))


def factors_own(file: str, own: FactorSet, reading: Reading | None) -> Published:
    """Return that a user's own file is sound."""
    return Published(page=partial(factors.own_page, file, own, reading))
