from msgspec.structs import replace

from delest.check.baseline import compare, resources_of
from delest.records.gate.baseline import Baseline, Conditions, PageBaseline, ResourceBaseline
from delest.records.pages.load import Kind
from delest.records.pages.weight import ResourceWeight

HERE = Conditions(delest="0.1.0", browser="Chromium 156", device="desktop", served="brotli:5,gzip:6")


def resource(name, size, kind=Kind.IMAGE, *, first=True):
    return ResourceBaseline(name=name, kind=kind, first_party=first, transferred_bytes=size)


def page(*resources, path="/", spread=0):
    total = sum(each.transferred_bytes for each in resources)
    return PageBaseline(page=path, transferred_bytes=total, spread_bytes=spread, requests=3, resources=resources)


def compared(before, now, *, third_parties=False, **fields):
    baseline = Baseline(measured_on="2026-11-29", conditions=HERE, pages=(before,), **fields)
    return compare(baseline, [now], HERE, third_parties=third_parties)


def regressions(verdict):
    return [(change.name, change.more_bytes) for each in verdict.regressed for change in each.regressions]


def test_equal_pages_have_no_change():
    same = page(resource("/a.png", 100))
    assert compared(same, same).changes == ()


def test_a_resource_that_grew_is_named_by_a_single_byte():
    found = compared(page(resource("/a.png", 100)), page(resource("/a.png", 101)))
    assert regressions(found) == [("/a.png", 1)]


def test_an_improvement_does_not_pay_for_a_regression():
    before = page(resource("/a.png", 1000), resource("/b.png", 1000))
    now = page(resource("/a.png", 100), resource("/b.png", 1200))
    found = compared(before, now)
    assert regressions(found) == [("/b.png", 200)]
    assert [change.name for change in found.changes[0].improvements] == ["/a.png"]


def test_a_new_resource_counts_less_what_it_replaces():
    before = page(resource("/hero.jpg", 300))
    assert not compared(before, page(resource("/hero.webp", 88))).regressed
    assert regressions(compared(before, page(resource("/hero.png", 400)))) == [("/hero.png", 100)]


def test_a_script_does_not_replace_an_image():
    before = page(resource("/hero.jpg", 300))
    found = compared(before, page(resource("/new.js", 10, Kind.SCRIPT)))
    assert regressions(found) == [("/new.js", 10)]


def test_the_heaviest_new_resource_is_blamed():
    before = page(resource("/old.png", 50))
    found = compared(before, page(resource("/big.png", 400), resource("/tiny.png", 40)))
    assert regressions(found) == [("/big.png", 390)]


def test_a_tolerance_lets_little_pass():
    before, now = page(resource("/a.png", 1000)), page(resource("/a.png", 1040))
    assert not compared(before, now, tolerance_bytes=50).regressed
    assert not compared(before, now, tolerance_share=0.05).regressed
    assert compared(before, now, tolerance_bytes=30).regressed


def test_a_change_within_the_noise_is_said_to_be_so():
    found = compared(page(resource("/", 1000), spread=50), page(resource("/", 1040)))
    assert [each.within_noise for each in found.changes] == [True]
    assert found.regressed == ()


def test_third_parties_are_apart_unless_they_are_asked_for():
    before, now = page(resource("/", 10)), page(resource("/", 10), resource("https://x.example/a.js", 9, first=False))
    found = compared(before, now)
    assert not found.regressed
    assert [change.name for change in found.changes[0].third_party] == ["https://x.example/a.js"]
    assert compared(before, now, third_parties=True).regressed


def test_pages_that_are_new_or_gone_are_said():
    found = compared(page(resource("/", 1), path="/old"), page(resource("/", 1), path="/new"))
    assert (found.new_pages, found.gone_pages) == (("/new",), ("/old",))


def test_other_conditions_forbid_the_comparison():
    baseline = Baseline(measured_on="2026-11-29", conditions=HERE, pages=(page(resource("/", 1)),))
    now = replace(HERE, browser="Chromium 157", device="mobile")
    found = compare(baseline, [page(resource("/", 100))], now, third_parties=False)
    assert found.incomparable == ("browser: Chromium 156 -> Chromium 157", "device: desktop -> mobile")
    assert not found.changes


def test_resources_of_one_name_are_added_up():
    weights = [
        ResourceWeight(url=url, kind=Kind.SCRIPT, first_party=True, transferred_bytes=size, pages=1)
        for url, size in (("https://a.example/c.1a2b.js", 5), ("https://a.example/c.3c4d.js", 7))
    ]
    (found,) = resources_of(weights, "https://a.example")
    assert (found.name, found.transferred_bytes, found.count) == ("/c.*.js", 12, 2)
