"""What was understood of page views, for programs: JSON (``delest.traffic/1``) and CSV, a line a page."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from delest.records.co2e.traffic import Export
from delest.records.runs.audit import AuditReport
from delest.report.data.json_v1.traffic import traffic_tree
from delest.report.data.spreadsheet import cell, sheet
from delest.report.digest.yearly import downloads_of_year, pages_of_year, templates_of_year
from delest.report.language.reasons import in_english
from delest.report.language.safe_text import public

_SCHEMA: Final = "delest.traffic/1"
_COLUMNS: Final = ("address", "kind", "views", "entries", "views_per_year", "bytes_per_view", "bytes_per_year")


def traffic_json(export: Export, report: AuditReport | None) -> str:
    """Return the export, and what it is worth on the measured pages; every sentence is in English."""
    period = export.period
    told: dict[str, Any] = {
        "schema": _SCHEMA,
        "source": export.source,
        "files": export.files,
        "recognised": [in_english(each) for each in export.recognised],
        "period_days": period and period.days,
        "period_first_day": period and period.first_day,
        "period_last_day": period and period.last_day,
        "views": sum(row.views for row in export.rows) + sum(row.views for row in export.unplaced),
        "pages": [{"address": row.page, "views": row.views, "entries": row.entries} for row in export.rows],
        "documents": [{"address": row.page, "downloads": row.views} for row in export.documents],
        "unplaced": export.unplaced,
        "stated_total": export.stated_total,
        "robots_by": export.robots_by,
        "robot_views": export.robot_views,
        "robots_list": export.robots_list,
        "weak": export.weak,
        "lines": export.lines,
        "warnings": [in_english(each) for each in export.warnings],
        "joined": None if report is None else _joined(report),
    }
    return msgspec.json.format(msgspec.json.encode(public(msgspec.to_builtins(told))), indent=2).decode() + "\n"


def _joined(report: AuditReport) -> dict[str, Any]:
    return {
        "run_id": report.header.run.id,
        "traffic": traffic_tree(report.traffic),
        "pages": [page._asdict() for page in pages_of_year(report)],
        "templates": [
            {
                "template": each.views.template,
                "bytes_per_year": each.bytes_per_year,
                "modelled_low_bytes_per_year": each.modelled_low_bytes,
                "modelled_high_bytes_per_year": each.modelled_high_bytes,
            }
            for each in templates_of_year(report)
        ],
        "downloads": [each._asdict() for each in downloads_of_year(report)],
        "kgco2e_per_year": report.attributed and report.attributed.kgco2e_per_year,
    }


def traffic_csv(export: Export, report: AuditReport | None) -> str:
    """Return one line per address of the export, then one per measured page where it was joined to a run."""
    return sheet(_COLUMNS, _rows(export, report))


def _rows(export: Export, report: AuditReport | None) -> Iterator[Sequence[object]]:
    for row in export.rows:
        yield cell(row.page), "page", row.views, "" if row.entries is None else row.entries
    for row in export.documents:
        yield cell(row.page), "document", row.views
    for other in export.unplaced:
        yield cell(other.label), "unplaced", other.views
    for page in pages_of_year(report) if report is not None else ():
        yield cell(page.url), "measured", "", "", round(page.views), round(page.view_bytes), round(page.bytes_per_year)
