"""A verdict as JSON, ``delest.verdict/1``: the records of a check under their own names."""

import msgspec

from delest.records.budget import Verdict
from delest.report.language.safe_text import public

SCHEMA = "delest.verdict/1"


def verdict_json(verdict: Verdict) -> str:
    """Return the JSON document; credentials in URLs are removed."""
    tree = {"schema": SCHEMA, **public(msgspec.to_builtins(verdict))}
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"
