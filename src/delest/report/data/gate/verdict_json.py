"""A verdict as JSON, ``delest.verdict/1``: the records of a check under their own names."""

import msgspec

from delest.records.gate.budget import Verdict
from delest.records.runs.audit import AuditReport
from delest.report.language.safe_text import public

SCHEMA = "delest.verdict/1"


def verdict_json(verdict: Verdict, audited: AuditReport | None = None) -> str:
    """Return the JSON document; credentials in URLs are removed. ``attributed``: kg CO2e where page views are known."""
    tree = {"schema": SCHEMA, **public(msgspec.to_builtins(verdict))}
    if audited is not None and audited.traffic is not None:
        tree["attributed"] = msgspec.to_builtins(audited.attributed)
        tree["traffic"] = public(msgspec.to_builtins(audited.traffic))
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"
