"""What is tried on a page, and the proof that its loads make of it."""

from collections.abc import Sequence
from statistics import median_low
from typing import Final

from msgspec import Struct

from delest.measure.replay.changed import Changed
from delest.records.finding import Effect
from delest.records.load import PageLoad
from delest.records.look import Look
from delest.records.proof import Doubt, Effort, Likeness, Proof
from delest.records.remedy import Remedy
from delest.records.tape import Tape
from delest.records.verdict import Verdict
from delest.weigh.replays import Difference, difference
from delest.weigh.verdict import Finding, of_bytes, verdict

ALL: Final = "all"


class Change(Struct, frozen=True, kw_only=True):
    """What is tried on a page."""

    rule: str
    remedies: tuple[Remedy, ...] = ()
    refused_hosts: tuple[str, ...] = ()
    cached_urls: tuple[str, ...] = ()
    """Responses that browsers are allowed to keep for a year."""
    condition: str = ""
    effort: Effort = Effort.FILES
    effect: Effect = Effect.AVOIDABLE


class Unchanged(Struct, frozen=True, kw_only=True):
    """The page as it is, loaded again."""

    loads: tuple[PageLoad, ...]
    looks: tuple[Look, ...]
    likeness: Likeness | None
    """Of two looks."""


def weighed(tape: Tape, unchanged: Sequence[PageLoad], change: Change, changed: Changed, load: PageLoad) -> Proof:
    """Return the proof that a load of the changed page is, by its bytes alone."""
    own = {(each.method, each.url) for each in changed.expected} | {("GET", url) for url in change.cached_urls}
    compared = difference(unchanged, load, own)
    expected = sum(each.avoided_bytes for each in changed.expected)
    scrolled = _before_scroll(unchanged) - (load.before_scroll_bytes or 0)
    found = _doubt(change, load, compared, expected)
    avoided = {
        Effect.COST: compared.before_bytes - compared.after_bytes,
        Effect.BEFORE_SCROLL: scrolled,
    }.get(change.effect, compared.own_bytes)
    return Proof(
        rule=change.rule,
        page_url=tape.page_url,
        verdict=verdict(avoided, found, change.condition),
        doubt=found.doubt,
        detail=found.detail,
        condition=change.condition,
        effort=change.effort,
        effect=change.effect,
        cache_state=load.cache_state,
        before_bytes=compared.before_bytes,
        after_bytes=compared.after_bytes,
        avoided_bytes=avoided,
        expected_bytes=expected if change.effect is Effect.AVOIDABLE else None,
        other_bytes=0 if change.effect is Effect.COST else compared.other_bytes,
        before_scroll_bytes=scrolled,
        files=compared.files,
        more_files=compared.more_files,
    )


def _before_scroll(loads: Sequence[PageLoad]) -> int:
    return median_low([load.before_scroll_bytes or 0 for load in loads])


def _doubt(change: Change, load: PageLoad, compared: Difference, expected: int) -> Finding:
    if change.effect is Effect.COST:
        return of_bytes(load, compared, None)
    return of_bytes(load, compared, compared.own_bytes if change.cached_urls else expected)


def not_tried(tape: Tape, change: Change) -> Proof:
    """Return the proof of a change that there was no time for."""
    return Proof(
        rule=change.rule,
        page_url=tape.page_url,
        verdict=Verdict.NOT_REPLAYABLE,
        doubt=Doubt.TIME,
        condition=change.condition,
        effort=change.effort,
        effect=change.effect,
    )


def together(changes: Sequence[Change]) -> Change:
    """Return all changes as one."""
    conditions = dict.fromkeys(each.condition for each in changes if each.condition)
    return Change(
        rule=ALL,
        remedies=tuple(remedy for each in changes for remedy in each.remedies),
        condition=" ".join(conditions),
        effort=max((each.effort for each in changes), key=list(Effort).index),
    )
