"""The evidence for programs; its sentences are in English whatever the reader's language."""

from typing import Any, Final

import msgspec

from delest.records.state.evidence import Criterion, Evidence, Pack, Told
from delest.report.figures import raw
from delest.report.language.safe_text import public
from delest.report.language.words import speaking
from delest.report.pages.rgesn.told import told

VERSION: Final = 1


def evidence_json(pack: Pack) -> str:
    """Return the pack as JSON."""
    with speaking("en"):
        tree = {
            "delest_rgesn": VERSION,
            "framework": pack.framework,
            "run": pack.run_id,
            "site": pack.site,
            "audited_at": pack.audited_at.isoformat(),
            "browser": pack.browser,
            "device": pack.device,
            "complete": pack.complete,
            "pages_measured": pack.pages,
            "pages_not_measured": pack.not_measured,
            "points": msgspec.to_builtins(pack.points),
            "criteria": [_row(each, found) for each, found in zip(pack.criteria, pack.evidence, strict=True)],
        }
    return msgspec.json.format(msgspec.json.encode(public(tree)), indent=2).decode() + "\n"


def _row(criterion: Criterion, found: Evidence) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title_fr": criterion.title_fr,
        "theme": criterion.theme,
        "priority_fr": criterion.priority_fr,
        "weight": criterion.weight,
        "level": criterion.level,
        "status": found.status.value,
        "seen": found.seen.value,
        "not_applicable_perhaps": found.not_applicable_perhaps,
        "measured": [_said(each) for each in found.said],
        "not_measured": [_said(each) for each in found.missing],
        "threshold": _said(found.threshold),
        "limits": [_said(each) for each in found.limits],
        "by_hand": _said(found.by_hand),
        "action": _said(found.action),
        "at_stake_bytes_per_view": found.at_stake_bytes,
        "pages": [
            {"url": look.url, "seen": look.seen.value, "status": look.status.value, "measured": _said(look.said)}
            for look in found.looks
        ],
        "files": msgspec.to_builtins(found.resources),
        "wsg": list(criterion.wsg),
    }


def _said(sentence: Told | None) -> str | None:
    return raw(told(sentence)) if sentence else None
