"""``delest compare`` and ``delest history`` on saved audits."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from delest.errors import InputError
from delest.pipeline.comparing.runs import compare_runs
from delest.records.co2e.traffic import PageViews
from delest.records.pages.failed_request import Cause, FailedRequest, Failures
from delest.records.pages.load import Device, Kind
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from delest.traffic.given import traffic_of
from tests.command import delest
from tests.page_loads import load, page, run_header, transfer

SITE = "https://www.example.org"
A_DAY_S = 24 * 3600
LOST = FailedRequest(url="https://cdn.example/a.js", kind=Kind.SCRIPT, cause=Cause.NETWORK)


def saved(run, image_bytes, *, days=0, loads=2, views=1_000_000.0, paths=("/", "/a"), lost=(), **header):
    """Save an audit; the pages of the paths ``lost`` have lost two requests each; ``of_pages``: views by path."""
    run.parent.mkdir(exist_ok=True)
    site, of_pages = header.pop("site", SITE), header.pop("of_pages", {})
    made = run_header(
        Scope(start_urls=(f"{site}/",)), id=run.name, loads=loads, views_per_year=views,
        started_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days), **header,
    )  # fmt: skip
    with Journal.create(run, made) as journal:
        for path in paths:
            url = site + path
            transfers = (
                transfer(url, 1_000, Kind.DOCUMENT),
                transfer(f"{site}/hero.{int(days):04x}a.jpg", image_bytes),
            )
            gone = (LOST, replace(LOST, url=f"{site}/app.{round(days * 24):04x}a.js"))
            failures = Failures(lost=2, named=gone) if path in lost else Failures()
            journal.add(page(*[load(*transfers, url=url, failures=failures) for _ in range(loads)]))
        traffic, _ = traffic_of(views)
        if of_pages:
            by_page = tuple(PageViews(url=site + path, views_per_year=n) for path, n in of_pages.items())
            traffic = replace(traffic, pages=by_page)
        journal.end(RunEnd(ended_at=made.run.started_at, complete=True, known_pages=len(paths), traffic=traffic))
    return run


@pytest.fixture
def runs(tmp_path):
    return saved(tmp_path / "before", 500_000), saved(tmp_path / "after", 100_000, days=30)


def test_a_realised_reduction_is_claimed_with_all_that_it_rests_on(runs, tmp_path):
    done = delest("compare", *runs, "-o", tmp_path / "c.json", "-o", tmp_path / "c.md", "-o", tmp_path / "c.csv")
    assert done.returncode == 0, done.stderr
    assert "Realised reduction" in done.stdout
    rests = " ".join(done.stdout.split())
    assert "source: a figure given, period: 365 days, robots: not known, the same on both sides" in rests
    assert "Left out" in done.stdout
    assert "/hero.*.jpg" in done.stdout
    tree = json.loads((tmp_path / "c.json").read_text("utf-8"))
    gb = tree["avoided"]["converted"]["gb_per_year"]
    assert gb == pytest.approx(400_000 * 1_000_000 / 1e9)


def test_swapping_the_audits_claims_nothing_and_may_fail(runs):
    before, after = runs
    done = delest("compare", after, before, "--fail-if-heavier")
    assert done.returncode == 1
    assert "no reduction to claim" in done.stdout


def test_another_device_forbids_the_claim(runs, tmp_path):
    other = saved(tmp_path / "mobile", 100_000, days=40, device=Device(name="mobile", mobile=True))
    done = delest("compare", runs[0], other)
    assert "no reduction is claimed" in " ".join(done.stdout.split())
    assert "CO2e a year (central" not in done.stdout


def test_an_audit_compared_with_itself_has_no_change(runs):
    done = delest("compare", runs[0], runs[0])
    assert "No resource changed" in done.stdout
    assert "no reduction is claimed" in " ".join(done.stdout.split())


def test_audits_without_a_common_page_are_not_compared(runs, tmp_path):
    done = delest("compare", runs[0], saved(tmp_path / "other", 1, paths=("/z",)))
    assert done.returncode == 3


def test_what_could_not_be_loaded_is_no_reduction(runs, tmp_path):
    partly = saved(tmp_path / "partly", 100_000, days=30, lost=["/a"])
    done = delest("compare", runs[0], partly, "-o", tmp_path / "c.json", "-o", tmp_path / "c.csv")
    assert "1 page is not compared, because requests failed" in " ".join(done.stdout.split())
    tree = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert tree["lost_requests"] == [f"{SITE}/a"]
    assert [each["url"] for each in tree["pairs"]] == [f"{SITE}/"]
    assert f"{SITE}/a,,,,,,requests-lost" in (tmp_path / "c.csv").read_text("utf-8")
    wholly = saved(tmp_path / "wholly", 100_000, days=30, lost=["/", "/a"])
    done = delest("compare", runs[0], wholly)
    assert done.returncode == 3
    assert "2 pages are not compared" in " ".join(done.stdout.split())
    assert "Realised reduction" in delest("compare", saved(tmp_path / "both", 500_000, lost=["/", "/a"]), wholly).stdout


def test_a_history_is_told_oldest_first_in_french_too(runs, tmp_path):
    done = delest("history", runs[0].parent, "--lang", "fr", "-o", tmp_path / "h.csv")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if re.match(r"\d+(er)? janvier 2026  ", line)]
    assert [line.partition("  ")[0] for line in lines] == ["1er janvier 2026", "31 janvier 2026"]
    assert "plus légère" in lines[1]
    assert delest("history", tmp_path / "none").returncode == 2


def test_audits_of_one_day_are_told_apart_by_their_time(tmp_path):
    saved(tmp_path / "h" / "one", 500_000)
    saved(tmp_path / "h" / "two", 500_000, days=1 / 24)
    text = delest("history", tmp_path / "h").stdout
    assert "1 January 2026, 00:00 UTC" in text
    assert "1 January 2026, 01:00 UTC" in text


def test_a_history_names_the_audit_and_the_resource_of_the_largest_change(runs):
    saved(runs[0].parent / "third", 100_000, days=60)
    saved(runs[0].parent / "fourth", 90_000, days=90, paths=("/z",))
    text = delest("history", runs[0].parent, "--lang", "en").stdout
    said = " ".join(text.split())
    assert "The largest change is that of 31 January 2026: \u2212400 kB a page, most of it by" in said
    assert "hero" in said
    assert "shares with the one before it: \u2212400 kB in all" in said


def test_a_history_of_alike_or_of_other_pages_names_no_change(tmp_path):
    saved(tmp_path / "h" / "a", 500_000)
    saved(tmp_path / "h" / "b", 500_000, days=3)
    assert "No change is beyond" in " ".join(delest("history", tmp_path / "h").stdout.split())
    saved(tmp_path / "o" / "a", 500_000)
    saved(tmp_path / "o" / "b", 500_000, days=3, paths=("/z",))
    assert "No two audits in a row measured the same page" in " ".join(delest("history", tmp_path / "o").stdout.split())


def families(path):
    return {each.name: each.samples for each in text_string_to_metric_families(path.read_text("utf-8"))}


def test_a_comparison_is_written_for_dashboards(runs, tmp_path):
    delest("compare", *runs, "-o", tmp_path / "c.metrics.txt")
    found = families(tmp_path / "c.metrics.txt")
    assert found["delest_comparison"][0].labels["verdict"] == "lighter"
    means = {each.labels["side"]: each.value for each in found["delest_comparison_page_mean_bytes"]}
    assert means == {"before": 501_000, "after": 101_000}
    kg = found["delest_comparison_avoided_co2e_per_year_kilograms"]
    assert {each.labels["reading"] for each in kg} >= {"low", "central", "high", "published"}
    assert all(each.labels["model"] and each.labels["factor_set"] for each in kg)


def test_a_comparison_without_a_claim_has_no_kg_for_dashboards(runs, tmp_path):
    other = saved(tmp_path / "mobile", 100_000, days=40, device=Device(name="mobile", mobile=True))
    delest("compare", runs[0], other, "-o", tmp_path / "c.metrics.txt")
    found = families(tmp_path / "c.metrics.txt")
    assert found["delest_comparison"][0].labels["no_claim"] == "conditions"
    forbidding = {each.labels["condition"]: each.labels["forbids_claim"]
                  for each in found["delest_comparison_condition_differs"]}  # fmt: skip
    assert forbidding["device"] == "true"
    assert not [name for name in found if "co2e" in name]


def test_a_history_fills_a_dashboard_with_the_past(runs, tmp_path):
    saved(runs[0].parent / "again", 90_000, days=30)
    delest("history", runs[0].parent, "-o", tmp_path / "h.metrics.txt")
    found = families(tmp_path / "h.metrics.txt")
    weights = [(each.timestamp, each.value) for each in found["delest_history_page_mean_bytes"]]
    assert [value for _at, value in weights] == [501_000, 101_000, 91_000]
    times = [float(at) for at, _value in weights]
    assert times[1] - times[0] == 30 * A_DAY_S
    assert times[2] > times[1]
    assert [each.value for each in found["delest_history_change_beyond_chance"]] == [1, 1]
    central = [each.value for each in found["delest_history_change_bytes"] if each.labels["bound"] == "central"]
    assert central == [-400_000, -10_000]


def test_the_audits_of_a_set_count_together(tmp_path):
    for n, (before, after) in enumerate([(500_000, 480_000), (520_000, 300_000), (510_000, 505_000)]):
        saved(tmp_path / "before" / f"run-{n}", before, days=n, loads=1)
        saved(tmp_path / "after" / f"run-{n}", after, days=30 + n, loads=1)
    done = delest("compare", tmp_path / "before", tmp_path / "after", "-o", tmp_path / "c.json")
    assert done.returncode == 0, done.stderr
    assert "within the noise" in " ".join(done.stdout.split())
    tree = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert (tree["baseline"]["audits"], tree["baseline"]["loads"]) == (3, 3)
    assert tree["pairs"][0]["before_bytes"] == 511_000
    assert tree["pairs"][0]["change_bytes"] == {"low": -220_000, "central": -30_000, "high": 5_000}
    saved(tmp_path / "far" / "run-0", 200_000, days=50, loads=1)
    saved(tmp_path / "far" / "run-1", 190_000, days=51, loads=1)
    assert "Realised reduction" in delest("compare", tmp_path / "before", tmp_path / "far").stdout


def test_the_audits_of_a_build_folder_are_on_another_port_each_and_of_one_site_all_the_same(tmp_path):
    for n in range(4):
        name, weight = ("before", 500_000 + n) if n < 2 else ("after", 100_000 + n)
        views = {"/": 1000, "/a": 2000} if n == 3 else {}
        site = f"http://127.0.0.1:400{n}"
        saved(tmp_path / name / f"run-{n}", weight, days=n, site=site, lost=["/a"], of_pages=views)
    found = compare_runs(tmp_path / "before", tmp_path / "after")
    assert (len(found.pairs), found.lost_requests) == (2, ())
    assert [each.change.name for each in found.resources] == ["/hero.*.jpg"]
    assert found.avoided.converted.gb_per_year == pytest.approx(399_998 * 3_000 / 1e9)


def test_a_set_of_one_audit_is_of_the_site_that_was_asked_for_too(runs, tmp_path):
    saved(tmp_path / "one" / "a", 100_000, site="https://other.example.org")
    with pytest.raises(InputError, match="no audit of"):
        compare_runs(runs[0], tmp_path / "one", "www.example.org")
    assert compare_runs(runs[0], tmp_path / "one", "other.example.org").pairs


def test_the_audits_of_a_set_are_of_one_site_under_one_condition(runs, tmp_path):
    saved(tmp_path / "set" / "a", 100_000)
    saved(tmp_path / "set" / "b", 100_000, days=1, site="https://other.example.org")
    done = delest("compare", tmp_path / "set", runs[1])
    assert done.returncode == 2
    assert "--site differs (other.example.org, www.example.org)" in " ".join(done.stderr.split())
    assert delest("compare", tmp_path / "set", runs[1], "--site", "www.example.org").returncode == 0
    assert delest("compare", tmp_path / "set", runs[1], "--site", "none.example.org").returncode == 2
    saved(tmp_path / "set" / "c", 100_000, days=1, device=Device(name="mobile", mobile=True))
    done = delest("compare", tmp_path / "set", runs[1], "--site", "www.example.org")
    assert done.returncode == 2
    assert "--device differs (desktop, mobile)" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("visitor", {"language": "fr-FR"}),
        ("visitor", {"logged_in": True}),
        ("visit", {"stay_s": 60.0}),
        ("screen", {"device": Device(name="desktop", width_px=640)}),
    ],
)
def test_another_visit_forbids_the_claim_and_is_named(runs, tmp_path, name, fields):
    other = saved(tmp_path / "other", 100_000, days=40, **fields)
    done = delest("compare", runs[0], other, "-o", tmp_path / "c.json")
    assert "no reduction is claimed" in " ".join(done.stdout.split())
    tree = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert [each["name"] for each in tree["differences"] if each["forbids"]] == [name]
    assert tree["avoided"] is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_comparison_in_a_terminal_is_two_screens_and_whole_in_a_file(tmp_path, language):
    paths = [f"/section/page-{n}" for n in range(40)]
    before = saved(tmp_path / "before", 500_000, paths=[*paths, "/gone", "/gone-too"])
    after = saved(tmp_path / "after", 100_000, days=30, paths=[*paths, "/new"])
    done = delest("compare", before, after, "--lang", language, "-o", tmp_path / "c.md")
    lines = done.stdout.splitlines()
    assert len(lines) <= 50
    assert all(len(line) <= 80 for line in lines[:-1])
    assert (tmp_path / "c.md").read_text("utf-8").count("/section/page-") == 30
