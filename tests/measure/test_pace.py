"""Pages side by side: one more where the machine has room, one less where it is full, none where the host holds up."""

import asyncio
import contextlib

from delest.measure.browser.pace import Pace, Ticks, ticks


def readings(*shares):
    """Return what reads how busy processors were, from one look to the next."""
    used = [0]
    for share in shares:
        used.append(used[-1] + share)
    seen = [Ticks(each, 100 * n) for n, each in enumerate(used)]
    return lambda: seen.pop(0) if len(seen) > 1 else seen[0]


def after(*shares, loading=2, least=1, most=4):
    """Return how many pages may be loaded after so many looks, with so many at work."""

    async def go():
        pace = Pace(least, most, 2, readings(*shares), every_s=0)
        async with contextlib.AsyncExitStack() as at_work:
            for _ in range(loading - 1):
                await at_work.enter_async_context(pace.turn())
            for _ in shares:
                async with pace.turn():
                    pass
            return pace.allowed

    return asyncio.run(go())


def test_a_machine_with_room_loads_one_page_more():
    assert after(30) == 3


def test_a_full_machine_loads_one_page_less_and_never_fewer_than_the_least():
    assert after(99) == 1
    assert after(99, 99, 99, loading=1) == 1


def test_never_more_than_the_most():
    assert after(10, most=2) == 2


def test_what_is_not_used_is_not_widened():
    assert after(30, loading=1) == 2
    assert after(85) == 2


def test_a_page_that_waits_for_its_host_is_no_reason_for_another():
    async def go():
        pace = Pace(1, 4, 2, readings(30), every_s=0)
        turn_comes = asyncio.Event()

        @contextlib.asynccontextmanager
        async def asking():
            await turn_comes.wait()
            yield

        async def held():
            async with pace.turn(), pace.at_host(asking()):
                pass

        waiting = asyncio.ensure_future(held())
        await asyncio.sleep(0)
        async with pace.turn():
            await asyncio.sleep(0.01)
        allowed = pace.allowed
        turn_comes.set()
        await waiting
        return allowed

    assert asyncio.run(go()) == 2


def test_no_more_are_loaded_than_are_allowed():
    async def go():
        pace, at_once, most = Pace(2, 2, 2, lambda: None), 0, 0

        async def page():
            nonlocal at_once, most
            async with pace.turn():
                at_once += 1
                most = max(most, at_once)
                await asyncio.sleep(0)
                at_once -= 1

        await asyncio.gather(*(page() for _ in range(9)))
        return most

    assert asyncio.run(go()) == 2


def test_the_machine_says_how_busy_it_is():
    now = ticks()
    assert now is None or 0 < now.used <= now.whole
