import random

import pytest
from msgspec.structs import replace

from delest.check.baseline import by_party, compare, over_loads, resources_of
from delest.records.gate.baseline import Baseline, Conditions, PageBaseline, ResourceBaseline
from delest.records.pages.load import Kind
from delest.records.pages.weight import ResourceWeight

HERE = Conditions(delest="0.1.0", browser="Chromium 156", device="desktop", served="brotli:5,gzip:6")


def resource(name, size, kind=Kind.IMAGE, *, first=True):
    return ResourceBaseline(name=name, kind=kind, first_party=first, transferred_bytes=size)


def page(*resources, path="/", loads=None):
    total = sum(each.transferred_bytes for each in resources)
    own = sum(each.transferred_bytes for each in resources if each.first_party)
    weights = loads or ((own, total - own),)
    return PageBaseline(page=path, transferred_bytes=total, loads_bytes=weights, requests=3, resources=resources)


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


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((1000, 1050), (1040,), (False, False)),
        ((1000, 1050), (1040, 1060), (False, False)),
        ((1000, 1050), (1101, 1101), (True, True)),  # further above the range than it is wide
        ((1000, 1050), (1060, 1070), (False, True)),  # chance does that once in six times
        ((1000, 1010, 1050), (1060, 1070, 1080, 1090), (False, True)),  # once in 35 times
        ((1000, 1010, 1050), (1060, 1070, 1080, 1090, 1100), (True, False)),  # once in 56 times
        ((1000, 1000), (1001, 1001), (True, False)),
        ((1000,), (1001,), (True, False)),
        ((1000, 1400), (1410, 1810, 1500), (False, True)),
    ],
    ids=str,
)
def test_growth_counts_where_chance_does_not_explain_it(before, now, expected):
    found = compared(of_loads(*before), of_loads(*now))
    (change,) = found.changes
    assert (bool(found.regressed), change.open) == expected
    assert change.within_noise is not expected[0]


def of_loads(*weights):
    """A page of one file, whose loads weigh this."""
    ordered = sorted(weights)
    file = replace(resource("/", ordered[(len(ordered) - 1) // 2]), range_bytes=(ordered[0], ordered[-1]))
    return page(file, loads=tuple((each, 0) for each in ordered))


def test_a_file_that_is_the_same_in_every_load_counts_however_much_its_page_varies():
    turns = replace(resource("/turns.png", 5_000), range_bytes=(0, 9_000))
    before = page(turns, resource("/app.js", 300), loads=((300, 0), (9_300, 0)))
    now = page(turns, resource("/app.js", 350), loads=((350, 0), (9_350, 0)))
    assert regressions(compared(before, now)) == [("/app.js", 50)]
    assert not compared(before, now, tolerance_bytes=50).regressed


def test_how_much_third_parties_vary_hides_no_growth_of_the_page():
    advert = resource("https://x.example/ad.js", 9, first=False)
    before = page(resource("/", 1000), advert, loads=((1000, 9), (1000, 50_000)))
    now = page(resource("/", 1000), resource("/new.png", 700), advert, loads=((1700, 9), (1700, 40_000)))
    assert compared(before, now).regressed
    assert not compared(before, now, third_parties=True).regressed


def test_measured_again_without_a_change_few_pages_are_called_heavier():
    chance, heavier = random.Random(20), 0
    for _each in range(400):
        before, loads = page_of(sizes(chance, 3)), sizes(chance, 2)
        while len(loads) < 5 and any(each.open for each in compared(before, page_of(loads)).changes):
            loads += sizes(chance, 1)
        heavier += bool(compared(before, page_of(loads)).regressed)
    assert heavier / 400 < 0.04


def sizes(chance, loads):
    """The files of loads of a page with headers of varying size, and with one of five pictures at random."""
    scripts = [{f"/{n}.js": 1_000 + chance.randint(-9, 9) for n in range(20)} for _load in range(loads)]
    return [each | {f"/{picture}.png": 20_000 * (1 + picture)} for each in scripts for picture in [chance.randrange(5)]]


def page_of(loads):
    of_load = [[resource(name, size) for name, size in sorted(each.items())] for each in loads]
    of_load.sort(key=lambda resources: sum(each.transferred_bytes for each in resources))
    return page(*over_loads(of_load[(len(loads) - 1) // 2], of_load), loads=by_party(of_load))


def test_third_parties_are_apart_unless_they_are_asked_for():
    before, now = page(resource("/", 10)), page(resource("/", 10), resource("https://x.example/a.js", 9, first=False))
    found = compared(before, now)
    assert not found.regressed
    assert [change.name for change in found.changes[0].third_party] == ["https://x.example/a.js"]
    assert compared(before, now, third_parties=True).regressed


def test_pages_that_are_new_or_gone_are_said():
    found = compared(page(resource("/", 1), path="/old"), page(resource("/", 1), path="/new"))
    assert (found.new_pages, found.gone_pages, found.compared_pages) == (("/new",), ("/old",), 0)
    assert compared(page(resource("/", 1)), page(resource("/", 2))).compared_pages == 1


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
