"""The proof of one recorded page: unchanged replays first, then each change alone, then all that hold together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.measure.replay.changed import Changed, over_http2, with_field, with_remedies, without_hosts
from delest.measure.replay.replay import Player, Replayed
from delest.pipeline.proving.change import ALL, Change, not_tried, weighed
from delest.pipeline.proving.change import together as together_of
from delest.pipeline.proving.edits import with_edits
from delest.pipeline.proving.integrity import with_integrity
from delest.pipeline.proving.looks import Looks, shows_nothing
from delest.pipeline.proving.time_left import TimeLeft
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Doubt, Effort, PageProof, Pictures, Proof
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


class _Held(NamedTuple):
    change: Change
    proof: Proof
    pictures: tuple[Pictures, ...]


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
        self._looks = Looks(player, tape)

    async def prove(
        self, changes: Sequence[Change] | Awaitable[Sequence[Change]], *, limit_s: float | None = None
    ) -> PageProof:
        """Return what the changes come to, those expected to avoid most first.

        ``changes`` may still be in the making: the unchanged replays do not wait for them.
        """
        self._time = TimeLeft(limit_s)
        unchanged, proof = await self._unchanged()
        if not proof.replayable:
            return proof
        with self._time.waiting():
            made = changes if isinstance(changes, Sequence) else await changes
        return await self._changed(proof, unchanged, made)

    async def _unchanged(self) -> tuple[tuple[PageLoad, ...], PageProof]:
        tape = self._tape
        self._player.hurry(hurry=False)
        plays = [await self._load(tape)]
        with self._time.of_a_try():
            return await self._alike(plays)

    async def _alike(self, plays: list[Replayed]) -> tuple[tuple[PageLoad, ...], PageProof]:
        tape = self._tape
        # Where nothing comes late, the loads need not wait for it; a page that would show it is found out here.
        self._player.hurry(hurry=True)
        plays.append(await self._load(tape))
        if not _alike_bytes(plays):
            self._player.hurry(hurry=False)
            plays[1:] = [await self._load(tape)]
        while not _alike_bytes(plays[-2:]) and len(plays) < _MOST_UNCHANGED:
            plays.append(await self._load(tape))
        loads = tuple(each.load for each in plays)
        missed = [miss for each in plays for miss in each.missed]
        found = replayable(tape.load, loads, missed)
        if found.doubt is Doubt.NONE:
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

    async def _load(self, tape: Tape) -> Replayed:
        with self._time.of_a_load():
            return await self._player.load(tape)

    async def _changed(self, proof: PageProof, unchanged: Sequence[PageLoad], changes: Sequence[Change]) -> PageProof:
        proofs: list[Proof] = []
        holding: list[_Held] = []
        tried_any = False
        for change in changes[:MOST_CHANGES]:
            # Room is left for the load of all changes together, whose sum is the one that counts, and for another one
            # without changes of code; one change is always tried.
            of_code = [each.effort is Effort.CODE for each in (change, *(held.change for held in holding))]
            late = tried_any and not self._time.is_enough_for(3 if any(of_code) and not all(of_code) else 2)
            if change.doubt is not Doubt.NONE or self._stop() or late:
                proofs.append(not_tried(self._tape, change, change.doubt or Doubt.TIME))
                continue
            tried_any = True
            with self._time.of_a_try():
                tried, pictures = await self._proof(unchanged, change)
            proofs.append(tried)
            if tried.counts:
                holding.append(_Held(change, tried, pictures))
        proofs += [not_tried(self._tape, change, Doubt.TIME) for change in changes[MOST_CHANGES:]]
        ranked = tuple(sorted(proofs, key=lambda each: -each.avoided_bytes))
        together, shown = await self._together(unchanged, holding)
        return replace(proof, proofs=ranked, together=together, pictures=shown)

    async def _together(
        self, unchanged: Sequence[PageLoad], holding: Sequence[_Held]
    ) -> tuple[Proof | None, tuple[Pictures, ...]]:
        """Return the proof of all changes that hold; of those without a change of code, where all do not hold."""
        if len(holding) == 1:
            return replace(holding[0].proof, rule=ALL), holding[0].pictures
        without_code = [each for each in holding if each.change.effort is not Effort.CODE]
        found, pictures = await self._joint(unchanged, holding)
        if found is not None and not found.holds and 1 < len(without_code) < len(holding):
            return await self._joint(unchanged, without_code)
        return found, pictures

    async def _joint(
        self, unchanged: Sequence[PageLoad], several: Sequence[_Held]
    ) -> tuple[Proof | None, tuple[Pictures, ...]]:
        if not several or self._stop():
            return None, ()
        whole = together_of([each.change for each in several])
        one_each = await asyncio.to_thread(self._combine, whole.remedies)
        return await self._proof(unchanged, replace(whole, remedies=one_each))

    async def _proof(self, unchanged: Sequence[PageLoad], change: Change) -> tuple[Proof, tuple[Pictures, ...]]:
        made = await asyncio.to_thread(with_edits, self._tape, change.remedies, change.edits)
        remedies = await asyncio.to_thread(with_integrity, self._tape, made)
        changed = with_remedies(self._tape, remedies)
        tape = over_http2(without_hosts(changed.tape, change.refused_hosts), change.http2_hosts)
        tape = replace(tape, page_url=change.start_url or tape.page_url)
        if change.cached_urls:
            return await self._later(change), ()
        played = await self._load(tape)
        proof = weighed(self._tape, unchanged, change, changed, played.load)
        if change.effect is Effect.COST or not proof.holds or await asyncio.to_thread(shows_nothing, change):
            return proof, ()
        found, alike, pictures = await self._looks.seen(change, tape)
        if found.doubt is not Doubt.NONE:
            verdict_ = Verdict.SIDE_EFFECTS
            return replace(proof, verdict=verdict_, doubt=found.doubt, detail=found.detail, likeness=alike), pictures
        return replace(proof, likeness=alike), pictures

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


def _alike_bytes(plays: Sequence[Replayed]) -> bool:
    return len({each.load.transferred_bytes for each in plays}) == 1
