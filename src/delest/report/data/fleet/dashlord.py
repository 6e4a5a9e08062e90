"""The files that a DashLord dashboard reads: one folder an address, with what delest says of it.

DashLord looks in ``results/<address in base64>/``. It knows a closed list of tools; ``delest.json`` is for a dashboard
that was taught delest. ``ecoindex.json``, on request, is read by any: one row with what the EcoIndex counts, without
emission factors of others. DashLord then shows the grade, and hides what is missing.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from delest.records.fleet.campaign import Entry
from delest.records.fleet.report import FleetReport, StartScore
from delest.report.language.safe_text import public

SCHEMA: Final = "delest.dashlord/1"
_GRADES: Final = ((0.0, "A"), (0.25, "B"), (0.5, "C"), (0.75, "D"))
"""By the share of the measured pages that are over the budget, at most."""


def files(found: FleetReport, scores: Mapping[str, StartScore] | None = None) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files of each service.

    Args:
        found: the report.
        scores: EcoIndex of the start page by service, for those that are to have an ``ecoindex.json``.
    """
    for entry in found.entries:
        score = (scores or {}).get(entry.service.id)
        if score is not None:
            yield f"results/{folder_of(entry.service.url)}/ecoindex.json", _ecoindex(score)
        text = msgspec.json.format(msgspec.json.encode(public(_tree(found, entry))), indent=1).decode()
        yield f"results/{folder_of(entry.service.url)}/delest.json", text + "\n"


def _ecoindex(score: StartScore) -> str:
    row = {
        "url": score.url, "size": round(score.bytes / 1000, 3), "nodes": score.elements,
        "requests": round(score.requests), "grade": score.grade, "score": round(score.score, 1),
        "date": score.ended_at.isoformat(), "width": score.width_px, "height": score.height_px,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode([public(row)]), indent=1).decode() + "\n"


def folder_of(url: str) -> str:
    """Return the folder of an address: standard base64, whose ``/`` nests folders as DashLord's own scripts do."""
    return base64.b64encode(url.encode()).decode()


def _tree(found: FleetReport, entry: Entry) -> dict[str, Any]:
    result = entry.result
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "url": entry.service.url,
        "edition": found.header.name,
        "state": entry.state.value,
        "reason_code": entry.reason.code.value if entry.reason else None,
        "grade": _grade(entry),
    }
    if result is None:
        return told
    return told | {
        "date": result.ended_at.date().isoformat(),
        "run_id": result.run_id,
        "pages_measured": len(result.pages),
        "mean_page_bytes": round(result.mean_bytes),
        "mean_page_requests": round(result.mean_requests, 1),
        "avoidable_bytes_per_view": round(result.avoidable_bytes),
        "budget_bytes": entry.service.budget_bytes,
        "pages_over_budget": entry.pages_over_budget,
        "kgco2e_per_year": msgspec.to_builtins(result.kgco2e_per_year),
    }


def _grade(entry: Entry) -> str | None:
    """Return the grade of the budget; None: there is no budget, or nothing was measured."""
    over = entry.pages_over_budget
    if over is None or entry.result is None:
        return None
    share = over / len(entry.result.pages)
    return next((grade for most, grade in _GRADES if share <= most), "E")
