"""The draw itself, on sites whose every page is known: a frontier, a journal, no browser."""

import random

import pytest

from delest.records.runs.scope import SampleOrder
from delest.store.journal import Journal
from tests.pipeline.drawn_site import SITE, articles, audited, header


@pytest.fixture(scope="module")
def journal(tmp_path_factory):
    with Journal.create(tmp_path_factory.mktemp("run") / "run", header(SampleOrder(seed=1, precision=0.1))) as empty:
        yield empty


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
