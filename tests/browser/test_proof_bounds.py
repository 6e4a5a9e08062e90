"""A page with more findings than its proof has time for: what is tried, what is not, and how often it is loaded."""

import asyncio
import threading
import time
from functools import partial

import pytest
from msgspec.structs import replace

from delest.measure.browser.browser import Driver
from delest.measure.replay.record import record
from delest.measure.replay.replay import for_replay, player
from delest.pipeline.proving import run
from delest.pipeline.proving.page import MOST_CHANGES, PageProver
from delest.pipeline.proving.run import Proving, Trying
from delest.records.advice.proof import Doubt
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from delest.store import recording
from tests.browser import forty
from tests.browser.small_site import SmallSite
from tests.browser.watcher import Watcher

pytestmark = pytest.mark.browser


class Counting:
    """A player that counts how often the page is loaded, and looked at."""

    def __init__(self, player):
        self._player = player
        self.loads = self.looks = 0
        self.looked = asyncio.Event()

    async def start(self):
        await self._player.start()

    def hurry(self, *, hurry):
        self._player.hurry(hurry=hurry)

    async def load(self, tape, *, after=None):
        self.loads += 1
        return await self._player.load(tape, after=after)

    async def look(self, tape):
        self.looks += 1
        self.looked.set()
        return await self._player.look(tape)


@pytest.fixture(scope="module")
def proven(browser_path):
    """The proof with the time that a page has, and one that has none left after the unchanged loads; the recording.

    The lighter files of the second are ready only when the unchanged page was looked at.
    """
    loading = LoadOptions(browser_path=browser_path, access=Access(insecure=True), stay_s=0.3, quiet_s=0.3)

    async def later(counting, tape):
        await counting.looked.wait()
        return forty.changes(tape)

    async def prove(url):
        async with Driver(loading) as driver:
            tape = (await record(driver, loading, url)).tape
        again, found = for_replay(loading), []
        async with Driver(again) as driver, player(driver, again) as own:
            for limit_s, most_loads in ((None, 100), (0.001, 100), (None, 4)):
                counting = Counting(own)
                stop = partial(stopped, counting, most_loads)
                made = forty.changes(tape) if limit_s is None else asyncio.create_task(later(counting, tape))
                proof = await PageProver(counting, tape, stop).prove(made, limit_s=limit_s)
                found.append((proof, counting))
        return *found, (tape, again)

    with SmallSite() as site:
        site.answers |= forty.answers()
        yield asyncio.run(prove(site.url()))


def stopped(counting, most_loads):
    return counting.loads >= most_loads


def tried(proof):
    return [each for each in proof.proofs if each.doubt is not Doubt.TIME]


@pytest.mark.parametrize("at", [0, 1])
def test_each_of_forty_changes_is_proven_or_said_not_to_be_tried(proven, at):
    page, _ = proven[at]
    assert (page.doubt, len(page.proofs)) == ("", 40)
    assert all(each.holds and each.avoided_bytes == each.expected_bytes for each in tried(page))
    assert all(not each.holds and not each.avoided_bytes for each in page.proofs if each.doubt is Doubt.TIME)


def test_there_are_no_more_loads_than_changes_that_may_be_tried(proven):
    page, counted = proven[0]
    assert 1 <= len(tried(page)) <= MOST_CHANGES
    assert counted.loads <= page.replays + len(tried(page)) + 1
    assert counted.looks <= 1 + len(tried(page)) + 1


def test_without_time_the_most_promising_change_is_tried_and_no_other(proven):
    page, counted = proven[1]
    assert [each.rule for each in tried(page)] == ["file-0"]
    assert (counted.loads, counted.looks) == (page.replays + 1, 2)
    assert page.together.avoided_bytes == tried(page)[0].avoided_bytes


def test_what_was_weighed_when_the_user_stops_is_looked_at_and_kept(proven):
    page, counted = proven[2]
    assert counted.loads == 4
    assert len(tried(page)) == 4 - page.replays > 0
    assert page.together.avoided_bytes == max(each.avoided_bytes for each in tried(page))


def test_the_sum_is_of_what_was_tried_alone(proven):
    page, _ = proven[0]
    assert page.together.holds
    assert page.together.avoided_bytes == sum(each.avoided_bytes for each in tried(page))


def test_who_stops_while_lighter_files_are_made_does_not_wait_for_them(proven, tmp_path):
    tape, options = proven[-1]
    recording.keep(tmp_path, tape)
    released = threading.Event()

    async def prove():
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        def never(_tape):
            loop.call_soon_threadsafe(stop.set)
            released.wait()
            return []

        proving = Proving(run=tmp_path, pages=(tape.page_url,), load=options)
        try:
            async with asyncio.timeout(300):
                return await run.prove(proving, Trying(never, list, unwanted), Watcher(), stop)
        finally:
            released.set()

    def unwanted(*_proof):
        raise AssertionError("a page without lighter files was taken for proven")

    assert asyncio.run(prove()) == ()


def test_a_page_that_does_not_replay_is_said_so_and_ends_no_other(proven, tmp_path):
    tape, options = proven[-1]
    lost = replace(tape, page_url=f"{tape.page_url}lost", responses=())
    for each in (lost, tape):
        recording.keep(tmp_path, each)

    def late(own):
        time.sleep(8 * (own.page_url == lost.page_url))  # longer than its unchanged loads take
        return []

    proving = Proving(run=tmp_path, pages=(lost.page_url, tape.page_url), load=options)
    trying = Trying(late, list, lambda *_: None)
    one, other = asyncio.run(run.prove(proving, trying, Watcher(), asyncio.Event()))
    assert (one.page_url, one.replayable) == (lost.page_url, False)
    assert (other.page_url, other.replayable) == (tape.page_url, True)
