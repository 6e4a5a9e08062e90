"""A comparison of two audits for programs: JSON, ``delest.comparison/1``, and CSV, a line a page."""

from typing import Final

import msgspec

from delest.records.gate.comparison import Comparison, History
from delest.report.data.spreadsheet import cell, sheet
from delest.report.language.safe_text import public, without_credentials

SCHEMA: Final = "delest.comparison/1"


def comparison_json(found: Comparison) -> str:
    """Return the JSON document; credentials in URLs are removed."""
    tree = {"schema": SCHEMA, **public(msgspec.to_builtins(found))}
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"


def comparison_csv(found: Comparison) -> str:
    """Return one line a page: those of both audits, then those of one alone."""
    columns = (
        "url",
        "before_bytes",
        "after_bytes",
        "change_low_bytes",
        "change_bytes",
        "change_high_bytes",
        "certainty",
    )
    rows: list[tuple[object, ...]] = [
        (
            cell(without_credentials(pair.url)),
            round(pair.before_bytes),
            round(pair.after_bytes),
            round(pair.change_bytes.low),
            round(pair.change_bytes.central),
            round(pair.change_bytes.high),
            pair.certainty.value,
        )
        for pair in found.pairs
    ]
    rows += [(cell(without_credentials(url)), "", "", "", "", "", "only-before") for url in found.only_baseline]
    rows += [(cell(without_credentials(url)), "", "", "", "", "", "only-after") for url in found.only_scenario]
    rows += [(cell(without_credentials(url)), "", "", "", "", "", "requests-lost") for url in found.lost_requests]
    return sheet(columns, rows)


def history_json(found: History) -> str:
    """Return the JSON document of a history, ``delest.history/1``."""
    tree = {"schema": "delest.history/1", **public(msgspec.to_builtins(found))}
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"


def history_csv(found: History) -> str:
    """Return one line an audit, oldest first."""
    columns = ("date", "run_id", "pages", "mean_bytes", "paired_pages", "change_bytes", "certainty", "moved_by")
    rows = [
        (
            each.side.started_on,
            each.side.run_id,
            each.side.pages,
            round(each.mean_bytes),
            each.paired_pages,
            "" if each.change_bytes is None else round(each.change_bytes.central),
            each.certainty.value if each.certainty else "",
            cell(each.moved_by.name) if each.moved_by else "",
        )
        for each in found.audits
    ]
    return sheet(columns, rows)
