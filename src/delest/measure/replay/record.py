"""A measuring load that records itself: Chromium writes what it receives into a file, beside the trace.

The load has a browser of its own, for the last events reach the file only when it ends.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from delest.measure.browser.browser import Driver, Setting
from delest.measure.load import PageLoader
from delest.measure.replay import wire
from delest.measure.replay.netlog_file import NetworkLog, UnreadableLogError, read_log
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Capture, Outcome, PageLoad
from delest.records.pages.tape import Tape, TapedResponse
from delest.records.runs.loading import LoadOptions

MOST_LOG_BYTES: Final = 512_000_000


class Recorded(Struct, frozen=True, kw_only=True):
    """A load and, where it could be kept, its recording."""

    capture: Capture
    tape: Tape | None = None
    reason: Reason | None = None
    """Why there is no tape."""


async def record(driver: Driver, options: LoadOptions, url: str) -> Recorded:
    """Load a page as ``PageLoader.load`` does, with an empty cache, and record that very load.

    Raises:
        NoBrowserError: no browser can be started.
    """
    with tempfile.TemporaryDirectory(prefix="delest-record-") as folder:
        log = Path(folder) / "net.json"
        setting = Setting(switches=(f"--log-net-log={log}", "--net-log-capture-mode=Everything"))
        async with PageLoader(driver, options, setting) as loader:
            capture = await loader.load(url, keep_bodies=True)
        if capture.load.outcome is not Outcome.OK:
            return Recorded(capture=capture, reason=capture.load.reason)
        if not capture.load.exact:
            return Recorded(capture=capture, reason=Reason(code=ReasonCode.LOWER_BOUND))
        try:
            read = await asyncio.to_thread(_read, log)
        except UnreadableLogError as error:
            return Recorded(capture=capture, reason=error.reason)
    return Recorded(capture=capture, tape=_tape(capture, read))


def _read(log: Path) -> NetworkLog:
    try:
        size_bytes = log.stat().st_size
        if size_bytes > MOST_LOG_BYTES:
            raise UnreadableLogError(ReasonCode.RECORD_TOO_LARGE, f"{size_bytes // 1_000_000} MB")
        with log.open("rb") as file:
            return read_log(file)
    except OSError as error:
        raise UnreadableLogError(ReasonCode.NO_NETWORK_LOG, error.strerror or "") from error


def _tape(capture: Capture, read: NetworkLog) -> Tape:
    return Tape(
        page_url=capture.load.requested_url,
        recorded_at=capture.load.started_at or datetime.now(UTC),
        load=capture.load,
        responses=_with_sizes(read.responses, capture.load),
        html=capture.html,
        observed=capture.observed,
        live=read.live,
    )


def _with_sizes(responses: tuple[TapedResponse, ...], load: PageLoad) -> tuple[TapedResponse, ...]:
    """Return the responses with what the scale says of each, where that is its own: over HTTP/1.1, and exact."""
    sizes: dict[tuple[str, str], list[int | None]] = {}
    for transfer in load.transfers:
        if transfer.protocol:
            known = transfer.transferred_bytes if transfer.protocol == "http/1.1" and transfer.exact else None
            sizes.setdefault((transfer.method, transfer.url), []).append(known)
    sized = []
    for response in responses:
        left = sizes.get((response.method, response.url))
        size = left.pop(0) if left else None
        sized.append(response if size is None else wire.fitted(response, size))
    return tuple(sized)
