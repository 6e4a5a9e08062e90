"""A fleet of small sites: run, interrupted, continued, asked, merged, closed."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.browser.small_site import Answer, SmallSite, page
from tests.command import command, delest, environment

pytestmark = pytest.mark.browser

OPTIONS = ("--", "--max-pages", "2", "--stay", "0")


def site_at(address):
    return type("Site", (SmallSite,), {"address": address})()


@pytest.fixture(scope="module")
def fleet(tmp_path_factory):
    """Three sites, two services on one of them, and one that does not answer."""
    folder = tmp_path_factory.mktemp("fleet")
    with site_at("127.0.0.31") as one, site_at("127.0.0.32") as other:
        for site in (one, other):
            body = b"<!doctype html><title>t</title><p>" + b"some text " * 300
            site.answers = {"/": Answer(body + b'<a href="/b">b</a>'), "/b": page(), "/c": Answer(body + b"c")}
        path = folder / "services.csv"
        rows = [f"one,{one.url(host=one.address)},1000000", f"c,{one.url('/c', host=one.address)},",
                f"other,{other.url(host=other.address)},", "dead,http://127.0.0.39:9/,", "wrong,nope:,"]  # fmt: skip
        path.write_text("\n".join(["id,url,views_per_year", *rows]) + "\n", "utf-8")
        yield path, (one, other)


def run(path, folder, *options, **more):
    return delest("fleet", "run", path, "--campaign", "2026-T4", "--folder", folder, *options, *OPTIONS, **more)


def entries(folder):
    with contextlib.closing(sqlite3.connect(folder / "2026-T4" / "campaign.sqlite")) as database, database:
        found = {name: json.loads(record) for name, record in database.execute("SELECT id, record FROM service")}
    database.close()
    return found


@pytest.fixture(scope="module")
def ran(fleet, tmp_path_factory):
    path, _sites = fleet
    folder = tmp_path_factory.mktemp("ran")
    return folder, run(path, folder)


def test_every_service_is_measured_or_has_its_reason(ran):
    folder, answer = ran
    assert answer.returncode == 0, answer.stderr
    assert "1 row is left out" in answer.stderr
    found = entries(folder)
    assert {name: each["state"] for name, each in found.items()} == {
        "one": "done", "c": "done", "other": "done", "dead": "failed",
    }  # fmt: skip
    assert found["dead"]["reason"]["code"] == "net-error"
    assert found["dead"]["tries"] == 1
    assert found["dead"]["result"] is None
    result = found["one"]["result"]
    assert len(result["pages"]) == 2
    assert result["views_per_year"] == 1e6
    assert result["kgco2e_per_year"]["low"] < result["kgco2e_per_year"]["high"]
    assert found["other"]["result"]["kgco2e_per_year"] is None


def test_the_same_command_again_loads_nothing(ran, fleet):
    folder, _answer = ran
    path, sites = fleet
    before = [len(site.asked) for site in sites]
    assert run(path, folder, "-q").returncode == 0
    assert [len(site.asked) for site in sites] == before


def test_other_options_are_refused(ran, fleet):
    folder, _answer = ran
    whole = ("fleet", "run", fleet[0], "--campaign", "2026-T4", "--folder", folder)
    answer = delest(*whole, "--", "--max-pages", "3")
    assert answer.returncode == 2
    assert "other options" in answer.stderr


def test_the_status_tells_what_is_done_and_what_failed(ran):
    folder, _answer = ran
    told = json.loads(delest("fleet", "status", folder / "2026-T4", "-f", "json").stdout)
    assert told["services"]["done"] == 3
    assert told["failed"][0]["service"] == "dead"
    french = delest("fleet", "status", folder / "2026-T4", "--lang", "fr").stdout
    assert "erreur réseau" in french


def test_shards_are_merged_and_closed(fleet, tmp_path):
    path, _sites = fleet
    for number in (1, 2):
        own = run(path, tmp_path / str(number), "--shard", f"{number}/2", "--pages-a-minute", "1200", "-q")
        audited = [each for each in entries(tmp_path / str(number)).values() if each["state"] != "todo"]
        measured = any(each["result"] for each in audited)
        assert own.returncode == (0 if measured or not audited else 3), "what other shards audit is not left here"
        elsewhere = 4 - len(audited)
        assert ("delest fleet merge" in own.stdout) is (elsewhere > 0)
        assert (f"of other shards {elsewhere}" in " ".join(own.stdout.split())) is (elsewhere > 0)
        assert (tmp_path / str(number) / "2026-T4" / "pace").read_text().rstrip() == "0.05"
    parts = [tmp_path / number / "2026-T4" for number in "12"]
    whole = tmp_path / "all" / "2026-T4"
    answer = delest("fleet", "merge", *parts, "--into", whole)
    assert answer.returncode == 0, answer.stderr
    states = [each["state"] for each in entries(tmp_path / "all").values()]
    assert sorted(states) == ["done", "done", "done", "failed"]
    assert {each.name for each in (whole / "runs").iterdir()} == {"one", "c", "other", "dead"}
    assert delest("fleet", "close", whole).returncode == 0
    refused = run(path, tmp_path / "all", "-q")
    assert refused.returncode == 2
    assert "is closed" in refused.stderr


def processes_of(folder):
    """Processes whose command line names the folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = each.read_bytes()
        except OSError:
            continue
        if str(folder).encode() in line and int(each.parent.name) != os.getpid():
            found.append(int(each.parent.name))
    return found


def begun(site, process):
    """Wait until the site was asked for a page."""
    site.asked.clear()
    while "/" not in site.asked:
        assert process.poll() is None
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_campaign_that_was_ended_is_continued(fleet, tmp_path, number):
    path, (one, other) = fleet
    slow = Answer(one.answers["/"].body, before=lambda: time.sleep(1.0))
    for site in (one, other):
        site.answers["/"] = slow
    arguments = ("fleet", "run", path, "--campaign", "2026-T4", "--folder", tmp_path, *OPTIONS)
    process = subprocess.Popen(command(*arguments), env=environment(), stderr=subprocess.DEVNULL)
    begun(one, process)
    busy = run(path, tmp_path)
    assert busy.returncode == 7, busy.stderr
    process.send_signal(number)
    assert process.wait(120) == (130 if number == signal.SIGINT else -signal.SIGKILL)
    ends = time.monotonic() + 20
    while processes_of(tmp_path) and time.monotonic() < ends:
        time.sleep(0.2)
    assert processes_of(tmp_path) == []
    assert not (tmp_path / "2026-T4" / "stop").exists() or number == signal.SIGKILL
    again = run(path, tmp_path, "-q")
    assert again.returncode == 0, again.stderr
    found = entries(tmp_path)
    assert {name: each["state"] for name, each in found.items()} == {
        "one": "done", "c": "done", "other": "done", "dead": "failed",
    }  # fmt: skip
    assert [len(found[name]["result"]["pages"]) for name in ("one", "c", "other")] == [2, 1, 2]


def test_a_service_that_hangs_costs_itself_alone(tmp_path):
    with site_at("127.0.0.33") as good, site_at("127.0.0.34") as hanging:
        good.answers = {"/": page()}
        hanging.answers = {"/": Answer(b"x", before=lambda: time.sleep(12))}
        path = tmp_path / "services.csv"
        rows = f"id,url\ngood,{good.url(host=good.address)}\n"
        path.write_text(rows, "utf-8")
        assert run(path, tmp_path, "-q").returncode == 0
        path.write_text(f"{rows}bad,{hanging.url(host=hanging.address)}\n", "utf-8")
        answer = run(path, tmp_path, "--service-time", "4s")
        found = entries(tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert found["good"]["state"] == "done"
    assert (found["bad"]["state"], found["bad"]["tries"], found["bad"]["result"]) == ("failed", 1, None)


def test_the_report_is_written_of_what_was_measured(ran, tmp_path):
    folder, _answer = ran
    answer = delest("fleet", "report", folder / "2026-T4", "--into", tmp_path / "out", "-f", "json")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert (told["services_known"], told["services_measured"], told["services_with_views"]) == (4, 3, 1)
    assert told["kgco2e_per_year"]["low"] < told["kgco2e_per_year"]["high"]
    assert (tmp_path / "out" / "fr" / "services" / "one.html").is_file()


def test_a_damaged_run_costs_its_service_alone(tmp_path):
    with site_at("127.0.0.35") as good, site_at("127.0.0.36") as bad:
        good.answers = bad.answers = {"/": page()}
        path = tmp_path / "services.csv"
        path.write_text(f"id,url\ngood,{good.url(host=good.address)}\nbad,{bad.url(host=bad.address)}\n", "utf-8")
        run_of = tmp_path / "2026-T4" / "runs" / "bad"
        run_of.mkdir(parents=True)
        (run_of / "run.sqlite").write_bytes(b"not a database, but long enough to look like one" * 100)
        answer = run(path, tmp_path, "-q", "--tries", "1")
        found = entries(tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert (found["good"]["state"], found["bad"]["state"]) == ("done", "failed")
    assert "run.sqlite" in found["bad"]["message"]
