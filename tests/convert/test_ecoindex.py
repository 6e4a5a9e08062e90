"""Scores and grades against recorded answers of both reference packages."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.convert.readings.ecoindex import grade, page_scores, score
from delest.factors.ecoindex import ecoindex
from delest.records.co2e.ecoindex import Variant
from delest.records.pages.load import CacheState, Outcome
from delest.weigh.page import page_weight
from tests.page_loads import load, page, transfer

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "fixtures" / "golden" / "ecoindex.json").read_text("utf-8"))["vectors"]
METHOD = ecoindex()
quantities = st.floats(0, 1e6)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['id']} {v['tag']}")
def test_both_packages_agree(vector):
    quantity = (vector["dom"], vector["requests"], vector["size_kb"])
    rounded, exact = score(*quantity, METHOD), score(*quantity, METHOD, Variant.NPM)
    assert (rounded, grade(rounded, METHOD)) == (vector["pypi"]["score"], vector["pypi"]["grade"])
    assert math.isclose(exact, vector["npm"]["score_unrounded"], rel_tol=1e-9)
    assert grade(exact, METHOD, Variant.NPM) == (vector["npm"]["grade"] or "")


def test_the_recorded_answers_hold_every_grade_and_tell_the_variants_apart():
    assert {v["pypi"]["grade"] for v in VECTORS} == set("ABCDEFG")
    assert [v["id"] for v in VECTORS if v["pypi"]["grade"] != v["npm"]["grade"]] != []
    for name, said in (("model.md", "recorded answers"), ("fr/modele.md", "réponses enregistrées")):
        assert f"{len(VECTORS)} {said}" in (ROOT / "docs" / name).read_text("utf-8")


@given(quantities, quantities, quantities, quantities)
def test_more_of_anything_never_helps(elements, requests, size_kb, more):
    found = score(elements, requests, size_kb, METHOD, Variant.NPM)
    assert 0 <= found <= 100
    for heavier in ((elements + more, requests, size_kb), (elements, requests + more, size_kb)):
        assert score(*heavier, METHOD, Variant.NPM) <= found + 1e-9
    assert score(elements, requests, size_kb + more, METHOD, Variant.NPM) <= found + 1e-9


@pytest.mark.parametrize("off_the_scale", [0.0, -0.1, 100.1])
def test_one_variant_gives_no_grade_at_the_end_of_the_scale(off_the_scale):
    assert grade(off_the_scale, METHOD, Variant.NPM) == ""
    assert grade(100.0, METHOD, Variant.NPM) == "A"


def scores(*pages):
    weights = [weight for each in pages if (weight := page_weight(each.loads))]
    return page_scores(pages, weights, METHOD)


def test_a_page_is_scored_by_its_cold_medians():
    loads = [load(*[transfer(size=n)] * 4, element_count=elements) for n, elements in ((30_000, 90), (50_000, 100))]
    loads.append(load(*[transfer(size=40_000)] * 5, element_count=5_000))
    (found,) = scores(page(*loads))
    assert found.score == score(100, 4, 200, METHOD)
    assert found.grade == grade(found.score, METHOD)
    assert found.variant is METHOD.default_variant is Variant.PYPI


def test_only_cold_loads_that_ended_ok_count():
    counted = load(transfer(), element_count=100)
    warm = load(transfer(), element_count=9_000, cache_state=CacheState.WARM)
    failed = load(transfer(), element_count=9_000, outcome=Outcome.TIMED_OUT)
    assert scores(page(counted, warm, failed)) == scores(page(counted))


def test_a_page_without_a_weight_or_a_count_of_elements_has_no_score():
    unweighed = page(load(outcome=Outcome.FAILED, url="https://www.example.gouv.fr/a", element_count=10))
    uncounted = page(load(transfer(), url="https://www.example.gouv.fr/b"))
    empty = page(load(transfer(), url="https://www.example.gouv.fr/c", element_count=0))
    assert [found.url for found in scores(unweighed, uncounted, empty)] == ["https://www.example.gouv.fr/c"]
