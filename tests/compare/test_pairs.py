from msgspec.structs import replace

from delest.compare.pairs import WeighedPage, compare
from delest.records.gate.baseline import ResourceBaseline
from delest.records.gate.comparison import Certainty, Side
from delest.records.pages.load import Kind
from delest.records.pages.weight import Spread

SIDE = Side(
    run_id="a", site="a.example", started_on="2026-01-01", delest="0.1.0", browser="Chromium 156", device="desktop",
    consent="as-is", cache="cold", loads=2, pages=2,
)  # fmt: skip


def resource(name, size, kind=Kind.IMAGE):
    return ResourceBaseline(name=name, kind=kind, first_party=True, transferred_bytes=size)


def page(key, *resources):
    total = sum(each.transferred_bytes for each in resources)
    cold = Spread(median=total, low=total, high=total, loads=2)
    return WeighedPage(key=key, url=f"https://a.example{key}", cold=cold, resources=resources)


BEFORE = [page("/", resource("/", 10, Kind.DOCUMENT), resource("/hero.jpg", 300)), page("/old", resource("/old", 5))]
AFTER = [page("/", resource("/", 12, Kind.DOCUMENT), resource("/hero.webp", 100)), page("/new", resource("/new", 7))]


def test_pages_are_paired_and_the_others_named():
    found = compare((SIDE, BEFORE), (SIDE, AFTER))
    assert [pair.url for pair in found.pairs] == ["https://a.example/"]
    assert found.only_baseline == ("https://a.example/old",)
    assert found.only_scenario == ("https://a.example/new",)
    assert (found.mean_before_bytes, found.mean_after_bytes) == (310, 112)
    assert found.certainty is Certainty.LIGHTER


def test_resources_are_named_with_what_became_of_them():
    found = compare((SIDE, BEFORE), (SIDE, AFTER))
    assert [(each.change.name, each.change.more_bytes) for each in found.resources] == [
        ("/hero.jpg", -300),
        ("/hero.webp", 100),
        ("/", 2),
    ]
    assert [(kind.name, kind.before_bytes, kind.after_bytes) for kind in found.kinds] == [
        ("image", 300, 100),
        ("document", 10, 12),
    ]


def test_the_changes_of_a_page_add_up_to_its_difference():
    (pair,) = compare((SIDE, BEFORE), (SIDE, AFTER)).pairs
    assert sum(each.more_bytes for each in pair.changes) == pair.change_bytes.central


def test_swapping_the_sides_changes_every_sign():
    there, back = compare((SIDE, BEFORE), (SIDE, AFTER)), compare((SIDE, AFTER), (SIDE, BEFORE))
    assert there.mean_change_bytes.central == -back.mean_change_bytes.central
    assert back.certainty is Certainty.HEAVIER


def test_conditions_that_matter_forbid_a_claim():
    other = replace(SIDE, device="mobile", browser="Chromium 157")
    found = {each.name: each.forbids for each in compare((SIDE, BEFORE), (other, AFTER)).differences}
    assert found == {"browser": False, "device": True}


def test_audits_without_a_common_page_compare_nothing():
    found = compare((SIDE, BEFORE[1:]), (SIDE, AFTER))
    assert not found.pairs
    assert found.mean_change_bytes is None
    assert found.certainty is Certainty.UNKNOWN
