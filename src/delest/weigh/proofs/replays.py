"""Replays compared: what the changed transfers weigh less, and by how much all others differ. Pure.

Transfers meet by method and address. What the unchanged replays differ in from each other is the noise; another
transfer counts as changed only by what goes beyond it.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final

from msgspec import Struct

from delest.records.advice.proof import ChangedFile
from delest.records.pages.load import PageLoad

Key = tuple[str, str]
"""Method and address."""

MOST_FILES: Final = 50
_COMPRESSED_HEADS: Final = frozenset({"h2", "h3"})
_HEAD_SLACK_BYTES: Final = 64
"""Of a response over HTTP/2: how its head is compressed depends on those that came before it."""


class Difference(Struct, frozen=True, kw_only=True):
    """A changed load beside the unchanged ones, in transferred bytes."""

    before_bytes: int
    """Of the page: the median."""
    after_bytes: int
    own_bytes: int
    """What the changed transfers weigh less."""
    other_bytes: int
    """By how much all others differ, up or down, beyond the noise."""
    slack_bytes: int
    """What of it says nothing: heads of HTTP/2 are compressed together."""
    files: tuple[ChangedFile, ...]
    """The changed ones, most avoided bytes first."""
    more_files: int = 0
    asked_again: bool = True
    """The changed load asked for at least one of the changed files."""


def difference(
    unchanged: Sequence[PageLoad], changed: PageLoad, own: Iterable[Key], gone: Iterable[Key] = ()
) -> Difference:
    """Return how a changed load differs from the unchanged ones; ``own`` are the transfers that were changed."""
    before, after, wanted = [by_key(load) for load in unchanged], by_key(changed), frozenset(own)
    kept = wanted - frozenset(gone)
    files = [
        ChangedFile(
            url=key[1], before_bytes=round(median(each.get(key, 0) for each in before)), after_bytes=after.get(key, 0)
        )
        for key in sorted(wanted)
        if key in after or any(key in each for each in before)
    ]
    files.sort(key=lambda file: file.after_bytes - file.before_bytes)
    others = (set(after) | {key for each in before for key in each}) - wanted
    heads = sum(t.protocol in _COMPRESSED_HEADS for t in changed.transfers)
    return Difference(
        before_bytes=round(median(load.transferred_bytes for load in unchanged)),
        after_bytes=changed.transferred_bytes,
        own_bytes=sum(file.before_bytes - file.after_bytes for file in files),
        other_bytes=sum(_beyond(after.get(key, 0), [each.get(key, 0) for each in before]) for key in others),
        slack_bytes=heads * _HEAD_SLACK_BYTES,
        files=tuple(files[:MOST_FILES]),
        more_files=max(0, len(files) - MOST_FILES),
        asked_again=not kept.isdisjoint(after) if kept else bool(wanted),
    )


def by_key(load: PageLoad) -> dict[Key, int]:
    """Return the transferred bytes of each method and address."""
    sizes: dict[Key, int] = {}
    for transfer in load.transfers:
        key = transfer.method, transfer.url
        sizes[key] = sizes.get(key, 0) + (transfer.transferred_bytes or 0)
    return sizes


def weight_of(loads: Sequence[PageLoad], keys: Iterable[Key]) -> int:
    """Return what these transfers weigh, the median of several loads."""
    sizes = [by_key(load) for load in loads]
    return sum(round(median(each.get(key, 0) for each in sizes)) for key in keys)


def _beyond(value: int, known: Sequence[int]) -> int:
    """Return how far a value is outside the range of those known."""
    return max(0, min(known) - value, value - max(known))


def largest_differences(one: PageLoad, other: PageLoad, most: int = 3) -> list[tuple[str, int]]:
    """Return the addresses whose bytes differ most between two loads, and by how much."""
    mine, others = by_key(one), by_key(other)
    gaps = {key: _gap(key, mine, others) for key in mine.keys() | others.keys()}
    ranked = sorted(gaps.items(), key=lambda item: -abs(item[1]))
    return [(key[1], gap) for key, gap in ranked[:most] if gap]


def _gap(key: Key, mine: Mapping[Key, int], others: Mapping[Key, int]) -> int:
    return others.get(key, 0) - mine.get(key, 0)
