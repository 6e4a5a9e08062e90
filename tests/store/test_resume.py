"""A run that is cut off at any moment goes on as if nothing had been, with nothing lost and nothing counted twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from delest.crawl.frontier import Frontier
from delest.errors import BusyError
from delest.pipeline.auditing.resume import take_up, unfinished
from delest.records.pages.load import Outcome
from delest.records.runs.audit import RunEnd, SkippedPage, Step
from delest.records.runs.scope import Scope
from delest.records.runs.skip_reason import SkipReason
from delest.store.journal import Journal
from tests.page_loads import load, page
from tests.store.endless_crawl import HEADER, SITE

CRAWL = Path(__file__).with_name("endless_crawl.py")


def crawl(run, cut_after=None):
    """Run the crawl, kill it while it is at its page number ``cut_after``; return the pages that it began."""
    with subprocess.Popen([sys.executable, str(CRAWL), str(run)], stdout=subprocess.PIPE, text=True) as process:
        if cut_after is None:
            return process.stdout.read().split()
        begun = [process.stdout.readline() for _ in range(cut_after)]
        time.sleep(random.Random(cut_after).random() * 0.006)
        process.kill()
        return [line.strip() for line in begun] + process.stdout.read().split()


def read(run):
    with Journal.open(run) as journal:
        return [(each.url, each.depth) for each in journal.pages()], list(journal.steps())


@pytest.fixture(scope="module")
def uncut(tmp_path_factory):
    run = tmp_path_factory.mktemp("uncut")
    assert len(crawl(run)) > 40
    return read(run)


@pytest.mark.parametrize("seed", range(50))
def test_a_crawl_that_is_killed_and_resumed_ends_as_one_that_was_not(tmp_path, uncut, seed):
    began = crawl(tmp_path, cut_after=random.Random(seed).randrange(1, 42))
    done_before = [step.url for step in read(tmp_path)[1]] if began else []
    resumed = crawl(tmp_path)
    assert read(tmp_path) == uncut
    assert not set(done_before) & set(resumed)


def steps(tmp_path, *written):
    with Journal.create(tmp_path / "run", HEADER) as journal:
        for record, step in written:
            journal.leave_out(step) if record is None else journal.add(record, step)
        frontier = Frontier(Scope(start_urls=(SITE,), max_pages=10))
        return frontier, take_up(journal, frontier)


def step(path, **fields):
    return Step(**{"url": f"{SITE}{path}", "depth": 1, "final_url": f"{SITE}{path}"} | fields)


@pytest.mark.parametrize("outcome", [Outcome.TIMED_OUT, Outcome.REFUSED, Outcome.FAILED])
def test_a_page_that_the_environment_may_have_failed_is_tried_again_in_its_own_place(tmp_path, outcome):
    failed = page(load(url=f"{SITE}a", outcome=outcome))
    gone = page(load(url=f"{SITE}b", outcome=Outcome.HTTP_ERROR))
    frontier, taken_up = steps(tmp_path, (failed, step("a")), (gone, step("b")))
    assert taken_up.again == [(f"{SITE}a", 1)]
    assert frontier.next() == (SITE, 0)
    assert frontier.next() is None


def test_a_page_that_met_an_error_of_the_server_is_tried_again(tmp_path):
    broken = page(load(url=f"{SITE}a", outcome=Outcome.HTTP_ERROR, status=502))
    gone = page(load(url=f"{SITE}b", outcome=Outcome.HTTP_ERROR, status=404))
    _, taken_up = steps(tmp_path, (broken, step("a")), (gone, step("b")))
    assert taken_up.again == [(f"{SITE}a", 1)]


def ended(*reasons, complete=True):
    skipped = tuple(SkippedPage(url=f"{SITE}{reason}", reason=reason) for reason in reasons)
    return RunEnd(ended_at=HEADER.run.started_at, complete=complete, known_pages=1, skipped=skipped)


@pytest.mark.parametrize(
    ("end", "outcome", "more"),
    [
        (None, Outcome.OK, True),
        (ended(complete=False), Outcome.OK, True),
        (ended("host-failing"), Outcome.OK, True),
        (ended("robots-unread"), Outcome.OK, True),
        (ended(), Outcome.REFUSED, True),
        (ended("robots", "limit", "same-page"), Outcome.OK, False),
        (ended(), Outcome.HTTP_ERROR, False),
    ],
)
def test_a_run_goes_on_while_there_is_something_left_to_try(end, outcome, more):
    assert unfinished(end, [page(load(outcome=outcome))]) is more


def test_a_page_under_way_is_loaded_although_another_was_found_to_lead_to_it(tmp_path):
    twin = step("twin", final_url=f"{SITE}page", reason=SkipReason.SAME_PAGE)
    start = page(load(url=SITE))
    home = step("", depth=0, links=(f"{SITE}page", f"{SITE}twin"))
    frontier, taken_up = steps(tmp_path, (start, home), (None, twin))
    assert taken_up.skipped == {f"{SITE}twin": "same-page"}
    assert frontier.next() == (f"{SITE}page", 1)


@pytest.mark.parametrize("reason", ["robots", "robots-unread"])
def test_what_redirected_to_where_the_rules_forbade_it_is_asked_for_anew(tmp_path, reason):
    moved = step("", depth=0, final_url="https://www2.example.org/", reason=reason)
    frontier, taken_up = steps(tmp_path, (None, moved))
    assert not taken_up.skipped
    assert frontier.next() == (SITE, 0)


def test_a_start_that_led_to_another_site_leads_there_again(tmp_path):
    record = page(load(url=SITE, final_url="https://example.net/", outcome=Outcome.FAILED))
    frontier, taken_up = steps(tmp_path, (record, step("", depth=0, final_url="https://example.net/")))
    assert not taken_up.again
    assert frontier.next() == ("https://example.net/", 0)


def test_what_turns_out_to_be_no_page_loses_the_record_that_it_had(tmp_path):
    steps(tmp_path, (page(load(url=f"{SITE}a")), step("a")), (None, step("a", reason=SkipReason.NOT_A_PAGE)))
    assert read(tmp_path / "run") == ([], [step("a", reason=SkipReason.NOT_A_PAGE)])


def test_only_one_process_goes_on_with_a_run_while_all_may_read_it(tmp_path):
    with Journal.create(tmp_path, HEADER), Journal.open(tmp_path) as reader:
        assert reader.header() == HEADER
        with pytest.raises(BusyError, match="another delest process is working on"):
            Journal.resume(tmp_path)
    Journal.resume(tmp_path).__exit__(None, None, None)


def test_a_run_that_goes_on_has_not_ended(tmp_path):
    more = replace(HEADER, scope=replace(HEADER.scope, max_pages=99))
    with Journal.create(tmp_path, HEADER) as journal:
        journal.end(RunEnd(ended_at=HEADER.run.started_at, complete=True, known_pages=1))
        journal.reopen(more)
        assert (journal.header(), journal.ended(), journal.answered()) == (more, None, None)
