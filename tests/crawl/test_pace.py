import asyncio
import math

import pytest

from delest.crawl.site.pace import LONGEST_GAP_S, Pace

FOREVER_S = 1e6


async def a_while():
    """Let everything happen that can happen without time going by."""
    for _ in range(20):
        await asyncio.sleep(0)


async def started(pace, loads):
    """Start ``loads`` loads and return, in order, those whose turn came without time going by."""
    begun = []

    async def one(n):
        await pace.wait()
        begun.append(n)

    tasks = [asyncio.create_task(one(n)) for n in range(loads)]
    await a_while()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return begun


@pytest.mark.parametrize("delay_s", [None, 0, 0.0, -5.0, math.nan])
def test_without_a_delay_all_start_at_once(delay_s):
    assert asyncio.run(started(Pace(delay_s), 5)) == [0, 1, 2, 3, 4]


def test_the_first_starts_at_once_and_the_others_wait():
    assert asyncio.run(started(Pace(FOREVER_S), 5)) == [0]


def test_turns_come_in_the_order_of_asking():
    async def all_of_them():
        pace, begun = Pace(0.001), []

        async def one(n):
            await pace.wait()
            begun.append(n)

        await asyncio.gather(*(one(n) for n in range(20)))
        return begun

    assert asyncio.run(all_of_them()) == list(range(20))


def test_one_that_gives_up_waiting_neither_takes_a_turn_nor_bars_the_way():
    async def give_up():
        pace = Pace(0.05)
        await pace.wait()
        waiting = [asyncio.create_task(pace.wait()) for _ in range(3)]
        await a_while()
        waiting[0].cancel()
        return await asyncio.gather(*waiting, return_exceptions=True)

    gave_up, *others = asyncio.run(give_up())
    assert isinstance(gave_up, asyncio.CancelledError)
    assert others == [None, None]


def test_the_gap_grows_while_a_host_has_trouble_and_shrinks_again():
    pace = Pace(None)
    gaps = []
    for _ in range(3):
        pace.strained()
        gaps.append(pace.gap_s)
    assert gaps == sorted(set(gaps))
    assert gaps[0] > 0
    for _ in range(20):
        pace.answered(0.1)
    assert pace.gap_s == 0


def test_the_gap_has_a_limit_and_never_falls_below_what_was_asked_for():
    pace = Pace(2.0)
    for _ in range(50):
        pace.strained()
    assert pace.gap_s == LONGEST_GAP_S
    for _ in range(50):
        pace.answered(0.1)
    assert pace.gap_s == 2.0


def test_slower_answers_widen_the_gap():
    pace = Pace(None)
    for took_s in (0.5, 0.6, 0.5):
        pace.answered(took_s)
    assert pace.gap_s == 0
    pace.answered(4.0)
    assert pace.gap_s > 0


def test_a_host_that_was_always_slow_is_not_kept_waiting_for_it():
    pace = Pace(None)
    for _ in range(10):
        pace.answered(8.0)
    assert pace.gap_s == 0
