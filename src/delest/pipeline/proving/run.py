"""The proofs of a run: its recorded pages one after the other, several side by side, without the network."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from delest.measure.browser.browser import Driver
from delest.measure.replay.replay import Player, for_replay, player
from delest.pipeline.order import Observer
from delest.pipeline.proving.page import Change, PageProver
from delest.records.loading import LoadOptions
from delest.records.proof import PageProof
from delest.records.tape import Tape
from delest.store import recording
from delest.store.journal import Journal

Changes = Callable[[Tape], list[Change]]
"""What to try on a page; long work, done in a thread."""


class Proving(Struct, frozen=True, kw_only=True):
    """What is to be proven."""

    run: Path
    pages: tuple[str, ...]
    """Of those recorded, in their order."""
    load: LoadOptions
    """As the pages were loaded."""
    jobs: int = 1
    limit_s: float | None = None
    """Of each page; None: the time of ten loads of it."""


async def prove(
    proving: Proving, changes: Changes, journal: Journal, observer: Observer, stop: asyncio.Event
) -> tuple[PageProof, ...]:
    """Prove pages and write each proof down as it ends; what is there when ``stop`` is set stays.

    Raises:
        InputError: a recording cannot be read, or the disk is full.
        NoBrowserError: no browser can be started.
    """
    waiting, proofs = list(proving.pages), list[PageProof]()
    options = for_replay(proving.load)

    async def work(driver: Driver) -> None:
        async with player(driver, options) as own:
            while waiting and not stop.is_set():
                url = waiting.pop(0)
                observer.proof_started(url)
                proofs.append(await _proof(own, recording.read(recording.path_of(proving.run, url)), changes, stop))
                journal.prove(proofs[-1])
                observer.page_proven(proofs[-1], waiting=len(waiting))

    async with Driver(options, observer.say) as driver:
        try:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(min(proving.jobs, len(proving.pages))):
                    tasks.create_task(work(driver))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed
    return tuple(sorted(proofs, key=lambda proof: _place(proof, proving.pages)))


def _place(proof: PageProof, pages: Sequence[str]) -> int:
    return pages.index(proof.page_url)


async def _proof(own: Player, tape: Tape, changes: Changes, stop: asyncio.Event) -> PageProof:
    tried = await asyncio.to_thread(changes, tape)
    return await PageProver(own, tape, stop.is_set).prove(tried)
