"""The proof of one recorded page: unchanged replays first, then each change alone, then all that hold together.

Each load is weighed; a look takes about as long as a load. So the page with all changes is looked at first: where it
looks as before, so does it with each of them. Otherwise each change is looked at alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from msgspec.structs import replace

from delest.measure.replay.changed import Changed, over_http2, with_field, with_remedies, without_hosts
from delest.measure.replay.replay import Player, Replayed
from delest.pipeline.proving.change import ALL, Change, not_tried, weighed
from delest.pipeline.proving.change import together as together_of
from delest.pipeline.proving.edits import with_edits
from delest.pipeline.proving.integrity import with_integrity
from delest.pipeline.proving.trying.looks import Looks, shows_nothing
from delest.pipeline.proving.trying.time_left import TimeLeft
from delest.pipeline.proving.trying.tries import Tries, Try
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Doubt, Effort, PageProof, Proof
from delest.records.advice.remedy import Remedy
from delest.records.advice.verdict import Verdict
from delest.records.pages.load import PageLoad
from delest.records.pages.tape import Tape
from delest.weigh.proofs.verdict import replayable

_MOST_UNCHANGED: Final = 4
MOST_CHANGES: Final = 14
KEPT_FOR_A_YEAR: Final = "max-age=31536000, immutable"

Combine = Callable[[Sequence[Remedy]], tuple[Remedy, ...]]
"""Makes one remedy for each answer of several."""


class PageProver:
    """Proves one page; ``stop`` tells whether to end with what there is, ``entry`` is a page that visits begin with."""

    def __init__(
        self, player: Player, tape: Tape, stop: Callable[[], bool], combine: Combine | None = None,
        entry: Tape | None = None,
    ) -> None:  # fmt: skip
        self._player = player
        self._tape = tape
        self._stop = stop
        self._combine = combine or tuple
        self._entry = entry
        self._visited: PageLoad | None = None
        """The unchanged page loaded after ``entry``, once that was needed."""
        self._time = TimeLeft()
        self._hurried = False
        self._looks = Looks(player, tape)

    async def prove(
        self, changes: Sequence[Change] | Awaitable[Sequence[Change]], *, limit_s: float | None = None
    ) -> PageProof:
        """Return what the changes come to, those expected to avoid most first.

        ``changes`` may still be in the making: the unchanged replays do not wait for them.
        """
        await self._player.start()
        self._time = TimeLeft(limit_s)
        unchanged, proof = await self._unchanged()
        if not proof.replayable:
            return proof
        with self._time.waiting():
            made = changes if isinstance(changes, Sequence) else await changes
        return await self._changed(proof, unchanged, made)

    async def _unchanged(self) -> tuple[tuple[PageLoad, ...], PageProof]:
        tape = self._tape
        self._hurry(hurry=False)
        plays = [await self._load(tape)]
        # Where nothing comes late, the loads need not wait for it; a page that would show it is found out here.
        self._hurry(hurry=True)
        plays.append(await self._load(tape))
        if not _alike_bytes(plays):
            self._hurry(hurry=False)
            plays[1:] = [await self._load(tape)]
        while not _alike_bytes(plays[-2:]) and len(plays) < _MOST_UNCHANGED:
            plays.append(await self._load(tape))
        loads = tuple(each.load for each in plays)
        missed = [miss for each in plays for miss in each.missed]
        found = replayable(tape.load, loads, missed)
        if found.doubt is Doubt.NONE:
            with self._time.of_a_look():
                await self._looks.begin()
        proof = PageProof(
            page_url=tape.page_url,
            recorded_at=tape.recorded_at,
            recorded_bytes=tape.load.transferred_bytes,
            low_bytes=min(load.transferred_bytes for load in loads),
            high_bytes=max(load.transferred_bytes for load in loads),
            replays=len(loads),
            doubt=found.doubt,
            detail=found.detail,
            reason=found.reason,
            live=tape.live,
        )
        return loads, proof

    def _hurry(self, *, hurry: bool) -> None:
        self._hurried = hurry
        self._player.hurry(hurry=hurry)

    async def _load(self, tape: Tape) -> Replayed:
        with self._time.of_a_load(hurried=self._hurried):
            return await self._player.load(tape)

    async def _changed(self, proof: PageProof, unchanged: Sequence[PageLoad], changes: Sequence[Change]) -> PageProof:
        tries = Tries()
        for change in changes[:MOST_CHANGES]:
            late = bool(tries.made) and not self._time.is_enough_for(*_needed([*tries.changes, change]))
            if change.doubt is not Doubt.NONE or self._stop() or late:
                tries.left_out.append(not_tried(self._tape, change, change.doubt or Doubt.TIME))
            else:
                tries.made.append(await self._weighed(unchanged, change))
        tries.left_out += [not_tried(self._tape, change, Doubt.TIME) for change in changes[MOST_CHANGES:]]
        together = await self._together(unchanged, tries)
        await self._see_each(tries)
        if together is None or not together.proof.holds:
            together = await self._all_that_is_left(unchanged, tries) or together
        return replace(
            proof,
            proofs=tries.proofs(self._tape),
            together=replace(together.proof, rule=ALL) if together else None,
            pictures=together.pictures if together else (),
        )

    async def _together(self, unchanged: Sequence[PageLoad], tries: Tries) -> Try | None:
        """Return all changes that hold as one; those without a change of code, where all do not hold."""
        holding = tries.holding
        if len(holding) == 1:
            seen = await self._seen(holding[0])
            tries.put(seen)
            return seen if seen.proof.counts else None
        found = await self._joint(unchanged, tries, holding)
        without_code = [each for each in holding if each.change.effort is not Effort.CODE]
        if found is not None and not found.proof.holds and 1 < len(without_code) < len(holding):
            found = await self._joint(unchanged, tries, without_code)
        return found

    async def _all_that_is_left(self, unchanged: Sequence[PageLoad], tries: Tries) -> Try | None:
        """Return all changes that are left once some did not hold; the best one that was seen, where that is not to be.

        None where nothing is left.
        """
        if len(tries.holding) > 1 and not tries.were_joined(tries.holding) and self._time.is_enough_for(1, 1):
            found = await self._joint(unchanged, tries, tries.holding)
            if found is not None and found.proof.holds:
                return found
        seen = [each for each in tries.holding if each.unseen is None]
        return max(seen, key=lambda each: each.proof.avoided_bytes, default=None)

    async def _see_each(self, tries: Tries) -> None:
        """Look at each change that was in no page that was looked at, as long as there is time; also after Ctrl-C."""
        for each in tries.unseen:
            if not self._time.is_enough_for(0, 1):
                return
            tries.put(await self._seen(each))

    async def _joint(self, unchanged: Sequence[PageLoad], tries: Tries, several: Sequence[Try]) -> Try | None:
        """Return the page with several changes, looked at; None where there are none, or the user has stopped."""
        if not several or self._stop():
            return None
        tries.join(several)
        whole = together_of([each.change for each in several])
        one_each = await asyncio.to_thread(self._combine, whole.remedies)
        found = await self._seen(await self._weighed(unchanged, replace(whole, remedies=one_each)))
        if found.proof.holds:
            tries.seen_in(found, several)
        return found

    async def _weighed(self, unchanged: Sequence[PageLoad], change: Change) -> Try:
        """Load the page with a change."""
        made = await asyncio.to_thread(with_edits, self._tape, change.remedies, change.edits)
        remedies = await asyncio.to_thread(with_integrity, self._tape, made)
        changed = with_remedies(self._tape, remedies)
        tape = over_http2(without_hosts(changed.tape, change.refused_hosts), change.http2_hosts)
        tape = replace(tape, page_url=change.start_url or tape.page_url)
        if change.cached_urls:
            return Try(change, await self._later(change))
        played = await self._load(tape)
        proof = weighed(self._tape, unchanged, change, changed, played.load)
        if change.effect is Effect.COST or not proof.holds or await asyncio.to_thread(shows_nothing, change):
            return Try(change, proof)
        return Try(change, proof, unseen=tape)

    async def _seen(self, tried: Try) -> Try:
        """Look at the page with a change, where that can show."""
        if tried.unseen is None:
            return tried
        with self._time.of_a_look():
            found, alike, pictures = await self._looks.seen(tried.change, tried.unseen)
        proof = replace(tried.proof, likeness=alike)
        if found.doubt is not Doubt.NONE:
            proof = replace(proof, verdict=Verdict.SIDE_EFFECTS, doubt=found.doubt, detail=found.detail)
        return Try(tried.change, proof, pictures=pictures)

    async def _later(self, change: Change) -> Proof:
        """Return the proof of what a visitor's cache holds: the page loaded after another one, or after itself."""
        entry = self._entry or self._tape
        own = () if self._entry is None else self._tape.responses
        visit = replace(self._tape, responses=(*entry.responses, *own))
        if self._visited is None:
            self._visited = (await self._player.load(visit, after=entry.page_url)).load
        kept = with_field(visit, change.cached_urls, "Cache-Control", KEPT_FOR_A_YEAR)
        played = await self._player.load(kept, after=entry.page_url)
        nothing = Changed(tape=kept, expected=())
        return weighed(self._tape, [self._visited], change, nothing, played.load)


def _needed(changes: Sequence[Change]) -> tuple[int, int]:
    """Return how many loads and looks have to follow: the last of ``changes``, then all of them together.

    Where some are changes of code, those without may follow once more. What a cache holds is seen on two pages, before
    and after the change.
    """
    of_code = [each.effort is Effort.CODE for each in changes]
    loads, looks = (3, 2) if any(of_code) and not all(of_code) else (2, 1)
    return loads + 3 * bool(changes[-1].cached_urls), looks


def _alike_bytes(plays: Sequence[Replayed]) -> bool:
    return len({each.load.transferred_bytes for each in plays}) == 1
