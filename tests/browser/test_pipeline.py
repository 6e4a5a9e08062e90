"""Whole audits in a real Chromium, of small real sites on loopback."""

import asyncio
import contextlib
import os
import sqlite3
import threading
from collections import Counter

import pytest
from msgspec.structs import replace

from delest import pipeline
from delest.errors import InputError, NoBrowserError
from delest.pipeline import Order
from delest.reason import Reason, ReasonCode
from delest.records.gate.budget import Budget
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from tests.browser.small_site import Answer, SmallSite, page, redirect
from tests.browser.watcher import Watcher
from tests.page_loads import run_header

pytestmark = pytest.mark.browser


@pytest.fixture
def small():
    with SmallSite() as running:
        yield running


@pytest.fixture
def order(tmp_path, browser_path):
    return lambda *starts, **more: order_for(tmp_path / "run", browser_path, *starts, **more)


def order_for(run, browser_path, *starts, jobs=1, runs=1, limit_s=20.0, **scope):
    header = run_header(Scope(start_urls=starts, **scope), loads=runs, jobs=jobs)
    load = LoadOptions(browser_path=browser_path, stay_s=0.2, quiet_s=0.2, limit_s=limit_s)
    return Order(header=header, load=load, run=run)


def audit(order, watcher=None, stop=None):
    return asyncio.run(pipeline.audit(order, watcher or Watcher(), stop or asyncio.Event()))


def by_url(audited):
    return {each.url: each for each in audited.pages}


def outcomes(audited):
    return {url: each.loads[-1].outcome for url, each in by_url(audited).items()}


def saved(order):
    with Journal.open(order.run) as journal:
        return pipeline.report(journal)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, browser_path):
    """One audit of a site with a page of every sort, two pages at a time."""
    with SmallSite() as small, SmallSite() as stranger:
        small.answers |= {
            "/": page("a", "private/x", "gone", "file", "old", "new", f"http://localhost:{stranger.port}/b", "a#part"),
            "/a": page("/", "deep"),
            "/deep": page(),
            "/old": redirect("/new"),
            "/new": page(),
            "/file": Answer(b"%PDF-1.7", content_type="application/pdf"),
            "/private/x": page(),
            "/listed": page(),
            "/robots.txt": Answer(f"User-agent: *\nDisallow: /private\nSitemap: {small.url('/map.xml')}".encode()),
            "/map.xml": Answer(
                f"<urlset><url><loc>{small.url('/listed')}</loc></url><url><loc>{small.url('/private/y')}</loc></url>"
                "</urlset>".encode(),
                content_type="application/xml",
            ),
        }
        order = order_for(tmp_path_factory.mktemp("whole") / "run", browser_path, small.url(), jobs=2)
        watcher = Watcher()
        audited = audit(order, watcher)
        yield audited, small, watcher, order, stranger


def test_every_sort_of_page_ends_as_what_it_is(whole):
    audited, small, *_ = whole
    found = outcomes(audited)
    found.pop(small.url("/old"), None)  # the one or the other name of the same page, see below
    found.pop(small.url("/new"), None)
    assert found == {
        small.url("/"): Outcome.OK,
        small.url("/a"): Outcome.OK,
        small.url("/deep"): Outcome.OK,
        small.url("/listed"): Outcome.OK,
        small.url("/gone"): Outcome.HTTP_ERROR,
    }
    assert audited.end.complete


def test_a_link_to_a_file_is_told_and_is_no_page(whole):
    audited, small, *_ = whole
    assert (small.url("/file"), "not-a-page") in {(each.url, each.reason) for each in audited.end.skipped}
    verdict = pipeline.check(audited, Budget(max_page_weight_bytes=10**9))
    assert [each.page_url for each in verdict.unmeasured] == [small.url("/gone")]


def test_a_page_with_two_addresses_is_weighed_once(whole):
    audited, small, *_ = whole
    assert [each.url for each in audited.pages if each.loads[0].final_url == small.url("/new")] in (
        [small.url("/old")],
        [small.url("/new")],
    )


def test_what_robots_txt_forbids_is_never_asked_for_and_told(whole):
    audited, small, watcher, *_ = whole
    refused = {(each.url, each.reason) for each in audited.end.skipped if each.reason.startswith("robots")}
    assert refused == {(small.url("/private/x"), "robots"), (small.url("/private/y"), "robots")}
    assert not [path for path in small.asked if path.startswith("/private")]
    assert not [url for url in watcher.started if "/private" in url]


def test_another_site_is_never_asked(whole):
    *_, stranger = whole
    assert stranger.asked == []


def test_only_pages_that_loaded_count_in_the_weight_of_the_site(whole):
    audited, small, *_ = whole
    assert audited.site.pages == len(audited.weights) == 5
    assert small.url("/gone") not in {each.url for each in audited.weights}
    assert all(load.exact for each in audited.pages for load in each.loads)
    assert by_url(audited)[small.url("/gone")].loads[0].reason == Reason.of(ReasonCode.HTTP_ERROR, 404)


def test_depths_are_links_away_from_the_start(whole):
    audited, small, *_ = whole
    depths = {path: by_url(audited)[small.url(path)].depth for path in ("/", "/a", "/deep", "/listed")}
    assert depths == {"/": 0, "/a": 1, "/deep": 2, "/listed": 1}


def test_the_observer_hears_of_every_page(whole):
    audited, _, watcher, *_ = whole
    assert len(watcher.builds) == 1
    assert [url for url, _ in watcher.ended] == [each.url for each in audited.pages]
    assert {url for url, _ in watcher.ended} <= set(watcher.started)
    assert watcher.ended[-1][1] == 0


def test_the_run_on_disk_gives_the_same_report(whole):
    audited, _, _, order, _ = whole
    assert saved(order) == audited


def test_no_more_pages_than_asked_for_and_forbidden_ones_do_not_count(small, order):
    small.answers |= {f"/{n}": page() for n in range(5)}
    small.answers["/"] = page("/private", *range(5))
    small.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private")
    audited = audit(order(small.url(), max_pages=2, use_sitemap=False))
    assert list(by_url(audited)) == [small.url("/"), small.url("/0")]
    assert {(each.url, each.reason) for each in audited.end.skipped} == {
        (small.url("/private"), "robots"),
        *((small.url(f"/{n}"), "limit") for n in range(1, 5)),
    }
    assert audited.end.known_pages == 7
    assert audited.end.complete


def test_pages_load_side_by_side_and_again_as_often_as_asked(small, order):
    both = threading.Barrier(2)
    first_time = {"/a": True, "/b": True}

    def meet(path):
        if first_time[path]:
            first_time[path] = False
            both.wait(30)  # until the other is being loaded too

    for path in first_time:
        small.answers[path] = Answer(page().body, before=lambda path=path: meet(path))
    audited = audit(order(small.url("/a"), small.url("/b"), jobs=2, runs=2, follow_links=False))
    assert outcomes(audited) == {small.url("/a"): Outcome.OK, small.url("/b"): Outcome.OK}
    assert [len(each.loads) for each in audited.pages] == [2, 2]


def test_pages_that_hang_do_not_hold_up_the_others(small, order):
    others_came, never = threading.Event(), threading.Event()
    small.answers |= {
        "/": page("dead", "slow", "last"),
        "/dead": Answer(before=lambda: never.wait(60)),
        "/slow": Answer(page().body, before=lambda: others_came.wait(60)),
        "/last": Answer(page().body, before=others_came.set),
    }
    audited = audit(order(small.url(), jobs=3, limit_s=5.0, use_sitemap=False))
    never.set()
    assert outcomes(audited) == {
        small.url("/"): Outcome.OK,
        small.url("/dead"): Outcome.TIMED_OUT,
        small.url("/slow"): Outcome.OK,
        small.url("/last"): Outcome.OK,
    }
    assert audited.end.complete


def test_the_first_stop_finishes_the_page_under_way_and_begins_no_other(small, order):
    stop = asyncio.Event()
    small.answers |= {"/": page("a", "b"), "/a": page(), "/b": page()}

    asked = order(small.url(), jobs=2, use_sitemap=False)
    audited = audit(asked, Watcher(at_start=stop.set), stop)
    assert outcomes(audited) == {small.url("/"): Outcome.OK}
    assert not audited.end.complete
    assert {(each.url, each.reason) for each in audited.end.skipped} == {
        (small.url("/a"), "stopped"),
        (small.url("/b"), "stopped"),
    }
    assert audited.site.pages == 1
    assert saved(asked) == audited


def test_stopping_waits_for_no_crawl_delay_and_no_sitemap(small, order):
    stop, over = asyncio.Event(), threading.Event()
    small.answers |= {
        "/": page("a"),
        "/a": page(),
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 20"),
        "/sitemap.xml": Answer(status=503, before=lambda: over.wait(60)),
    }

    def stop_soon():
        asyncio.get_running_loop().call_later(0.3, stop.set)  # once the next page waits for its turn

    audited = audit(order(small.url()), Watcher(at_end=stop_soon), stop)
    over.set()
    assert outcomes(audited) == {small.url("/"): Outcome.OK}
    assert [(each.url, each.reason) for each in audited.end.skipped] == [(small.url("/a"), "stopped")]
    assert audited.end.skipped_pages == {"stopped": 1}
    assert audited.end.warnings == ()


def test_a_start_that_leads_to_another_site_is_told_and_that_site_is_audited(small, order):
    small.answers |= {
        "/": redirect(small.url("/there", "localhost")),
        "/there": page("next", small.url("/back")),
        "/next": page(),
        "/back": page(),
    }
    audited = audit(order(small.url(), jobs=2, use_sitemap=False))
    assert outcomes(audited) == {
        small.url(): Outcome.FAILED,
        small.url("/there", "localhost"): Outcome.OK,
        small.url("/next", "localhost"): Outcome.OK,
        small.url("/back"): Outcome.OK,
    }
    assert by_url(audited)[small.url()].loads[0].reason.code is ReasonCode.LEADS_ELSEWHERE


def test_a_line_of_a_list_that_leads_to_another_site_brings_no_page_that_is_not_listed(small, order):
    small.answers |= {"/": redirect(small.url("/there", "localhost")), "/there": page("next")}
    audited = audit(order(small.url(), follow_links=False))
    assert outcomes(audited) == {small.url(): Outcome.FAILED}
    assert audited.end.skipped == ()
    assert audited.end.known_pages == 1


def test_links_that_lead_to_another_site_are_told_and_are_no_pages(small, order):
    small.answers |= {
        "/": page("out", "away"),
        "/out": redirect(small.url("/there", "localhost")),
        "/away": redirect(small.url("/there", "localhost")),
        "/there": page("next"),
    }
    audited = audit(order(small.url(), jobs=2, use_sitemap=False))
    assert outcomes(audited) == {small.url("/"): Outcome.OK}
    assert {(each.url, each.reason) for each in audited.end.skipped} == {
        (small.url("/out"), "not-a-page"),
        (small.url("/away"), "not-a-page"),
    }


def test_a_link_that_leads_to_another_site_in_scope_leads_to_its_page_as_a_link(small, order):
    small.answers |= {
        "/": page("old"),
        "/old": redirect(small.url("/new", "localhost")),
        "/new": page("deep"),
        "/deep": page(),
    }
    both = {"hosts": ("127.0.0.1", "localhost"), "depth": 1}
    audited = audit(order(small.url(), use_sitemap=False, **both))
    assert outcomes(audited) == dict.fromkeys((small.url(), small.url("/new", "localhost")), Outcome.OK)
    assert [(each.url, each.reason) for each in audited.end.skipped] == [(small.url("/old"), "not-a-page")]


def test_pages_that_the_limit_left_out_are_not_called_stopped_when_the_documents_are(small, order):
    stop = asyncio.Event()
    known = [f"p{n}" for n in range(1200)]
    small.answers |= {"/": page("a.pdf", *known), "/a.pdf": Answer(b"%PDF-1.7", before=stop.set)}
    audited = audit(order(small.url(), max_pages=1, use_sitemap=False, documents=5), stop=stop)
    assert "/a.pdf" in small.asked
    assert audited.end.skipped_pages == {"limit": 1200}
    assert len(audited.end.skipped) == 1000
    assert not audited.end.complete


def test_a_redirect_leads_no_page_past_the_rules_or_out_of_the_scope(small, order):
    small.answers |= {
        "/": page("go", "out"),
        "/go": redirect("/private/x"),
        "/out": redirect("/left/x"),
        "/private/x": page("found"),
        "/left/x": page("found"),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private"),
    }
    audited = audit(order(small.url(), use_sitemap=False, exclude=("*/left/*",)))
    assert outcomes(audited) == {small.url("/"): Outcome.OK}
    assert {(each.url, each.reason) for each in audited.end.skipped} == {
        (small.url("/go"), "robots"),
        (small.url("/out"), "not-a-page"),
    }
    assert "/found" not in small.asked


def test_what_is_opened_counts_whatever_it_turns_out_to_be(small, order):
    files = [f"file{n}" for n in range(9)]
    small.answers |= {f"/{name}": Answer(b"%PDF-1.7", content_type="application/pdf") for name in files}
    small.answers |= {"/": page("file0", "a", *files[1:]), "/a": page()}
    audited = audit(order(small.url(), max_pages=3, use_sitemap=False))
    assert outcomes(audited) == {small.url("/"): Outcome.OK, small.url("/a"): Outcome.OK}
    assert Counter(each.reason for each in audited.end.skipped) == {"not-a-page": 1, "limit": 8}
    assert audited.end.complete


def test_start_urls_that_lead_to_one_page_are_weighed_once_and_none_is_lost(small, order):
    small.answers |= {
        "/a": redirect("/page"),
        "/b": redirect("/page"),
        "/page": page(),
        "/file": Answer(b"x", 200, "image/png"),
    }
    audited = audit(order(small.url("/a"), small.url("/b"), small.url("/file"), follow_links=False, max_pages=3))
    assert outcomes(audited) == {small.url("/a"): Outcome.OK, small.url("/file"): Outcome.NOT_HTML}
    assert [(each.url, each.reason) for each in audited.end.skipped] == [(small.url("/b"), "same-page")]


def test_stopping_does_not_wait_for_the_further_runs_of_a_page(small, order):
    stop = asyncio.Event()
    small.answers["/"] = page()
    audited = audit(order(small.url(), runs=3, use_sitemap=False), Watcher(at_start=stop.set), stop)
    assert [len(each.loads) for each in audited.pages] == [1]
    assert not audited.end.complete


def test_what_a_page_calls_itself_never_ends_an_audit(small, order):
    small.answers |= {
        "/": page("a", script=r"document.title = '\ud800 half a character'; document.body.append('\udc00')"),
        "/a": page(),
    }
    asked = order(small.url(), use_sitemap=False)
    audited = audit(asked)
    assert outcomes(audited) == {small.url("/"): Outcome.OK, small.url("/a"): Outcome.OK}
    assert saved(asked) == audited


def test_a_journal_that_takes_no_page_ends_the_audit_with_its_own_error(small, order):
    small.answers["/"] = page()
    asked = order(small.url(), small.url("/a"), jobs=2, use_sitemap=False)

    def spoil():
        with contextlib.closing(sqlite3.connect(asked.run / FILE_NAME)) as database:
            database.execute("DROP TABLE IF EXISTS page")

    with pytest.raises(InputError, match="cannot be written"):
        audit(asked, Watcher(at_start=spoil))


@pytest.fixture
def own_browser(tmp_path, browser_path):
    """A browser that can be taken away, and that leaves the id of each of its processes in ``pids``."""
    script = tmp_path / "chromium"
    script.write_text(f'#!/bin/sh\necho $$ >> "{tmp_path}/pids"\nexec "{browser_path}" "$@"\n')
    script.chmod(0o755)
    return script


def still_running(tmp_path):
    running = []
    for pid in map(int, (tmp_path / "pids").read_text().split()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            running.append(pid)
    return running


def test_a_browser_that_is_gone_in_the_middle_ends_the_audit_with_its_own_error(small, tmp_path, own_browser):
    small.answers |= {"/a": page(), "/b": page()}
    asked = order_for(tmp_path / "run", str(own_browser), small.url("/a"), small.url("/b"), jobs=2, follow_links=False)

    with pytest.raises(NoBrowserError):
        audit(asked, Watcher(at_browser=own_browser.unlink))
    assert still_running(tmp_path) == []
    assert not saved(asked).end.complete


def test_a_run_that_cannot_begin_leaves_its_name_to_the_next_one(small, tmp_path, browser_path):
    small.answers |= {"/": page()}
    run = tmp_path / "run"
    with pytest.raises(NoBrowserError):
        audit(order_for(run, "/no/such/browser", small.url()))
    assert not run.exists()
    run.mkdir()
    with pytest.raises(NoBrowserError):
        audit(order_for(run, "/no/such/browser", small.url()))
    assert list(run.iterdir()) == []
    order = order_for(run, browser_path, small.url())
    assert len(audit(order).weights) == 1
    with pytest.raises(NoBrowserError):
        audit(replace(order, load=replace(order.load, browser_path="/no/such/browser"), resume=True))
    assert len(saved(order).weights) == 1


def test_cancelling_closes_the_browsers_and_leaves_what_was_measured(small, tmp_path, own_browser):
    over = threading.Event()
    small.answers |= {"/": page("dead"), "/dead": Answer(before=lambda: over.wait(60))}
    order = order_for(tmp_path / "run", str(own_browser), small.url(), jobs=2, use_sitemap=False)

    async def cancelled():
        work = asyncio.create_task(pipeline.audit(order, Watcher(), asyncio.Event()))
        while "/dead" not in small.asked and not work.done():
            await asyncio.sleep(0.01)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(cancelled())
    over.set()
    assert still_running(tmp_path) == []
    audited = saved(order)
    assert outcomes(audited) == {small.url("/"): Outcome.OK}
    assert not audited.end.complete
