"""One campaign over a fleet: started or continued, in this process or on a cluster, as far as it gets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Protocol
from uuid import uuid4

from msgspec.structs import replace

from delest import __version__
from delest.crawl.site.shared_pace import write_gap
from delest.errors import N_, DelestError
from delest.factors.load import released
from delest.fleet import child, lanes
from delest.fleet.attempt import Verdict, attempt_of
from delest.fleet.schedule import Rules, Schedule
from delest.pipeline.fleet.asked import Asked, arguments, open_at, write_pages
from delest.pipeline.fleet.entries import header_for, merged
from delest.pipeline.fleet.lookup import addresses_of
from delest.pipeline.fleet.result import finished, result_of
from delest.records.fleet.campaign import MEASURED, Attempt, Campaign, CampaignHeader, Entry, State
from delest.records.fleet.service import Service
from delest.store.campaign import CampaignFile

OTHER_VERSION: Final = N_("it was audited by another version of delest")

Work = Callable[[dict[str, Any], str], Awaitable[dict[str, Any]]]
"""Runs one task as ``fleet.child.audit`` does; the text names it."""


class Observer(Protocol):
    """Who shows how far a campaign is."""

    def began(self, service: Service) -> None:
        """An audit begins."""

    def ended(self, entry: Entry, left: int, of: int) -> None:
        """An audit has ended; ``left`` of ``of`` services are not."""


class Place(NamedTuple):
    """Where audits run."""

    work: Work
    room: Callable[[], int]


async def run(
    asked: Asked, observer: Observer, stop: asyncio.Event, cluster: Callable[[], Any] | None = None
) -> Campaign:
    """Audit what is left of a campaign and return it as it is then.

    Args:
        asked: the campaign.
        observer: is told of each service.
        stop: once set, no audit begins and those under way are asked to end, so that they can be continued.
        cluster: gives an async context with a ``Place``; None: this process.

    Raises:
        InputError: the campaign is closed, was started otherwise, or cannot be written.
        BusyError: another process drives it.
    """
    header = header_for(asked, tuple(each.ref for each in released().values()))
    with CampaignFile.begin(asked.folder, header) as file:
        header, entries = merged(asked, file.header(), header, file.entries())
        header = replace(header, source=asked.services.source, own_options=asked.own_options)
        file.put_header(header)
        asked.stop().unlink(missing_ok=True)
        if asked.pages_per_minute:
            write_gap(asked.pace(), asked.pages_per_minute)
        file.put(entries)
        named = await addresses_of(asked.services.services) if asked.by_address else {}
        of = {each.service.id: lanes.lane_of(each.service, named) for each in entries}
        own = {each.id for each in lanes.of_shard([entry.service for entry in entries], of, *asked.shard)}
        header = replace(header, elsewhere=tuple(sorted(of.keys() - own)))
        file.put_header(header)
        left = [each.service for each in entries if each.state is State.TODO and each.service.id in own]
        left = lanes.in_order(left, of)
        if left:
            async with (cluster or (lambda: _here(asked)))() as place:
                await _audit(_Left(asked, header, file, left, of), observer, stop, place)
        return file.whole()


@asynccontextmanager
async def _here(asked: Asked) -> AsyncIterator[Place]:
    async def work(task: dict[str, Any], _name: str) -> dict[str, Any]:
        return await child.audit(task)

    yield Place(work, lambda: asked.at_once)


class _Left(NamedTuple):
    asked: Asked
    header: CampaignHeader
    file: CampaignFile
    services: list[Service]
    lanes: Mapping[str, str]


async def _audit(left: _Left, observer: Observer, stop: asyncio.Event, place: Place) -> None:
    asked = left.asked
    rules = Rules(
        tries=asked.tries, room=place.room, open_now=lambda: open_at(asked.hours, datetime.now().astimezone())
    )
    schedule = Schedule(left.services, left.lanes, rules, _Writer(left, observer))
    numbers: dict[str, int] = {}
    for service, attempt in left.file.attempts():
        numbers[service] = max(numbers.get(service, 0), attempt.number)
    schedule.numbered_from(numbers)
    asking = asyncio.ensure_future(_ask_to_end(asked, stop))
    try:
        await schedule.run(lambda service, number: _launch(asked, place, service, number), stop)
        asked.stop().unlink(missing_ok=True)  # not where all is cancelled: audits on other machines look for it
    finally:
        asking.cancel()


async def _ask_to_end(asked: Asked, stop: asyncio.Event) -> None:
    """Put down the file that audits look for, on whichever machine they run."""
    await stop.wait()
    asked.stop().touch()


async def _launch(asked: Asked, place: Place, service: Service, number: int) -> Attempt:
    run = asked.runs() / service.id
    pages = await asyncio.to_thread(finished, run)
    if pages is not None:
        # A driver ended between the end of the audit and its line. Page views that a run has cannot be given again.
        at = datetime.now(UTC)
        return Attempt(
            number=number,
            worker=child.worker_name(),
            began_at=at,
            ended_at=at,
            exit_code=0,
            complete=True,
            pages_measured=pages[0],
            pages_loaded=pages[1],
        )
    await asyncio.to_thread(write_pages, asked, service)
    task = {
        "arguments": arguments(asked, service),
        "run": str(run),
        "log": str(asked.log(service.id)),
        "stop": str(asked.stop()),
        "limit_s": asked.limit_s,
    }
    return attempt_of(number, await place.work(task, f"{asked.name}:{service.id}:{number}:{uuid4().hex[:8]}"))


class _Writer:
    """Writes down what becomes of each service, as soon as it is known."""

    def __init__(self, left: _Left, observer: Observer) -> None:
        self._left = left
        self._observer = observer
        self._entries = {each.service.id: each for each in left.file.entries()}
        self._unended = {each.id for each in left.services}

    def began(self, service: Service) -> None:
        """Take note that an audit begins."""
        entry = self._put(service, state=State.RUNNING)
        self._observer.began(entry.service)

    def ended(self, service: Service, attempt: Attempt, verdict: Verdict) -> None:
        """Write how the audit ended, and what was measured, in one transaction."""
        state, message, said, result = verdict.state, verdict.message, verdict.said, None
        if state in MEASURED:
            try:
                result = result_of(self._left.asked.runs() / service.id)
            except DelestError as error:
                state, message, said = State.FAILED, str(error), error.message
        if result is not None and result.delest_version != __version__:
            state, message, said, result = State.FAILED, OTHER_VERSION, None, None
        entry = self._put(
            service,
            attempt,
            state=state,
            reason=verdict.reason,
            message=message[:500],
            said=said,
            tries=self._entries[service.id].tries + verdict.counts,
            result=result,
        )
        if state is not State.TODO:
            self._unended.discard(service.id)
        self._observer.ended(entry, len(self._unended), len(self._left.services))

    def _put(self, service: Service, attempt: Attempt | None = None, **changes: Any) -> Entry:
        self._entries[service.id] = entry = replace(self._entries[service.id], **changes)
        self._left.file.put([entry], [(service.id, attempt)] if attempt else [])
        return entry
