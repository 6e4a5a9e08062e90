"""What the end of an audit's process means for its service. Pure."""

from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from delest.errors import N_, ExitCode
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.records.fleet.campaign import Attempt, State

_SERVICE: Final = frozenset({ExitCode.NOT_MEASURED, ExitCode.BLOCKED})
"""The service could not be measured: trying again within the campaign would not help."""
_BUSY_S: Final = 30.0
"""Longer than a worker that was cut off needs to notice: its audit ends with it."""
_CODES: Final = frozenset(code.value for code in ReasonCode)

OVERDUE: Final = N_("its time was over before its audit was complete")
LOST: Final = N_("the process that audited it was lost")
BUSY: Final = N_("another delest process was working on its audit")
INCOMPLETE: Final = N_("its audit ended without being complete")


class Verdict(Struct, frozen=True, kw_only=True):
    """What becomes of a service."""

    state: State
    """``TODO``: it is to be tried again."""
    reason: Reason | None = None
    message: str = ""
    said: Message | None = None
    """The message for other languages."""
    counts: bool = True
    """It was a try; False: the campaign was stopped."""
    wait_s: float = 0.0
    """Before it is tried again."""


def attempt_of(number: int, told: dict[str, Any]) -> Attempt:
    """Return the record of what ``child.audit`` told."""
    outcome = told["outcome"]
    return Attempt(
        number=number,
        worker=str(told["worker"]),
        began_at=datetime.fromisoformat(told["began_at"]),
        ended_at=datetime.fromisoformat(told["ended_at"]),
        exit_code=told["exit_code"],
        timed_out=bool(told["timed_out"]),
        stopped=bool(told["stopped"]),
        complete=outcome.get("complete") is True,
        pages_measured=int(outcome.get("pages_measured") or 0),
        pages_loaded=int(outcome.get("pages_loaded") or 0),
        reason_code=str(outcome.get("reason_code") or ""),
        message=str(outcome.get("message") or "")[:500],
        said=_sentence(outcome.get("said")),
    )


def _sentence(told: object) -> Message | None:
    """Return a message as the audit's own process wrote it; None where there is none, or it was damaged."""
    try:
        return msgspec.convert(told, Message) if told else None
    except msgspec.ValidationError:
        return None


def judged(attempt: Attempt, *, last: bool) -> Verdict:
    """Return what an attempt means; ``last``: there is no other try.

    Done is what is complete and measured, and nothing else. A service that cannot be measured has failed, with its
    reason; an audit that was killed, found no browser or a full disk is tried again.
    """
    code = attempt.exit_code
    if attempt.complete and attempt.pages_measured and code == ExitCode.DONE:
        whole = attempt.pages_measured == attempt.pages_loaded
        return Verdict(state=State.DONE if whole else State.PARTIAL)
    if attempt.timed_out:
        return Verdict(state=State.FAILED, message=OVERDUE)
    if attempt.stopped:
        return Verdict(state=State.TODO, counts=False)
    if code in _SERVICE and (attempt.reason_code in _CODES or code == ExitCode.BLOCKED or last):
        return Verdict(state=State.FAILED, reason=_reason(attempt), message=attempt.message, said=attempt.said)
    if code == ExitCode.BUSY:
        return Verdict(state=State.TODO, message=BUSY, wait_s=_BUSY_S)
    return _tried_again(attempt, last=last)


def _tried_again(attempt: Attempt, *, last: bool) -> Verdict:
    lost = attempt.exit_code is None or attempt.exit_code < 0
    message = attempt.message or (LOST if lost else INCOMPLETE)
    state = State.FAILED if last else State.TODO
    return Verdict(state=state, message=message, said=attempt.said, wait_s=0.0 if last else 1.0)


def _reason(attempt: Attempt) -> Reason | None:
    if attempt.reason_code not in _CODES:
        return None
    return Reason(code=ReasonCode(attempt.reason_code))
