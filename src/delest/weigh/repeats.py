"""Whether a page is loaded again: as often as asked, and on where its weight varies."""

from collections.abc import Callable, Sequence
from typing import Final

from delest.records.pages.load import Outcome, PageLoad
from delest.weigh.spread import load_bytes, spread

STEADY_SHARE: Final = 0.01
"""A page whose loads lie within this share of their median is steady: below it the spread tells nothing that a report
shows, which gives weights in two or three digits."""

_LEAST_TO_VARY: Final = 2


def varies(loads: Sequence[PageLoad]) -> bool:
    """Tell whether the weights of ``loads`` (never empty) differ by more than ``STEADY_SHARE`` of their median."""
    weights = spread([load_bytes(load) for load in loads])
    return weights.high - weights.low > STEADY_SHARE * weights.median


def another_load(
    loads: Sequence[PageLoad],
    runs: int,
    max_runs: int | None,
    undecided: Callable[[Sequence[PageLoad]], bool] = varies,
) -> bool:
    """Tell whether a page needs another load in the state of the cache that ``loads`` were made in.

    Args:
        loads: made so far, all in one state of the cache.
        runs: as many loads every page gets.
        max_runs: up to so many a page gets that is ``undecided``, and every page two, to know; None: ``runs`` is all.
        undecided: tells of at least two loads whether one more is needed.
    """
    if loads and loads[-1].outcome is not Outcome.OK:
        return False
    if len(loads) < runs or max_runs is None:
        return len(loads) < runs
    if len(loads) < _LEAST_TO_VARY:
        return len(loads) < max_runs
    return len(loads) < max_runs and undecided(loads)
