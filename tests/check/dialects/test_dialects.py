"""Every dialect: what it takes, and that nothing is ignored in silence."""

import pytest

from delest.check import dialects
from delest.check.dialect import Dialect
from delest.errors import InputError
from delest.plugins import collect
from delest.records.gate.limit import Limit, Match, Measure
from delest.records.pages.load import CacheState

ALL = collect(dialects, Dialect)
OWN = {"budget": [{"pages": "/news/*", "weight": "1 MB", "image": "500 kB", "requests": 60, "weight-warm": "100 kB"}]}
LIGHTHOUSE = [{
    "path": "/news/*$", "options": {"firstPartyHostnames": ["a.example"]},
    "resourceSizes": [{"resourceType": "script", "budget": 125}, {"resourceType": "total", "budget": 500}],
    "resourceCounts": [{"resourceType": "third-party", "budget": 10}],
    "timings": [{"metric": "interactive", "budget": 3000}],
}]  # fmt: skip
LHCI = {"ci": {"assert": {"assertMatrix": [{
    "matchingUrlPattern": ".*/news/", "assertions": {
        "resource-summary:script:size": ["error", {"maxNumericValue": 1000}],
        "total-byte-weight": ["error", {"maxNumericValue": 5000}],
        "resource-summary:font:count": "off",
        "first-contentful-paint": ["warn", {"maxNumericValue": 4000}],
    },
}]}}}  # fmt: skip
SITESPEED = {"budget": {
    "requests": {"total": 89, "javascript": 5}, "transferSize": {"total": 400_000},
    "thirdParty": {"requests": 0}, "timings": {"firstPaint": 1000},
    "https://a.example/big": {"transferSize": {"total": 900_000}},
}}  # fmt: skip
FILES = {"delest": OWN, "lighthouse": LIGHTHOUSE, "lhci": LHCI, "sitespeed": SITESPEED}


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_of_one_dialect(name):
    assert [each.id for each in ALL.values() if each.detects(FILES[name])] == [name]


def test_every_dialect_has_a_file_here():
    assert set(FILES) == set(ALL)


def test_our_own_entries():
    (entry,) = ALL["delest"].read(OWN, "delest.toml").entries
    assert (entry.pages, entry.place) == ("/news/*", "delest.toml, budget 1")
    assert entry.limits == (
        Limit(measure=Measure.WEIGHT, most=1_000_000, key="weight"),
        Limit(measure=Measure.WEIGHT, most=500_000, kinds=("image",), key="image"),
        Limit(measure=Measure.REQUESTS, most=60, key="requests"),
        Limit(measure=Measure.WEIGHT, most=100_000, state=CacheState.WARM, key="weight-warm"),
    )


def test_lighthouse_counts_in_kibibytes_and_the_last_entry_wins():
    found = ALL["lighthouse"].read(LIGHTHOUSE, "budget.json")
    (entry,) = found.entries
    assert found.last_wins
    assert entry.match is Match.ROBOTS
    assert [(limit.measure, limit.most, limit.kinds, limit.party) for limit in entry.limits] == [
        (Measure.WEIGHT, 128_000, ("script",), ""),
        (Measure.WEIGHT, 512_000, (), ""),
        (Measure.REQUESTS, 10, (), "third"),
    ]
    assert found.unchecked == ("budget.json, [0].timings: interactive",)


def test_lighthouse_ci_takes_bytes_and_names_what_it_leaves():
    found = ALL["lhci"].read(LHCI, "lighthouserc.json")
    (entry,) = found.entries
    assert [(limit.most, limit.kinds) for limit in entry.limits] == [(1000, ("script",)), (5000, ())]
    assert len(found.unchecked) == 1
    assert "first-contentful-paint" in found.unchecked[0]


def test_sitespeed_lays_a_page_over_the_general_limits():
    general, big = ALL["sitespeed"].read(SITESPEED, "budget.json").entries
    assert {limit.key: limit.most for limit in big.limits} == {
        "transferSize.total": 900_000, "requests.total": 89, "requests.javascript": 5, "thirdParty.requests": 0,
    }  # fmt: skip
    assert general.pages == "*"


WRONG = [
    ("delest", {"budget": [{"wieght": "1 MB"}]}, "weight"),
    ("delest", {"budget": [{"weight": 1000}]}, "500 kB"),
    ("delest", {"budget": [{"weight": "1000"}]}, "500 kB"),
    ("delest", {"budget": [{"requests": "60"}]}, "without quotes"),
    ("delest", {"budget": [{"requests": True}]}, "without quotes"),
    ("delest", {"budget": [{"pages": "/"}]}, "add one"),
    ("delest", {"budget": [{"pages": "/", "site-kg-per-year": 10}]}, "own"),
    ("lighthouse", [{"resourceSizes": [{"resourceType": "scripts", "budget": 1}]}], "script"),
    ("lighthouse", [{"resourceSizes": [{"resourceType": "script", "budgett": 1}]}], "budget"),
    ("lighthouse", [{"resourceSizes": [{"resourceType": "script", "budget": -1}]}], "without quotes"),
    ("lighthouse", [{"resourceSize": [], "timings": []}], "resourceSizes"),
    ("lhci", {"assertions": {"resource-summary:scirpt:size": ["error", {"maxNumericValue": 1}]}}, "script"),
    ("lhci", {"assertions": {"total-byte-weight": ["eror", {"maxNumericValue": 1}]}}, "error"),
    ("lhci", {"assertMatrix": [{"matchingUrlPattern": "(", "assertions": {}}]}, "Lighthouse CI"),
    ("sitespeed", {"budget": {"transfersize": {"total": 1}}}, "transferSize"),
    ("sitespeed", {"budget": {"requests": {"totl": 1}}}, "total"),
]


def test_a_file_whose_only_key_is_misspelt_is_still_of_its_dialect():
    assert [each.id for each in ALL.values() if each.detects([{"path": "/*", "resourceSize": []}])] == ["lighthouse"]


@pytest.mark.parametrize(("name", "tree", "hint"), WRONG)
def test_a_misspelt_limit_is_an_error_that_names_the_right_one(name, tree, hint):
    with pytest.raises(InputError) as caught:
        ALL[name].read(tree, "file")
    error = caught.value
    remedy = str(error.remedy)
    assert hint in remedy.removeprefix("use one of these: ").partition(",")[0], remedy
