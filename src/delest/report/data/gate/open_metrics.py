"""A verdict as OpenMetrics text: for GitLab's metrics reports and for dashboards.

GitLab compares the values as text and shows each line, so they are whole numbers, few, and sorted.
"""

from delest.records.gate.budget import Verdict
from delest.report.data.gate.issues import issues


def open_metrics(verdict: Verdict) -> str:
    """Return the exposition."""
    found = issues(verdict)
    values = {
        "delest_pages_measured": verdict.pages,
        "delest_pages_not_measured": len(verdict.unmeasured),
        "delest_pages_over_budget": len({breach.page_url for breach in verdict.breaches}),
        "delest_pages_heavier_than_baseline": len(verdict.baseline.regressed) if verdict.baseline else None,
        "delest_issues": len(found),
    }
    lines: list[str] = []
    for name, value in values.items():
        if value is not None:
            lines += [f"# TYPE {name} gauge", f"{name} {value}"]
    limits = sorted(
        (
            (f'limit="{_label(each.limit)}",place="{_label(each.place or "command line")}"', each)
            for each in verdict.margins
        ),
        key=lambda pair: pair[0],
    )
    for name, field in (("delest_limit_allowed", "allowed"), ("delest_limit_measured", "measured")):
        if limits:
            lines.append(f"# TYPE {name} gauge")
            lines += [f"{name}{{{labels}}} {round(getattr(each, field))}" for labels, each in limits]
    return "\n".join([*lines, "# EOF", ""])


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
