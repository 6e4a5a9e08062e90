"""The draw itself, on sites whose every page is known: a frontier, a journal, no browser."""

import random
from datetime import UTC, datetime

import pytest

from delest.crawl.frontier import Frontier
from delest.measure.options import LoadOptions
from delest.pipeline.order import Order
from delest.pipeline.picking import picker_of
from delest.records.audit import RunHeader
from delest.records.load import Device, Outcome
from delest.records.scope import SampleOrder, Scope
from delest.store.journal import Journal
from delest.traffic.export import Export, Row
from tests.page_loads import load, page, transfer

SITE = "https://www.example.org"


@pytest.fixture(scope="module")
def journal(tmp_path_factory):
    with Journal.create(tmp_path_factory.mktemp("run") / "run", header(SampleOrder(seed=1, precision=0.1))) as empty:
        yield empty


def header(sample, max_pages=10_000):
    scope = Scope(start_urls=(f"{SITE}/",), max_pages=max_pages, sample=sample)
    return RunHeader(
        run_id="t", delest_version="0", started_at=datetime.now(UTC), scope=scope, device=Device(), runs=1, jobs=1
    )


def audited(journal, weights, *, seed=1, precision=0.1, max_pages=10_000, views=None):
    """Return what is drawn of a site of ``weights`` by URL; pages without a weight cannot be loaded."""
    asked = header(SampleOrder(seed=seed, precision=precision), max_pages)
    export = views and Export(
        source="csv", period_days=365, rows=tuple(Row(page=url, views=n) for url, n in views.items())
    )
    frontier = Frontier(asked.scope)
    for url in weights:
        frontier.add(url, depth=1, source="sitemap")
    draw = picker_of(Order(header=asked, load=LoadOptions(), run=journal, views=export), frontier, journal)
    while (entry := draw.next(busy=False)) is not None:
        url, depth = entry
        size = weights.get(url)
        if size is None:
            record = page(load(url=url, outcome=Outcome.FAILED, reason="no answer"))
        else:
            record = page(load(transfer(url=f"{url}?file", size=round(size)), url=url))
        draw.note(type(record)(url=url, depth=depth, loads=record.loads))
    return draw.sample(interrupted=False)


def articles(chance, pages=400):
    """Weights by URL, and views that heavy pages have more of, as popular pages often are."""
    weights = {f"{SITE}/": 900_000.0}
    views = {f"{SITE}/": 40_000.0}
    for n in range(pages):
        url = f"{SITE}/{'news' if n % 3 else 'help'}/{n}"
        weights[url] = 1e6 * chance.lognormvariate(0, 0.4) * (1.5 if n % 3 else 1)
        views[url] = round(chance.paretovariate(1.1) * (weights[url] / 1e6) ** 0.5 * 10)
    return weights, views


def test_both_means_are_covered_where_few_pages_have_most_of_the_views(journal):
    covered = covered_per_view = 0
    for seed in range(40):
        weights, views = articles(random.Random(seed // 4))
        sample = audited(journal, weights, seed=seed, views=views)
        truth = sum(weights.values()) / len(weights)
        per_view = sum(weights[url] * n for url, n in views.items()) / sum(views.values())
        covered += sample.mean_bytes.low <= truth <= sample.mean_bytes.high
        covered_per_view += sample.mean_bytes_per_view.low <= per_view <= sample.mean_bytes_per_view.high
        assert sample.precision_reached <= 0.1
        assert sample.views_coverage == pytest.approx(1)
        assert sample.measured_pages < 250
    assert covered >= 0.93 * 40
    assert covered_per_view >= 0.93 * 40


def test_the_most_viewed_pages_are_drawn_for_certain(journal):
    weights, views = articles(random.Random(1))
    star = f"{SITE}/news/7"
    sample = audited(journal, weights, views=views | {star: 90_000.0}, max_pages=40)
    assert sample.stands_for[star] == 1
    assert any(each.template == "{most viewed}" for each in sample.templates)
    assert sample.measured_pages == 40


def test_a_row_of_another_site_is_no_view_of_this_one(journal):
    weights, _ = articles(random.Random(1))
    sample = audited(journal, weights, views={"https://elsewhere.test/": 5.0})
    assert sample.mean_bytes_per_view is None
    assert sample.views_coverage is None


def test_pages_that_cannot_be_loaded_make_their_template_smaller(journal):
    chance = random.Random(3)
    weights = {f"{SITE}/": 1e6}
    for n in range(400):
        weights[f"{SITE}/kept/{n}"] = chance.uniform(9e5, 11e5)
        weights[f"{SITE}/gone/{n}"] = None if n % 2 else chance.uniform(2e6, 2.2e6)
    sample = audited(journal, weights, max_pages=120, precision=0.001)
    known = {each.template: each.known_pages for each in sample.templates}
    assert known[f"{SITE}/kept/{{n}}"] == 400
    assert 130 < known[f"{SITE}/gone/{{n}}"] < 270
    assert sample.mean_bytes.low < sum(filter(None, weights.values())) / 601 < sample.mean_bytes.high


def test_templates_too_small_to_tell_anything_are_one_stratum_together(journal):
    sections = [f"{a}/{b}/{c}" for a in "abcdef" for b in "abcdef" for c in "abcdef"]
    weights = {f"{SITE}/{section}": 1e6 + 1000 * n for n, section in enumerate(sections)}
    weights |= {f"{SITE}/news/{n}": 2e6 + n for n in range(300)}
    sample = audited(journal, weights, max_pages=30)
    assert {each.template: each.known_pages for each in sample.templates} == {
        f"{SITE}/news/{{n}}": 300,
        "{other templates}": 216,
    }
    assert sample.mean_bytes.low < sum(weights.values()) / len(weights) < sample.mean_bytes.high
    assert sum(sample.stands_for.values()) == pytest.approx(sample.known_pages)
