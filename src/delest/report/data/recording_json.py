"""Recordings made elsewhere as JSON, ``delest.recording/1``."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from delest.records.pages.recording import WeighedRecording
from delest.report.language.reasons import in_english
from delest.report.language.safe_text import public

_SCHEMA: Final = "delest.recording/1"


def recordings_json(recordings: Sequence[WeighedRecording]) -> str:
    """Return what recordings weigh as JSON; ``unknown`` counts what the text says in sentences."""
    told: dict[str, Any] = {"schema": _SCHEMA, "recordings": public(msgspec.to_builtins(recordings))}
    for recording, entry in zip(recordings, told["recordings"], strict=True):
        for page, tree in zip(recording.pages, entry["pages"], strict=True):
            tree |= {"reason": in_english(page.reason), "reason_code": page.reason and page.reason.code}
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
