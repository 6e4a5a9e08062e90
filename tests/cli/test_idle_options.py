"""Options that would do nothing with what a command is given are refused: none is quietly ignored."""

import shutil
from pathlib import Path

import pytest

from delest.cli.commands.measuring.audit import command
from delest.cli.options.option import Option
from delest.pipeline.fleet.asked import _OF_CRAWLS, Asked, arguments
from delest.records.fleet.service import FleetList, Service
from tests.command import delest

URL = "https://www.example.org/"
LIMIT = ("--max-page-weight", "1MB")
RUNS = Path(__file__).parents[2] / "fixtures" / "runs"
IDLE = {
    "a list has no links to follow": (("audit", "--urls-file", "list", "--depth", "2"), "--depth", "--urls-file"),
    "a list is loaded whole": (("audit", "--urls-file", "list", "--max-pages", "2"), "--max-pages", "--urls-file"),
    "a list named by itself": (("check", "list", *LIMIT, "--exclude", "*/a"), "--exclude", "list"),
    "a build folder": (("check", "folder", *LIMIT, "--include", "*/a"), "--include", "folder"),
    "a saved audit was loaded": (("check", "run", *LIMIT, "--device", "mobile"), "--device", "run"),
    "a saved audit was made": (("check", "run", *LIMIT, "--run", "other"), "--run", "run"),
    "a first budget has no verdict": (("check", URL, "--init", "-o", "verdict.md"), "--output", "--init"),
    "a baseline has no verdict": (
        ("check", URL, "--update-baseline", *LIMIT),
        "--max-page-weight",
        "--update-baseline",
    ),
    "a test of the gate itself": (("check", "--self-test", "--explain"), "--explain", "--self-test"),
}
ALONE = {
    "--margin": (("check", URL, *LIMIT, "--margin", "5%"), "--init"),
    "--wait": (("check", URL, *LIMIT, "--wait", "5s"), "--serve"),
    "--strict-noise": (("check", URL, *LIMIT, "--strict-noise"), "--baseline"),
    "--third-parties": (("check", URL, *LIMIT, "--third-parties", "count"), "--baseline"),
    "--cookie": (("rgesn", RUNS / "format-3", "--cookie", "session=1"), "--probe"),
    "--browser": (("rgesn", RUNS / "format-3", "--browser", "/usr/bin/chromium"), "--probe"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("place")
    (place / "list").write_text(f"{URL}\n")
    (place / "folder").mkdir()
    shutil.copytree(RUNS / "format-3", place / "run")
    return place


@pytest.mark.parametrize("name", IDLE)
def test_an_option_that_does_nothing_beside_the_others_is_refused(place, name):
    words, option, beside = IDLE[name]
    answer = delest(*words, cwd=place)
    assert answer.returncode == 2
    assert f"{option} does nothing with {beside}\n" in answer.stderr


@pytest.mark.parametrize("option", ALONE)
def test_an_option_that_does_nothing_alone_is_refused(option):
    words, needed = ALONE[option]
    answer = delest(*words)
    assert answer.returncode == 2
    assert f"{option} does nothing without {needed}\n" in answer.stderr


def test_the_gate_tests_itself_on_no_other_page():
    answer = delest("check", URL, "--self-test")
    assert answer.returncode == 2
    assert "leave the URL out" in answer.stderr


def test_a_fleet_keeps_from_a_list_what_it_would_refuse(tmp_path):
    of_lists = {f"--{each.key}" for each in command.params
                if isinstance(each, Option) and "urls_file" in each.idle_with}  # fmt: skip
    assert of_lists == _OF_CRAWLS
    service = Service(id="a", name="A", url=URL, pages=(URL,), max_pages=9)
    options = ("--depth=1", "--stay", "2", "--exclude", "*/x", "--ignore-robots")
    asked = Asked(name="n", folder=tmp_path, services=FleetList(source="list", services=(service,)), options=options)
    words = arguments(asked, service)
    assert words[2:5] == ["--stay", "2", "--ignore-robots"]
    assert not _OF_CRAWLS & set(words)
