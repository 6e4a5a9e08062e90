"""``outcome.json`` in the run directory: how a command ended, for whoever started it."""

import json
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from delest.errors import BusyError, DelestError, ExitCode
from delest.message import Message
from delest.reason import Reason

if TYPE_CHECKING:
    from delest.records.runs.audit import AuditReport

FILE_NAME: Final = "outcome.json"
_SCHEMA: Final = "delest.outcome/1"


class Ending:
    """Writes how the command within its ``with`` block ended; a run that has no such file has not ended."""

    report: "AuditReport | None" = None
    """What was measured, as soon as it is there."""

    def __init__(self) -> None:
        self._run: Path | None = None
        self._code: ExitCode | None = None

    def at_work_on(self, run: Path) -> None:
        """Take note of the run directory, and take away what an earlier command has left in it."""
        self._run = run
        if run.is_dir():  # where it cannot be one, the journal says so
            (run / FILE_NAME).unlink(missing_ok=True)

    def with_code(self, code: ExitCode) -> ExitCode:
        """Take note of the exit code and return it."""
        self._code = code
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, BusyError):
            return  # the file is that of the process at work
        code, message, said, reason = self._code, "", None, ""
        if isinstance(error, DelestError):
            code, message, said = error.exit_code, str(error), error.message
            reason = str(getattr(error.values.get("reason"), "code", "")) or _reason_of(self.report)
        elif error is not None:
            code = ExitCode.INTERRUPTED if isinstance(error, KeyboardInterrupt) else ExitCode.NOT_MEASURED
            message = repr(error)
        if self._run is not None and code is not None and self._run.is_dir():
            self._write(code, message, said, reason)

    def _write(self, code: ExitCode, message: str, said: Message | None, reason_code: str) -> None:
        assert self._run is not None  # noqa: S101 - asked before
        told = {
            "schema": _SCHEMA,
            "exit_code": int(code),
            "outcome": code.name.lower().replace("_", "-"),
            "reason_code": reason_code,
            "message": message,
            **({"said": msgspec.to_builtins(said)} if said else {}),  # to be said in other languages
            **_counted(self.report),
        }
        whole = self._run / FILE_NAME
        part = whole.with_suffix(".part")
        part.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        part.replace(whole)  # so that no reader ever sees half of it


def _reason_of(report: "AuditReport | None") -> str:
    """Return why nothing could be loaded where not even robots.txt could be asked for; empty: not known."""
    values = [value for warning in (report.end.warnings if report else ()) for value in warning.values.values()]
    return next((value.code.value for value in values if isinstance(value, Reason)), "")


def _counted(report: "AuditReport | None") -> dict[str, Any]:
    if report is None:
        return {}
    return {
        "run_id": report.header.run.id,
        "delest_version": report.header.run.delest_version,
        "started_at": report.header.run.started_at.isoformat(),
        "ended_at": report.end.ended_at.isoformat(),
        "complete": report.end.complete,
        "pages_known": report.end.known_pages,
        "pages_loaded": len(report.pages),
        "pages_measured": len(report.weights),
    }
