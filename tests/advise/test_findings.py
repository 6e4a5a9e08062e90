from delest.advise.findings import computed
from delest.records.advice.finding import Confidence, Offender
from delest.records.pages.load import Kind
from delest.units import Estimate
from tests.page_loads import HOME, capture


def offender(url, central, high=None):
    return Offender(
        url=url,
        kind=Kind.IMAGE,
        transferred_bytes=1000,
        avoidable_bytes=Estimate(low=0, central=central, high=high or central),
    )


def test_a_finding_lists_each_url_once_most_avoidable_first():
    found = computed("a-rule", capture(), [offender("u", 100), offender("v", 150), offender("u", 100, 130)])
    assert (found.rule, found.page_url, found.confidence) == ("a-rule", HOME, Confidence.COMPUTED)
    assert [(o.url, o.transferred_bytes, o.avoidable_bytes.central) for o in found.offenders] == [
        ("u", 2000, 200),
        ("v", 1000, 150),
    ]
    assert found.avoidable_bytes == Estimate(low=0, central=350, high=380)


def test_nothing_found_is_no_finding():
    assert computed("a-rule", capture(), []) is None
