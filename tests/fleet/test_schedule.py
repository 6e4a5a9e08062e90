import asyncio
from datetime import UTC, datetime

import pytest

from delest.errors import ExitCode
from delest.fleet.attempt import BUSY, OVERDUE, judged
from delest.fleet.lanes import in_order, lane_of, of_shard
from delest.fleet.schedule import Rules, Schedule
from delest.reason import ReasonCode
from delest.records.fleet.campaign import Attempt, State
from delest.records.fleet.service import Service

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def attempt(code=ExitCode.DONE, **facts):
    whole = {"complete": True, "pages_measured": 2, "pages_loaded": 2} if code == ExitCode.DONE else {}
    return Attempt(number=1, worker="w:1", began_at=NOW, ended_at=NOW, exit_code=code, **(whole | facts))


def service(name, url=None, **facts):
    return Service(id=name, url=url or f"https://{name}.example/", **facts)


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        (attempt(), State.DONE),
        (attempt(pages_loaded=3), State.PARTIAL),
        (attempt(stopped=True), State.DONE),
        (attempt(complete=False), State.TODO),
        (attempt(pages_measured=0), State.TODO),
        (attempt(ExitCode.INTERRUPTED, stopped=True), State.TODO),
        (attempt(ExitCode.NOT_MEASURED, reason_code="name-not-found"), State.FAILED),
        (attempt(ExitCode.BLOCKED), State.FAILED),
        (attempt(ExitCode.NOT_MEASURED), State.TODO),
        (attempt(ExitCode.NO_BROWSER), State.TODO),
        (attempt(ExitCode.BUSY), State.TODO),
        (attempt(-9), State.TODO),
        (attempt(None), State.TODO),
        (attempt(ExitCode.INTERRUPTED, timed_out=True), State.FAILED),
    ],
)
def test_done_is_what_is_complete_and_measured_and_nothing_else(ended, state):
    assert judged(ended, last=False).state is state


def test_the_last_try_says_why():
    assert judged(attempt(-9), last=True).state is State.FAILED
    assert judged(attempt(ExitCode.BUSY), last=True).state is State.TODO
    assert judged(attempt(ExitCode.BUSY), last=True).message == BUSY
    assert judged(attempt(-15, timed_out=True), last=False).message == OVERDUE
    found = judged(attempt(ExitCode.NOT_MEASURED, reason_code="bad-certificate"), last=False)
    assert found.reason.code is ReasonCode.BAD_CERTIFICATE


def test_services_of_one_domain_share_a_lane_and_long_lanes_come_first():
    listed = [
        service("a", max_pages=5),
        service("x", "https://x.ministere.gouv.fr/", max_pages=5),
        service("y", "https://y.ministere.gouv.fr/", max_pages=5),
        service("z", "https://autre.gouv.fr/", lane="shared"),
    ]
    lanes = {each.id: lane_of(each) for each in listed}
    assert lanes == {"a": "a.example", "x": "ministere.gouv.fr", "y": "ministere.gouv.fr", "z": "shared"}
    assert [each.id for each in in_order(listed, lanes)] == ["z", "x", "y", "a"]
    assert lane_of(listed[0], {"a.example": "192.0.2.1"}) == "192.0.2.1"
    parts = [[each.id for each in of_shard(listed, lanes, n, 3)] for n in (1, 2, 3)]
    assert sorted(each for part in parts for each in part) == ["a", "x", "y", "z"]
    assert any({"x", "y"} <= set(part) for part in parts)


class Log:
    def __init__(self):
        self.said = []

    def began(self, one):
        self.said.append(("began", one.id))

    def ended(self, one, _attempt, verdict):
        self.said.append((verdict.state.value, one.id))


def scheduled(services, launch, *, room=10, tries=3, stop=None):
    log = Log()
    lanes = {each.id: lane_of(each) for each in services}
    rules = Rules(tries=tries, room=lambda: room, open_now=lambda: True)
    schedule = Schedule(services, lanes, rules, log)

    async def run():
        return await schedule.run(launch, stop or asyncio.Event())

    asyncio.run(run())
    return log.said


def test_a_lane_has_one_audit_at_a_time_and_the_room_is_kept():
    services = [service(f"{name}{n}", f"https://{name}.example/{n}") for name in "abc" for n in range(3)]
    under_way, seen, most = set(), [], 0

    async def launch(one, _number):
        nonlocal most
        lane = lane_of(one)
        assert lane not in under_way
        under_way.add(lane)
        most = max(most, len(under_way))
        await asyncio.sleep(0.01)
        under_way.remove(lane)
        seen.append(one.id)
        return attempt()

    scheduled(services, launch, room=2)
    assert sorted(seen) == sorted(each.id for each in services)
    assert most == 2


def test_what_fails_by_its_machine_is_tried_again_and_then_given_up():
    numbers = []

    async def launch(one, number):
        numbers.append((one.id, number))
        return attempt(-9) if one.id == "a" or number == 1 else attempt()

    said = scheduled([service("a"), service("b")], launch, tries=2)
    assert sorted(numbers) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    assert {each for each in said if each[0] in {"done", "failed"}} == {("failed", "a"), ("done", "b")}


def test_a_stop_begins_nothing_more_and_waits_for_what_is_under_way():
    stop = asyncio.Event()

    async def launch(_one, _number):
        stop.set()
        await asyncio.sleep(0.05)
        return attempt(ExitCode.INTERRUPTED, stopped=True)

    said = scheduled([service("a"), service("b")], launch, room=1, stop=stop)
    assert said == [("began", "a"), ("todo", "a")]
