"""A verdict as a GitLab Code Quality report: one entry an issue.

GitLab stops reading at an invalid entry, merges entries of one fingerprint, and wants a path without ``./``.
"""

import json

from delest.records.gate.budget import Verdict
from delest.report.data.gate.issues import issues

_MOST = 500
"""Entries; a merge request shows far fewer."""


def code_quality(verdict: Verdict) -> str:
    """Return the JSON array."""
    entries = [
        {
            "description": f"{issue.page}: {issue.text.splitlines()[0]}" if issue.page else issue.text.splitlines()[0],
            "check_name": f"delest/{issue.rule}",
            "fingerprint": issue.fingerprint,
            "severity": "major" if issue.failure else "minor",
            "location": {"path": issue.file.removeprefix("./"), "lines": {"begin": issue.line}},
        }
        for issue in {each.fingerprint: each for each in reversed(issues(verdict))}.values()
    ]
    return json.dumps(entries[::-1][:_MOST], ensure_ascii=False, indent=1) + "\n"
