"""A campaign for programs: JSON, ``delest.fleet/1``; its JSON Schema ships beside it."""

from typing import Any, Final

import msgspec

from delest.records.fleet.report import FleetReport
from delest.report.data.fleet.tables import SERVICES, services
from delest.report.language.safe_text import public
from delest.report.pages.co2e.claims import LEFT_OUT

SCHEMA: Final = "delest.fleet/1"


def report_json(found: FleetReport) -> str:
    """Return the JSON document; credentials in URLs are removed."""
    return msgspec.json.format(msgspec.json.encode(public(_tree(found))), indent=1).decode() + "\n"


def _tree(found: FleetReport) -> dict[str, Any]:
    header = found.header
    return {
        "schema": SCHEMA,
        "edition": header.name,
        "created_at": header.created_at.isoformat(),
        "closed_at": header.closed_at.isoformat() if header.closed_at else None,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "delest_version": header.delest_version,
        "options": list(header.options),
        "factor_sets": msgspec.to_builtins(header.factor_sets),
        "services_known": found.known,
        "services_measured": sum(each.result is not None for each in found.entries),
        "states": {state.value: n for state, n in found.states.items()},
        "mean_page_bytes": msgspec.to_builtins(found.spread),
        "services_with_budget": found.with_budget,
        "services_within_budget": found.within_budget,
        "services_with_views": found.with_views,
        "page_views_per_year": found.views_per_year,
        "bytes_per_year": found.bytes_per_year if found.with_views else None,
        "kgco2e_per_year": msgspec.to_builtins(found.converted.kgco2e_per_year) if found.converted else None,
        "left_out": list(LEFT_OUT),
        "ministries": msgspec.to_builtins(found.groups),
        "actions": msgspec.to_builtins(found.actions),
        "unmeasured": [
            {
                "reason_code": each.reason.value if each.reason else None,
                "message": each.message,
                "services": [] if found.anonymous else [entry.service.id for entry in each.entries],
                "count": len(each.entries),
            }
            for each in found.unmeasured
        ],
        "trends": [_trend(found, number) for number in range(len(found.trends))],
        "own_bytes": found.own_bytes,
        "own_kgco2e": msgspec.to_builtins(found.own_converted.kgco2e_per_year) if found.own_converted else None,
        "services": [dict(zip((field.name for field in SERVICES), row, strict=True)) for row in services(found)],
    }


def _trend(found: FleetReport, number: int) -> dict[str, Any]:
    trend = found.trends[number]
    told: dict[str, Any] = msgspec.to_builtins(trend)
    told["kgco2e_per_year"] = msgspec.to_builtins(trend.converted.kgco2e_per_year) if trend.converted else None
    del told["converted"]
    for name in ("only_before", "only_after"):
        told[name] = len(told[name]) if found.anonymous else told[name]
    return told
