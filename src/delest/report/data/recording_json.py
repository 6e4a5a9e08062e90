"""Recordings made elsewhere as JSON, ``delest.recording/1``."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from delest.records.recording import WeighedRecording
from delest.report.language.safe_text import public

_SCHEMA: Final = "delest.recording/1"


def recordings_json(recordings: Sequence[WeighedRecording]) -> str:
    """Return what recordings weigh as JSON; ``unknown`` counts what the text says in sentences."""
    told: dict[str, Any] = {"schema": _SCHEMA, "recordings": public(msgspec.to_builtins(recordings))}
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
