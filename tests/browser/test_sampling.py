"""Sampled audits in a real Chromium, of a generated site whose every page is known."""

import asyncio
import statistics

import pytest

from delest import pipeline
from delest.pipeline import Order
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import SampleOrder, Scope
from delest.report.data.audit_json import render as as_json
from delest.report.figures import plain
from delest.report.pages.audit.sample import sentences
from tests.browser.small_site import Answer, SmallSite
from tests.browser.watcher import Watcher
from tests.page_loads import run_header
from tests.rendered import brief as as_text

pytestmark = pytest.mark.browser

NEWS, EVENTS, MAPS = 20, 14, 4


def weights():
    """Path -> bytes of its page, by template."""
    news = {f"/news/{n}": 20_000 + 500 * (n * 7 % 11) for n in range(NEWS)}
    events = {f"/events/{n}": 60_000 + 900 * (n * 5 % 13) for n in range(EVENTS)}
    maps = {f"/maps/{n}/plan": 150_000 + 4000 * n for n in range(MAPS)}
    return {"/": 30_000, **news, **events, **maps}


def filled(head, size):
    return Answer(head.encode().ljust(size - 3, b"x") + b"-->")


@pytest.fixture(scope="module")
def site():
    with SmallSite() as running:
        pages = weights()
        links = "".join(f'<a href="{path}">{path}</a>' for path in pages)
        running.answers |= {
            path: filled(f"<!doctype html><title>t</title>{links}<!--", size) for path, size in pages.items()
        }
        yield running


def audit(site, run, browser_path, *, jobs=1, seed=1, max_pages=100, preset=""):
    sample = SampleOrder(seed=seed, precision=0.1, preset=preset)
    scope = Scope(start_urls=(site.url("/"),), max_pages=max_pages, sample=sample, use_sitemap=False)
    header = run_header(scope, jobs=jobs)
    load = LoadOptions(browser_path=browser_path, stay_s=0.05, quiet_s=0.1, limit_s=20)
    return asyncio.run(pipeline.audit(Order(header=header, load=load, run=run), Watcher(), asyncio.Event()))


@pytest.fixture(scope="module")
def sampled(site, tmp_path_factory, browser_path):
    return audit(site, tmp_path_factory.mktemp("sampled") / "run", browser_path, jobs=2)


def paths(audited):
    return {page.url.split("/", 3)[3] for page in audited.pages}


def test_sampling_stops_when_the_mean_is_known_and_the_interval_holds_the_truth(sampled):
    sample = sampled.end.sample
    assert sample.stopped == "precision"
    assert 30 <= sample.measured_pages == len(sampled.pages) < sample.known_pages == len(weights())
    assert sample.precision_reached <= 0.1
    heads = statistics.fmean(
        weight.cold.transferred_bytes.median - weights()["/" + weight.url.split("/", 3)[3]]
        for weight in sampled.weights
    )
    truth = statistics.fmean(weights().values()) + heads
    assert 0 < heads < 1000
    assert sample.mean_bytes.low <= truth <= sample.mean_bytes.high


def test_each_template_is_known_with_what_was_drawn_of_it(sampled):
    known = {(each.known_pages, each.drawn) for each in sampled.end.sample.templates}
    assert known == {(NEWS, True), (EVENTS, True), (MAPS, True), (1, False)}
    assert all(each.measured_pages >= min(3, each.known_pages) for each in sampled.end.sample.templates)


def test_kg_are_of_the_estimated_mean_and_not_of_the_pages_that_were_drawn(sampled):
    sample = sampled.end.sample
    gb_per_million_views = sample.mean_bytes.central * 1_000_000 / 1e9
    assert sampled.attributed.gb_per_year == pytest.approx(gb_per_million_views)
    assert sampled.site.mean_bytes != pytest.approx(sample.mean_bytes.central)


def test_reports_say_what_was_drawn(sampled):
    said = " ".join(as_text(sampled).split())
    assert "with 95 % confidence" in said
    assert f"{len(weights())} known, by 4 templates, seed 1" in said
    assert '"stopped": "precision"' in as_json(sampled)


def test_pages_that_were_not_drawn_are_said_to_be(sampled):
    assert {page.reason for page in sampled.end.skipped} == {"not-drawn"}


def test_a_seed_draws_the_same_pages_however_many_browsers_load_them(site, tmp_path, browser_path):
    again = audit(site, tmp_path / "again", browser_path, jobs=2, max_pages=6)
    alone = audit(site, tmp_path / "alone", browser_path, max_pages=6)
    other = audit(site, tmp_path / "other", browser_path, seed=2, max_pages=6)
    assert paths(again) == paths(alone) != paths(other)
    assert alone.end.sample.stopped == "limit"
    assert len(alone.pages) == 6


def test_a_preset_finds_pages_by_the_names_of_their_links(tmp_path, browser_path):
    def body(text):
        return Answer(f"<!doctype html><title>t</title><main>{text}</main>".encode())

    news = "".join(f'<a href="/news/{n}">news {n}</a>' for n in range(20))
    with SmallSite() as running:
        running.answers |= {f"/news/{n}": body("<article>news</article>") for n in range(20)}
        running.answers |= {
            "/": body(f'{news}<footer><a href="/p/1">Mentions <b>légales</b></a><a href="/write">Contact</a></footer>'),
            "/p/1": body("<h1>Mentions</h1>"),
            "/write": body("<form></form>"),
        }
        audited = audit(running, tmp_path / "run", browser_path, jobs=2, max_pages=8, preset="rgesn")
    sample = audited.end.sample
    found = {each.role: each.url.removeprefix(running.url("")) for each in sample.roles}
    assert {role: path for role, path in found.items() if path} == {
        "home": "/", "legal-notice": "/p/1", "contact": "/write",
    }  # fmt: skip
    assert (len(audited.pages), sample.random_pages, sample.stopped) == (5, 1, "chosen")
    (by_template,) = (each for each in sample.templates if each.template.endswith("/news/{n}"))
    assert (by_template.known_pages, by_template.measured_pages, by_template.structures) == (20, 2, 1)
    assert "No page was measured for: accessibility statement, site map, help, search." in map(
        plain, sentences(audited)
    )
