"""``delest traffic``: what it says before a measurement, and joined to a saved run."""

import json
from pathlib import Path

import pytest

from tests.command import delest

FIXTURES = Path(__file__).parents[2] / "fixtures" / "traffic"
LOG = FIXTURES / "logs" / "apache-combined-2015-2000.log.gz"
HOME = "https://www.example.org/"


@pytest.fixture
def export(tmp_path):
    """Views of the small run: two measured pages, one that is not, and a place holder."""
    path = tmp_path / "views_20260101_20261231.csv"
    path.write_text(
        f"url,views,entries\n{HOME},1000,600\n{HOME}news/,500,100\n{HOME}search?q=a,250,0\nOthers,250,0\n", "utf-8"
    )
    return path


def test_what_was_understood_of_a_log():
    answer = delest("traffic", LOG, "--traffic-days", "1")
    assert answer.returncode == 0, answer.stderr
    assert "an access log, combined format" in answer.stdout
    assert "343 page views" in answer.stdout
    assert "410 page views of robots left out" in answer.stdout
    assert "/projects/xdotool/" in answer.stdout


def test_the_same_in_french_and_markdown(export):
    answer = delest("traffic", export, "-f", "markdown", "--lang", "fr")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("# Trafic\n")
    assert "sans page" in answer.stdout


def test_json_has_the_export_and_csv_a_line_a_page(export):
    told = json.loads(delest("traffic", export, "-f", "json").stdout)
    assert told["schema"] == "delest.traffic/1"
    assert (told["views"], told["period_days"], told["source"]) == (2000, 365, "table")
    assert told["unplaced"] == [{"label": "Others", "views": 250}]
    assert told["joined"] is None
    lines = delest("traffic", export, "-f", "csv").stdout.lstrip("\ufeff").splitlines()
    assert lines[1] == f"{HOME},page,1000.0,600.0,,,"


def test_joined_to_a_run(run_of, export):
    run = run_of("small")
    answer = delest("traffic", export, "--run", run, "-f", "json")
    assert answer.returncode == 0, answer.stderr
    joined = json.loads(answer.stdout)["joined"]
    shares = joined["traffic"]["shares"]
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["unplaced_share"] == pytest.approx(0.125)
    assert joined["traffic"]["entry_share"] == pytest.approx(700 / 1500)
    measured = {page["url"]: page for page in joined["pages"]}
    assert measured[HOME]["bytes_per_year"] == pytest.approx(1000 * measured[HOME]["view_bytes"])
    assert [(each["address"], each["reason"]) for each in joined["traffic"]["unmatched"]] == [
        (f"{HOME}search?q=a", "search")
    ]
    text = delest("traffic", export, "--run", run).stdout
    templates = text[text.index("Templates of most bytes a year") :]
    assert "CO2e" in "".join(templates.splitlines()[1:5])
    assert "of the bytes." in text
    assert "search results, which depend" in text


def test_new_traffic_joined_to_an_old_run_leaves_its_reports_alone(run_of, export):
    run = run_of("small")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in run.iterdir())
    answer = delest("report", run, "--traffic", export, "-f", "json")
    assert answer.returncode == 0, answer.stderr
    traffic = json.loads(answer.stdout)["traffic"]
    assert (traffic["views_per_year"], traffic["source"]) == (2000, "table views_20260101_20261231.csv")
    assert delest("report", run, "--traffic", export).returncode == 0
    assert sorted((path.name, path.stat().st_mtime_ns) for path in run.iterdir()) == before


def test_several_sites_in_one_export_are_said(tmp_path):
    (tmp_path / "v.csv").write_text("url,views\nhttps://www.a.fr/,30\nhttps://a.fr/x,30\nhttps://b.fr/,40\n", "utf-8")
    said = " ".join(delest("traffic", tmp_path / "v.csv").stdout.split())
    assert "Addresses of 2 sites (a.fr 60%, b.fr 40%); an audit uses those of its own" in said


def test_robots_by_behaviour_are_counted_apart_and_standard_input_cannot_be_read_twice(tmp_path):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    text = "".join(
        f'192.0.2.{client} - - [{10 + client}/Feb/2026:16:42:07 +0100] "GET {target} HTTP/1.1" 200 5 "-" "{agent}"\n'
        for client in (1, 2)
        for target in ("/", "/robots.txt" if client == 1 else "/style.css", "/news/")
    )
    (tmp_path / "access.log").write_text(text, "utf-8")
    answer = delest("traffic", tmp_path / "access.log", "--traffic-robots", "behaviour", "--traffic-days", "30")
    assert answer.returncode == 0, answer.stderr
    assert "2 by their behaviour" in answer.stdout
    assert "page views of visitors that behave like robots" in answer.stdout
    assert "192.0.2" not in answer.stdout
    twice = delest("traffic", "-", "--traffic-robots", "behaviour", input=text)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "can be read only once" in twice.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "no file of page views"),
        (("gone.csv",), "gone.csv: cannot be read"),
        (("--matomo", "https://stats.example.org/"), "--matomo needs --site"),
        (("--matomo", "http://stats.example.org/", "--site", "1"), "not an https address"),
        (("views.csv", "--matomo", "https://stats.example.org/", "--site", "1"), "both --matomo and --traffic"),
        ((FIXTURES / "ga4-nsf-pages-30-days.csv",), "counts page views by site"),
        (("page.csv",), "page.csv: a web page, not an export"),
        (("visits.csv",), "visits.csv: line 1: counts visites, not page views"),
        (("v_20260131_20260101.csv",), "its period ends before it begins: 2026-01-31 to 2026-01-01"),
        (("php.log",), "line 1: '[error] [client #] File not found'"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_message(arguments, told, tmp_path):
    (tmp_path / "page.csv").write_text("\n<!DOCTYPE html><title>Log in</title>", "utf-8")
    (tmp_path / "visits.csv").write_text("page;visites\n/;5\n", "utf-8")
    (tmp_path / "v_20260131_20260101.csv").write_text("page;vues\n/;5\n", "utf-8")
    (tmp_path / "php.log").write_text("[error] [client 192.0.2.7] File not found\n", "utf-8")
    answer = delest("traffic", *arguments, cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_token_of_a_file_that_is_not_there(tmp_path):
    answer = delest("traffic", "--matomo", "https://h/", "--site", "1", "--matomo-token-file", "none", cwd=tmp_path)
    assert "none cannot be read" in answer.stderr
