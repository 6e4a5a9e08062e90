import pytest

from delest.check.judge import matches
from delest.check.verdict import check_pages
from delest.errors import InputError
from delest.records.gate.budget import Budget, VerdictOutcome
from delest.records.gate.limit import BudgetSet, Limit, Match, Measure, PageBudget
from delest.records.pages.load import CacheState, Kind
from delest.weigh.page import page_weight
from tests.page_loads import HOME, load, page, transfer

NEWS = "https://www.example.gouv.fr/news/12?page=2"


def entry(*limits, **fields):
    return PageBudget(
        place="delest.toml, budget 1", limits=limits or (Limit(measure=Measure.WEIGHT, most=1),), **fields
    )


def verdict(*entries, loads=None, last_wins=False):
    record = page(*(loads or [load(transfer(size=700, kind=Kind.DOCUMENT), transfer(HOME + "a.png", 300))]))
    budget = Budget(sets=(BudgetSet(dialect="delest", entries=entries, last_wins=last_wins),))
    return check_pages([record], [page_weight(record.loads)], budget)


@pytest.mark.parametrize(
    ("pattern", "match", "yes"),
    [
        ("*", Match.GLOB, True),
        ("/news/*", Match.GLOB, True),
        ("/news/", Match.GLOB, False),
        ("https://www.example.gouv.fr/*", Match.GLOB, True),
        ("/", Match.ROBOTS, True),
        ("/news/", Match.ROBOTS, True),
        ("/news/$", Match.ROBOTS, False),
        ("/*page=2$", Match.ROBOTS, True),
        ("/news/[0-9]+", Match.REGEX, True),
        ("^/news", Match.REGEX, False),
    ],
)
def test_a_pattern_names_pages(pattern, match, yes):
    assert matches(entry(pages=pattern, match=match), NEWS, "") is yes


def test_an_entry_may_ask_for_a_template():
    template = "https://www.example.gouv.fr/news/{n}?page"
    assert matches(entry(template=template), NEWS, template)
    assert matches(entry(template="/news/{n}?page"), NEWS, template)
    assert not matches(entry(template="/other"), NEWS, template)


def test_a_limit_on_a_kind_counts_that_kind():
    found = verdict(entry(Limit(measure=Measure.WEIGHT, most=299, kinds=("image",), key="image")))
    assert [(each.limit, each.measured, each.place) for each in found.breaches] == [
        ("image", 300, "delest.toml, budget 1")
    ]
    assert [each.kind for each in found.breaches[0].heaviest] in ([], [Kind.IMAGE])


def test_all_entries_of_ours_apply_and_the_last_of_lighthouse_alone():
    strict = entry(Limit(measure=Measure.WEIGHT, most=1, key="strict"))
    loose = entry(Limit(measure=Measure.WEIGHT, most=10_000, key="loose"))
    assert verdict(strict, loose).outcome is VerdictOutcome.BREACHED
    assert verdict(strict, loose, last_wins=True).outcome is VerdictOutcome.WITHIN


def test_an_entry_that_matches_no_page_is_no_pass():
    fine = entry(Limit(measure=Measure.WEIGHT, most=10_000))
    found = verdict(fine, entry(pages="/nwes/*"))
    assert found.outcome is VerdictOutcome.NOT_MEASURED
    assert found.unused == ("delest.toml, budget 1",)


@pytest.mark.parametrize(
    "limit",
    [
        Limit(measure=Measure.WEIGHT, most=10**9, state=CacheState.WARM, key="weight-warm"),
        Limit(measure=Measure.ELEMENTS, most=10**9, key="elements"),
    ],
)
def test_a_limit_on_what_was_not_measured_is_no_pass(limit):
    found = verdict(entry(limit), loads=[load(element_count=None)])
    assert found.outcome is VerdictOutcome.NOT_MEASURED
    assert found.unmeasured[0].limits == (limit.key,)


def test_the_margin_is_of_the_page_that_comes_closest():
    (margin,) = verdict(entry(Limit(measure=Measure.WEIGHT, most=2000, key="weight"))).margins
    assert (margin.measured, margin.allowed, margin.page_url, margin.pages) == (1000, 2000, HOME, 1)


def test_no_limit_at_all_is_an_error():
    with pytest.raises(InputError):
        check_pages([page(load())], [], Budget())
