"""The proof of one recorded page: unchanged replays first, then each change alone, then all that hold together."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from delest.advise.pictures import drawn, likeness, page_pictures, part_pictures, shown_of
from delest.measure.replay.changed import Changed, with_remedies, without_hosts
from delest.measure.replay.replay import Player, Replayed
from delest.records.load import PageLoad
from delest.records.look import Look
from delest.records.proof import Doubt, Effort, Likeness, PageProof, Pictures, Proof, Verdict
from delest.records.remedy import Remedy
from delest.records.tape import Tape
from delest.weigh.replays import difference
from delest.weigh.verdict import Finding, of_bytes, of_likeness, of_looks, replayable, verdict

ALL: Final = "all"
_MOST_UNCHANGED: Final = 4
MOST_CHANGES: Final = 6
_LOADS: Final = 10
"""A page's proof takes at most the time of so many loads of it."""
_MOST_PARTS: Final = 3


class Change(Struct, frozen=True, kw_only=True):
    """What is tried on a page."""

    rule: str
    remedies: tuple[Remedy, ...] = ()
    refused_hosts: tuple[str, ...] = ()
    condition: str = ""
    effort: Effort = Effort.FILES
    is_cost: bool = False


class _Unchanged(Struct, frozen=True, kw_only=True):
    loads: tuple[PageLoad, ...]
    looks: tuple[Look, ...]
    likeness: Likeness | None


class PageProver:
    """Proves one page; ``stop`` tells whether to end with what there is."""

    def __init__(
        self, player: Player, tape: Tape, stop: Callable[[], bool], say: Callable[[str], None] | None = None
    ) -> None:
        self._player = player
        self._tape = tape
        self._stop = stop
        self._say = say or (lambda _rule: None)
        self._ends_s = float("inf")

    async def prove(self, changes: Sequence[Change], *, limit_s: float | None = None) -> PageProof:
        """Return what the changes come to, those expected to avoid most first."""
        started_s = time.monotonic()
        unchanged, proof = await self._unchanged()
        took_s = (time.monotonic() - started_s) / max(1, proof.replays)
        self._ends_s = started_s + (limit_s or _LOADS * took_s)
        if not proof.replayable:
            return proof
        return await self._changed(proof, unchanged, changes, took_s)

    async def _unchanged(self) -> tuple[_Unchanged, PageProof]:
        tape = self._tape
        plays = [await self._player.load(tape), await self._player.load(tape)]
        while len({each.load.transferred_bytes for each in plays}) > 1 and len(plays) < _MOST_UNCHANGED:
            plays.append(await self._player.load(tape))
            if len({each.load.transferred_bytes for each in plays[-2:]}) == 1:
                break
        loads = tuple(each.load for each in plays)
        missed = [miss for each in plays for miss in each.missed]
        found = replayable(tape.load, loads, missed)
        looks: tuple[Look, ...] = ()
        alike = None
        if found.doubt is Doubt.NONE:
            seen = [await self._player.look(tape), await self._player.look(tape)]
            looks = tuple(each for each in seen if each is not None)
            if len(looks) > 1:
                alike = await asyncio.to_thread(_alike, looks[0], looks[1])
        proof = PageProof(
            page_url=tape.page_url,
            recorded_at=tape.recorded_at,
            recorded_bytes=tape.load.transferred_bytes,
            low_bytes=min(load.transferred_bytes for load in loads),
            high_bytes=max(load.transferred_bytes for load in loads),
            replays=len(loads),
            doubt=found.doubt,
            detail=found.detail,
            live=tape.live,
        )
        return _Unchanged(loads=loads, looks=looks, likeness=alike), proof

    async def _changed(
        self, proof: PageProof, unchanged: _Unchanged, changes: Sequence[Change], took_s: float
    ) -> PageProof:
        proofs: list[Proof] = []
        holding: list[Change] = []
        for change in changes[:MOST_CHANGES]:
            self._say(change.rule)
            # Room is left for the load of all changes together, whose sum is the one that counts.
            late = time.monotonic() + 2 * took_s > self._ends_s
            if self._stop() or late:
                proofs.append(_not_tried(self._tape, change))
                continue
            proofs.append((await self._proof(unchanged, change))[0])
            if proofs[-1].holds and not change.is_cost:
                holding.append(change)
        proofs += [_not_tried(self._tape, change) for change in changes[MOST_CHANGES:]]
        together: Proof | None = None
        pictures: tuple[Pictures, ...] = ()
        if holding and not self._stop():
            self._say(ALL)
            together, pictures = await self._proof(unchanged, _all(holding))
        ranked = tuple(sorted(proofs, key=lambda each: -each.avoided_bytes))
        return replace(proof, proofs=ranked, together=together, pictures=pictures)

    async def _proof(self, unchanged: _Unchanged, change: Change) -> tuple[Proof, tuple[Pictures, ...]]:
        changed = with_remedies(self._tape, change.remedies)
        tape = without_hosts(changed.tape, change.refused_hosts)
        played = await self._player.load(tape)
        proof = _weighed(self._tape, unchanged, change, changed, played)
        if proof.doubt is not Doubt.NONE or change.is_cost or not proof.holds:
            return proof, ()
        found, alike, pictures = await self._looked(unchanged, change, tape)
        if found.doubt is not Doubt.NONE:
            verdict_ = Verdict.SIDE_EFFECTS
            return replace(proof, verdict=verdict_, doubt=found.doubt, detail=found.detail, likeness=alike), pictures
        return replace(proof, likeness=alike), pictures

    async def _looked(
        self, unchanged: _Unchanged, change: Change, tape: Tape
    ) -> tuple[Finding, Likeness | None, tuple[Pictures, ...]]:
        seen = await self._player.look(tape) if unchanged.looks else None
        if seen is None:
            return Finding(Doubt.NOT_SEEN), None, ()
        urls = [each.url for each in change.remedies] if change.rule == ALL else []
        alike, pictures = await asyncio.to_thread(_compared, unchanged.looks[0], seen, urls)
        found = of_looks(unchanged.looks, seen)
        if found.doubt is Doubt.NONE:
            found = of_likeness(alike, unchanged.likeness)
        return found, alike, pictures


def _alike(one: Look, other: Look) -> Likeness:
    return likeness(drawn(one.picture), drawn(other.picture))


def _compared(before: Look, after: Look, urls: Sequence[str]) -> tuple[Likeness, tuple[Pictures, ...]]:
    one, other = drawn(before.picture), drawn(after.picture)
    alike = likeness(one, other)
    if not urls:
        return alike, ()
    shown = filter(None, (shown_of(before, url) for url in dict.fromkeys(urls)))
    largest = sorted(shown, key=lambda each: -each.width_px * each.height_px)[:_MOST_PARTS]
    found = [page_pictures(one, other, alike), *(part_pictures(one, other, each) for each in largest)]
    return alike, tuple(each for each in found if each is not None)


def _weighed(tape: Tape, unchanged: _Unchanged, change: Change, changed: Changed, played: Replayed) -> Proof:
    own = {(each.method, each.url) for each in changed.expected}
    compared = difference(unchanged.loads, played.load, own)
    expected = sum(each.avoided_bytes for each in changed.expected)
    avoided = compared.before_bytes - compared.after_bytes if change.is_cost else compared.own_bytes
    found = of_bytes(played.load, compared, None if change.is_cost else expected)
    before = [load.before_scroll_bytes for load in unchanged.loads if load.before_scroll_bytes is not None]
    after = played.load.before_scroll_bytes
    return Proof(
        rule=change.rule,
        page_url=tape.page_url,
        verdict=verdict(avoided, found, change.condition),
        doubt=found.doubt,
        detail=found.detail,
        condition=change.condition,
        effort=change.effort,
        before_bytes=compared.before_bytes,
        after_bytes=compared.after_bytes,
        avoided_bytes=avoided,
        expected_bytes=None if change.is_cost else expected,
        other_bytes=0 if change.is_cost else compared.other_bytes,
        before_scroll_bytes=sorted(before)[len(before) // 2] - after if before and after is not None else 0,
        files=compared.files,
        more_files=compared.more_files,
        is_cost=change.is_cost,
    )


def _not_tried(tape: Tape, change: Change) -> Proof:
    return Proof(
        rule=change.rule,
        page_url=tape.page_url,
        verdict=Verdict.NOT_REPLAYABLE,
        doubt=Doubt.TIME,
        condition=change.condition,
        effort=change.effort,
        is_cost=change.is_cost,
    )


def _all(changes: Sequence[Change]) -> Change:
    conditions = dict.fromkeys(each.condition for each in changes if each.condition)
    return Change(
        rule=ALL,
        remedies=tuple(remedy for each in changes for remedy in each.remedies),
        condition=" ".join(conditions),
        effort=max((each.effort for each in changes), key=list(Effort).index),
    )
