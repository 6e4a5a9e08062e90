"""What is tried on a page, and the proof that its loads make of it."""

from collections.abc import Sequence
from statistics import median_low
from typing import Final

from msgspec import Struct

from delest.measure.replay.changed import Changed
from delest.pipeline.proving.edits import Edit
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Doubt, Effort, Proof
from delest.records.advice.remedy import Remedy
from delest.records.advice.verdict import Verdict
from delest.records.pages.load import PageLoad
from delest.records.pages.tape import Tape
from delest.urls import host
from delest.weigh.proofs.replays import Difference, by_key, difference, weight_of
from delest.weigh.proofs.verdict import Finding, of_bytes, verdict

ALL: Final = "all"
_COMPUTED: Final = (Effect.AVOIDABLE, Effect.NOTICE)
"""Effects whose bytes arithmetic knows before."""
_MOST_BROUGHT: Final = 8


class Change(Struct, frozen=True, kw_only=True):
    """What is tried on a page."""

    rule: str
    remedies: tuple[Remedy, ...] = ()
    refused_hosts: tuple[str, ...] = ()
    cached_urls: tuple[str, ...] = ()
    """Responses that browsers are allowed to keep for a year."""
    edits: tuple[Edit, ...] = ()
    """Of the page's document."""
    gone_urls: tuple[str, ...] = ()
    """What the changed page should no longer ask for."""
    http2_hosts: tuple[str, ...] = ()
    """Hosts that speak HTTP/2 from now on."""
    start_url: str = ""
    """Where the page is opened; empty: where it was."""
    condition: str = ""
    effort: Effort = Effort.FILES
    effect: Effect = Effect.AVOIDABLE
    doubt: Doubt = Doubt.NONE
    """Why it cannot be tried."""


def weighed(tape: Tape, unchanged: Sequence[PageLoad], change: Change, changed: Changed, load: PageLoad) -> Proof:
    """Return the proof that a load of the changed page is, by its bytes alone."""
    gone = {("GET", url) for url in change.gone_urls}
    own = {(each.method, each.url) for each in changed.expected} | {("GET", url) for url in change.cached_urls} | gone
    own |= {("GET", url) for each in unchanged for _, url in by_key(each) if host(url) in change.http2_hosts}
    compared = difference(unchanged, load, own, gone)
    expected = sum(each.avoided_bytes for each in changed.expected) + weight_of(unchanged, gone)
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
        reason=found.reason,
        condition=change.condition,
        effort=change.effort,
        effect=change.effect,
        cache_state=load.cache_state,
        before_bytes=compared.before_bytes,
        after_bytes=compared.after_bytes,
        avoided_bytes=avoided,
        expected_bytes=expected if change.effect in _COMPUTED and not change.http2_hosts else None,
        other_bytes=0 if change.effect is Effect.COST else compared.other_bytes,
        before_scroll_bytes=scrolled,
        brought_along=_brought_along(change, unchanged, load),
        files=compared.files,
        more_files=compared.more_files,
    )


def _before_scroll(loads: Sequence[PageLoad]) -> int:
    return median_low([load.before_scroll_bytes or 0 for load in loads])


def _doubt(change: Change, load: PageLoad, compared: Difference, expected: int) -> Finding:
    if change.effect is Effect.COST:
        return of_bytes(load, compared, None)
    by_weight = change.cached_urls or change.http2_hosts
    return of_bytes(load, compared, compared.own_bytes if by_weight else expected)


def _brought_along(change: Change, unchanged: Sequence[PageLoad], load: PageLoad) -> tuple[str, ...]:
    """Return the hosts that the page no longer asks for beside those that were left out, heaviest first."""
    if not change.refused_hosts:
        return ()
    before: dict[str, int] = {}
    for (_, url), size_bytes in by_key(unchanged[0]).items():
        before[host(url)] = before.get(host(url), 0) + size_bytes
    left = {host(url) for _, url in by_key(load)} | {*change.refused_hosts, ""}
    return tuple(sorted(before.keys() - left, key=lambda name: -before[name])[:_MOST_BROUGHT])


def not_tried(tape: Tape, change: Change, doubt: Doubt) -> Proof:
    """Return the proof of a change that was not tried: there was no time for it, or no lighter file to try."""
    return Proof(
        rule=change.rule,
        page_url=tape.page_url,
        verdict=Verdict.NOT_REPLAYABLE,
        doubt=doubt,
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
        edits=tuple(edit for each in changes for edit in each.edits),
        gone_urls=tuple(dict.fromkeys(url for each in changes for url in each.gone_urls)),
        start_url=next((each.start_url for each in changes if each.start_url), ""),
        condition=" ".join(conditions),
        effort=max((each.effort for each in changes), key=list(Effort).index),
    )
