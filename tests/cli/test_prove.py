"""``delest prove`` before any browser starts: what it refuses, and what it says to do."""

import pytest

from delest.records.runs.scope import Scope
from delest.store import recording
from delest.store.journal import Journal
from tests.command import delest
from tests.measure.replay.test_answers import SITE, taped
from tests.measure.replay.test_changed import tape
from tests.page_loads import run_header


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    with Journal.create(folder, run_header(Scope(start_urls=(SITE,)))):
        pass
    return folder


def test_a_run_without_recordings_says_how_to_get_some(run):
    answer = delest("prove", str(run))
    assert answer.returncode == 2
    assert "has no recordings" in answer.stderr
    assert "--prove" in answer.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--replace", "app.js"], "expected URL=FILE"),
        (["--replace", "app.js"], "what to do: give the URL of the file"),
        (["--replace", f"{SITE}/a.js=/no/such/file"], "cannot be read"),
        (["--replace", f"{SITE}/b.js=/dev/null"], f"{SITE}/a.js"),
        (["--replace", f"{SITE}/lib/=/usr"], "below"),
        (["--refuse", "ads.example"], "www.example.org"),
        (["--page", f"{SITE}/other"], "no recording of"),
        (["--rule", "image-encodin"], "`delest rules` lists them: image-encoding"),
        (["--rule", "x", "--refuse", "www.example.org"], "leave one out"),
        (["--keep-remedies", "x", "--refuse", "www.example.org"], "no lighter file is made"),
    ],
)
def test_what_no_recording_has_is_refused_with_what_there_is(run, options, said):
    recording.keep(run, tape(taped("/a.js", b"x")))
    answer = delest("prove", str(run), *options)
    assert answer.returncode == 2
    assert said in answer.stderr


def test_lighter_files_are_those_of_proofs(tmp_path):
    answer = delest("audit", "http://127.0.0.1:9/", "--keep-remedies", str(tmp_path / "lighter"))
    assert answer.returncode == 2
    assert "add --prove" in answer.stderr
