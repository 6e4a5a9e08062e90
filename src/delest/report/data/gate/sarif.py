"""A verdict as SARIF 2.1.0, within the limits that GitHub states for code scanning.

GitHub keeps the first 5 000 results, reads one location of each, refuses empty strings, and tells results from run to
run by ``primaryLocationLineHash``.
"""

import json
from typing import Any, Final

from delest import __version__
from delest.records.gate.budget import Verdict
from delest.report.data.gate.issues import RULES, Issue, IssueRule, issues
from delest.report.language.words import _

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST: Final = 5_000
_TEXT: Final = 1_000


def sarif(verdict: Verdict) -> str:
    """Return the JSON document."""
    found = issues(verdict)
    run = {
        "tool": {
            "driver": {
                "name": "delest",
                "version": __version__,
                "rules": [_rule(rule) for rule in IssueRule],
            }
        },
        "automationDetails": {"id": "delest/"},
        "results": [_result(issue) for issue in found[:_MOST]],
        "columnKind": "utf16CodeUnits",
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: IssueRule) -> dict[str, Any]:
    text = _(RULES[rule])
    return {
        "id": f"delest/{rule}",
        "name": "".join(part.capitalize() for part in rule.split("-")),
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "properties": {"tags": ["performance", "sustainability"]},
    }


def _result(issue: Issue) -> dict[str, Any]:
    text = f"{issue.page}: {issue.text}" if issue.page else issue.text
    return {
        "ruleId": f"delest/{issue.rule}",
        "level": "error" if issue.failure else "warning",
        "message": {"text": text[:_TEXT]},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": issue.file.removeprefix("./")},
                    "region": {"startLine": issue.line, "startColumn": 1, "endLine": issue.line, "endColumn": 2},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": f"{issue.fingerprint}:1"},
    }
