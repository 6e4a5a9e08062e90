"""NetLog out of a running browser: the tracing categories, started and read over its DevTools session."""

import asyncio
import base64
import contextlib
from typing import Any, Final

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from delest.measure.netlog.ledger import CATEGORIES, Ledger, read_ledger
from delest.measure.netlog.trace_event import decode

_CHUNK_BYTES: Final = 1 << 20
_MAX_TRACE_BYTES: Final = 1 << 28
_STOP_LIMIT_S: Final = 30.0
_REPORT_S: Final = 0.25
"""The browser reports no more often."""
_STILL_REPORTS: Final = 4
_SILENT_REPORTS: Final = 2
"""Where nothing was sent, no answer is to be waited for."""


class Pulse:
    """Whether the network log still grows, by the browser's own reports of how full it is.

    DevTools says nothing of what a page sends as it is left; the log holds it.
    """

    def __init__(self, session: CDPSession) -> None:
        self._usage: object = None
        self._still = 0
        self._grew = True
        self._news = asyncio.Event()
        self.at_once = False
        """What pages send is answered at once: answers need not be waited for."""
        session.on("Tracing.bufferUsage", self._reported)

    def _reported(self, event: dict[str, Any]) -> None:
        usage = event.get("value")
        self._still = self._still + 1 if usage == self._usage else 0
        self._grew |= usage != self._usage
        self._usage = usage
        self._news.set()

    def mark(self) -> None:
        """Take what the log holds by now as known."""
        self._grew = False

    async def rest(self, limit_s: float) -> None:
        """Wait until the log has not grown for a second, counted from now on and in reports: a busy machine is slow.

        Where it has not grown since ``mark``, or answers come at once, half of that is enough.
        """
        self._still = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                while self._still < (_STILL_REPORTS if self._grew and not self.at_once else _SILENT_REPORTS):
                    self._news.clear()
                    await self._news.wait()


async def start(session: CDPSession) -> bool:
    """Start the NetLog trace of a browser; False where the browser offers no tracing."""
    config = {
        "recordMode": "recordAsMuchAsPossible",
        # Any other category would add hundreds of megabytes.
        "excludedCategories": ["*"],
        "includedCategories": list(CATEGORIES),
    }
    try:
        # Not compressed: with gzip, the end of a trace never comes once a page's process has been ended.
        start = {"transferMode": "ReturnAsStream", "bufferUsageReportingInterval": _REPORT_S * 1000}
        await session.send("Tracing.start", {**start, "traceConfig": config})
    except PlaywrightError:
        return False
    return True


async def finish(session: CDPSession, since_us: float = 0) -> Ledger | None:
    """Stop the trace and fold what came since a moment; None where it was lost, cut, or larger than can be read."""
    complete: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def completed(event: dict[str, Any]) -> None:
        if not complete.done():
            complete.set_result(event)

    session.once("Tracing.tracingComplete", completed)
    try:
        async with asyncio.timeout(_STOP_LIMIT_S):
            await session.send("Tracing.end")
            event = await complete
            trace = await _read(session, event["stream"])
    except (TimeoutError, PlaywrightError):
        return None
    if event.get("dataLossOccurred") or trace is None:
        return None
    return await asyncio.to_thread(_fold, trace, since_us)


def _fold(trace: bytes, since_us: float) -> Ledger | None:
    try:
        return read_ledger(decode(trace), since_us)
    except Exception:  # noqa: BLE001 - whatever stands in a log, it costs one page's ledger and no audit
        return None


async def _read(session: CDPSession, handle: str) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while size < _MAX_TRACE_BYTES:
        answer = await session.send("IO.read", {"handle": handle, "size": _CHUNK_BYTES})
        data = answer["data"]
        parts.append(base64.b64decode(data) if answer.get("base64Encoded") else data.encode())
        size += len(parts[-1])
        if answer["eof"]:
            break
    await session.send("IO.close", {"handle": handle})
    return b"".join(parts) if size < _MAX_TRACE_BYTES else None
