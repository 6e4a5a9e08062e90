"""One audit of one service in a process of its own, which ends with the process that started it.

A crash, a leak or a browser of an audit cannot take a worker with it, and a worker that dies leaves nothing behind. The
same function runs in the driver's process and on the workers of a cluster: plain dicts of text and numbers go in and
come out.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

_BOUND: Final = str(Path(__file__).with_name("bound.py"))
_LOOK_S: Final = 0.5
_GRACE_S: Final = 90.0
"""For the pages under way, once the audit is asked to end."""
_OUTCOME: Final = "outcome.json"
_LONGEST_OUTCOME: Final = 100_000
_LOG_END: Final = 4000
_ERROR: Final = "delest: "


def worker_name() -> str:
    """Return the machine and the process that this is."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def audit(task: dict[str, Any]) -> dict[str, Any]:
    """Run ``delest`` with the arguments of a task, and return how it ended.

    Args:
        task: ``arguments`` of delest; ``run``, the run directory; ``log``, a file for what it says; ``stop``, a file
            that asks all audits to end once it exists; ``limit_s``, the time after which this one is ended, 0: none.

    Returns:
        ``exit_code`` (negative: a signal), ``timed_out``, ``stopped``, ``worker``, ``began_at`` and ``ended_at`` (ISO),
        and ``outcome``, what the audit wrote of itself (empty where it did not get that far).
    """
    began_at = datetime.now(UTC)
    run, log = Path(task["run"]), Path(task["log"])
    said_before = await asyncio.to_thread(_clear, run, log)
    with await asyncio.to_thread(log.open, "ab") as said:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", _BOUND, str(os.getpid())),
            *(sys.executable, "-m", "delest", *task["arguments"]),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        why = await _watched(process, Path(task["stop"]), float(task["limit_s"]))
    except asyncio.CancelledError:
        _signal(process, signal.SIGKILL)
        await process.wait()
        raise
    return {
        "exit_code": process.returncode,
        "timed_out": why == "time",
        "stopped": why == "stop",
        "worker": worker_name(),
        "began_at": began_at.isoformat(),
        "ended_at": datetime.now(UTC).isoformat(),
        "outcome": await asyncio.to_thread(_outcome, run, log, said_before),
    }


def _clear(run: Path, log: Path) -> int:
    """Take away what an earlier audit wrote of itself, and return the length of its log: only this one is read."""
    log.parent.mkdir(parents=True, exist_ok=True)
    (run / _OUTCOME).unlink(missing_ok=True)
    return log.stat().st_size if log.exists() else 0


async def _watched(process: asyncio.subprocess.Process, stop: Path, limit_s: float) -> str:
    """Wait for the end of an audit, asking it to end where that is due; return why it was asked, empty: it was not."""
    ended = asyncio.ensure_future(process.wait())
    waited_s, why, asked_s = 0.0, "", 0.0
    try:
        while not (await asyncio.wait((ended,), timeout=_LOOK_S))[0]:
            waited_s += _LOOK_S
            if not why:
                asked_to_end = await asyncio.to_thread(stop.exists)
                why = "stop" if asked_to_end else "time" if 0 < limit_s <= waited_s else ""
                if why:
                    asked_s = waited_s
                    _signal(process, signal.SIGTERM)
            elif waited_s - asked_s >= _GRACE_S:
                _signal(process, signal.SIGKILL)
    finally:
        if not ended.done():
            ended.cancel()
    return why


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Signal the audit: to end it well, itself alone; to kill it, its whole session."""
    with suppress(ProcessLookupError):
        if number is signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)


def _outcome(run: Path, log: Path, said_before: int) -> dict[str, Any]:
    """Return what the audit wrote of itself; where it did not get that far, the last error that it printed."""
    try:
        with (run / _OUTCOME).open("rb") as file:
            said = json.loads(file.read(_LONGEST_OUTCOME))
    except (OSError, ValueError):
        said = None
    return said if isinstance(said, dict) else {"message": _last_error(log, said_before)}


def _last_error(log: Path, said_before: int) -> str:
    with log.open("rb") as file:
        file.seek(max(said_before, log.stat().st_size - _LOG_END))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return next((line.removeprefix(_ERROR) for line in reversed(lines) if line.startswith(_ERROR)), "")
