"""Did a page get heavier, or do its loads only differ by chance? Pure.

A page that weighs the same each time needs no statistics. Where its loads differ, growth is more than chance

1. where its steady files, those that every load of both measurements has, are heavier in the lightest load of now than
   in the heaviest load of the baseline, or where all of its loads are heavier than all of the baseline, and
   a. chance orders the loads like that at most once in ``_RARE`` times: each of the ``C(m + n, m)`` ways in which m
      loads of the baseline and n of now can be ordered is then as likely (exact permutation test, one-sided), or
   b. that gap is larger than the loads of one measurement differ;
2. or where its new files, less those that they replace, weigh more than the loads of one measurement differ.

Until 1a is reached growth is open, for more loads can tell; unless the gap is ``_CLEAR`` times as large.
"""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from delest.records.gate.baseline import Baseline, Change, PageBaseline

_RARE: Final = 50
"""Reached with 3 loads of the baseline and 5 of now."""
_CLEAR: Final = 4
"""A gap of so many times what loads differ by needs no more loads."""


class Noise(NamedTuple):
    """By how much loads of one page differ, and what this says of its growth."""

    bytes: int
    beyond: bool
    """The growth is more than chance."""
    open: bool
    """More loads could tell."""


class _Gap(NamedTuple):
    """From the heaviest load before to the lightest load of now; negative where they overlap."""

    bytes: float
    width_bytes: int
    """By how much the loads of one measurement differ."""


def allowed(before_bytes: int, baseline: Baseline) -> float:
    """Return by how many bytes something may grow."""
    return max(baseline.tolerance_bytes, before_bytes * baseline.tolerance_share)


def noise_of(
    before: PageBaseline, now: PageBaseline, grown: Iterable[Change], baseline: Baseline, *, third_parties: bool
) -> Noise:
    """Return how the growth of a page compares with what its loads differ by.

    Args:
        before: the page in the baseline.
        now: the page as it was measured now.
        grown: what grew or is new on it, by the median load, beyond the tolerance.
        baseline: has the tolerance.
        third_parties: whether their bytes count.
    """
    old, new = ({each.name: each for each in page.resources if each.low_bytes} for page in (before, now))
    parts, rest = _Gap(0, 0), 0
    for change in grown:
        was, is_now = old.get(change.name), new.get(change.name)
        if was is None or is_now is None:
            rest += change.more_bytes
            continue
        gap = is_now.low_bytes - was.high_bytes - allowed(was.high_bytes, baseline)
        width = max(was.high_bytes - was.low_bytes, is_now.high_bytes - is_now.low_bytes)
        parts = _Gap(parts.bytes + gap, parts.width_bytes + width)
    whole = _of_page(before, now, baseline, third_parties=third_parties)
    width = max(whole.width_bytes, parts.width_bytes)
    ways = math.comb(len(before.loads_bytes) + len(now.loads_bytes), len(now.loads_bytes))
    is_rare = ways >= _RARE
    heavier = [gap for gap in (whole, parts) if gap.bytes > 0]
    added = _Gap(rest, whole.width_bytes)
    beyond = [gap for gap in (*heavier, added) if gap.bytes > gap.width_bytes]
    is_clear = is_rare or any(gap.bytes > _CLEAR * gap.width_bytes for gap in beyond)
    return Noise(
        bytes=width, beyond=bool(beyond) or (is_rare and bool(heavier)), open=bool(heavier or beyond) and not is_clear
    )


def _of_page(before: PageBaseline, now: PageBaseline, baseline: Baseline, *, third_parties: bool) -> _Gap:
    low, high = before.range_bytes(third_parties=third_parties)
    least, most = now.range_bytes(third_parties=third_parties)
    return _Gap(least - high - allowed(high, baseline), max(high - low, most - least))
