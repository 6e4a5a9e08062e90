"""The proofs of a run: its recorded pages one after the other, several side by side, without the network."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from delest.errors import DelestError
from delest.measure.browser.browser import Driver
from delest.measure.replay.replay import Player, for_replay, player
from delest.pipeline.order import Observer
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.page import Combine, PageProver
from delest.records.advice.proof import PageProof
from delest.records.pages.tape import Tape
from delest.records.runs.loading import LoadOptions
from delest.store import recording
from delest.urls import same_site

Changes = Callable[[Tape], list[Change]]
"""What to try on a page; long work, done in a thread."""
Done = Callable[[PageProof, Sequence[Change]], None]
"""Takes each proof as it ends, with what was tried."""


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


class Trying(NamedTuple):
    """What is tried on each page, and who takes what comes of it."""

    changes: Changes
    combine: Combine
    done: Done


async def prove(proving: Proving, trying: Trying, observer: Observer, stop: asyncio.Event) -> tuple[PageProof, ...]:
    """Prove pages; each proof is given to ``trying.done`` as it ends, and none is begun once ``stop`` is set.

    A page whose lighter files are still being made then is not proven.

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
                found = await _proven(proving, trying, own, url, stop)
                if found is None:
                    return
                proof, tried = found
                proofs.append(proof)
                trying.done(proof, tried)
                observer.page_proven(proof, waiting=len(waiting))

    async with Driver(options, observer.say) as driver:
        try:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(min(proving.jobs, len(proving.pages))):
                    tasks.create_task(work(driver))
        except ExceptionGroup as failed:
            first = failed.exceptions[0]
            # Whoever stops an audit may have ended its browsers too; what was proven until then is kept.
            if isinstance(first, DelestError) or not stop.is_set():
                raise first from failed
    return tuple(sorted(proofs, key=lambda proof: _place(proof, proving.pages)))


async def _proven(
    proving: Proving, trying: Trying, own: Player, url: str, stop: asyncio.Event
) -> tuple[PageProof, Sequence[Change]] | None:
    """Return the proof of a page with what was tried; None where the user stops before that is made."""
    tape = await asyncio.to_thread(recording.read, recording.path_of(proving.run, url))
    # The lighter files are made in child processes, beside the unchanged replays.
    making = asyncio.create_task(asyncio.to_thread(trying.changes, tape))
    made = asyncio.create_task(_unless(stop, making))
    try:
        entry = await asyncio.to_thread(_entry, proving, url)
        prover = PageProver(own, tape, stop.is_set, trying.combine, entry)
        proof = await prover.prove(made, limit_s=proving.limit_s)
        tried = await made
        return (proof, tried) if making.done() or not proof.replayable else None
    finally:
        made.cancel()
        making.cancel()


async def _unless(stop: asyncio.Event, making: asyncio.Task[list[Change]]) -> Sequence[Change]:
    """Wait for what is to be tried; return nothing where the user stops before it is made."""
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((making, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
    return making.result() if making.done() else ()


def _entry(proving: Proving, url: str) -> Tape | None:
    """Return another recorded page of the same site, from which a visit can lead to this one."""
    others = (each for each in proving.pages if each != url and same_site(each, url))
    other = next(others, None)
    return None if other is None else recording.read(recording.path_of(proving.run, other))


def _place(proof: PageProof, pages: Sequence[str]) -> int:
    return pages.index(proof.page_url)
