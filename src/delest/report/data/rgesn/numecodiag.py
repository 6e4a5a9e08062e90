"""The state that NumÉcoDiag keeps, for its two builds: that of the DISIC (RGESN version 1) and its fork (2024).

Both keep a list of audits as JSON text under ``audits``: the first in the storage of the extension, the second in the
local storage of its page. Read in github.com/DISIC/NumEcoDiag and github.com/onepoint-numerique-responsable/NumEcoDiag.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from delest.records.state.evidence import Evidence, Names, Pack, Seen, Status
from delest.report.figures import plain
from delest.report.language.words import speaking
from delest.report.pages.rgesn.told import told

_CODES: Final = {
    Status.VALID: "satisfied",
    Status.IN_PROGRESS: "rejected",
    Status.NOT_VALID: "rejected",
    Status.NOT_APPLICABLE: "not-applicable",
    Status.TO_ASSESS: "undefined",
}
_COUNTERS: Final = {"satisfied": "satisfied", "rejected": "rejected", "not-applicable": "notApplicable"}
_STORES: Final = {
    "v1": "(globalThis.browser ?? chrome).storage.local.set({{audits: {state}}});",
    "v2": "localStorage.setItem('audits', {state}); location.reload();",
}


def state_2024(pack: Pack, names: Names) -> str:
    """Return the state of the fork, with its 78 criteria."""
    with speaking("fr"):
        by_criteria = dict(_entries(pack))
    audit = _audit(by_criteria, "v2") | {
        "projectInfo": {
            "serviceName": names.service or pack.site,
            "evaluationEntity": names.entity,
            "responsibleName": names.responsible,
            "samples": "\n".join(url for url, _title in pack.sample[:50]),
        }
    }
    return _text([audit])


def state_v1(pack: Pack, older: Mapping[str, tuple[str, ...]]) -> str:
    """Return the state of the first build: comments, and no status, for its criteria ask other questions.

    Args:
        pack: the evidence.
        older: the criteria of RGESN version 1, each with those of 2024 that continue it.
    """
    found = {each.criterion: each for each in pack.evidence}
    with speaking("fr"):
        by_criteria = {
            name: {"status": "undefined", "analysis": text}
            for name, related in older.items()
            if (text := "\n".join(f"RGESN 2024, {each} : {_analysis(found[each])}" for each in related
                                  if each in found and found[each].said))
        }  # fmt: skip
    return _text([_audit(by_criteria, "v1")])


def line(state: str, version: str) -> str:
    """Return the line to paste into the console of the extension's own window."""
    return _STORES[version].format(state=json.dumps(state.strip())) + "\n"


def _entries(pack: Pack) -> Iterator[tuple[str, dict[str, str]]]:
    for found in pack.evidence:
        if found.seen is not Seen.NOT_MEASURED or found.status is not Status.TO_ASSESS:
            yield found.criterion, {"status": _CODES[found.status], "analysis": _analysis(found)}


def _analysis(found: Evidence) -> str:
    return " ".join(plain(told(each)) for each in found.said)


def _audit(by_criteria: Mapping[str, Mapping[str, str]], version: str) -> dict[str, Any]:
    counters = dict.fromkeys(_COUNTERS.values(), 0)
    for each in by_criteria.values():
        if each["status"] in _COUNTERS:
            counters[_COUNTERS[each["status"]]] += 1
    return {"byCriteria": by_criteria, "byCounters": counters, "selectedVersion": version}


def _text(audits: list[dict[str, Any]]) -> str:
    return json.dumps(audits, ensure_ascii=False, indent=1) + "\n"
