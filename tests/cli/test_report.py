"""Saved runs, rendered again without a browser."""

import csv
import json
import subprocess

import pytest

from tests.command import command, delest, environment


def test_text_on_stdout_and_the_runs_own_reports_anew(run_of):
    run = run_of("small")
    answer = delest("report", run)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines()[-1] == f"Report: {run / 'report.html'}"
    assert all(len(line) <= 80 for line in answer.stdout.splitlines()[:-1])
    assert (run / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert json.loads((run / "report.json").read_text("utf-8"))["schema"] == "delest.report/1"


def test_french(run_of):
    run = run_of("small")
    answer = delest("report", run, "--lang", "fr")
    assert answer.returncode == 0
    assert answer.stdout.splitlines()[-1] == f"Rapport\u202f: {run / 'report.html'}"
    assert '<html lang="fr">' in (run / "report.html").read_text("utf-8")
    delest("report", run)
    assert '<html lang="en">' in (run / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", "{"),
        ("html", "<!doctype html>"),
        ("csv", "\ufeffurl,"),
        ("text", "delest ·"),
        ("markdown", "# Page weight"),
    ],
)
def test_stdout_is_the_format_asked_for_and_nothing_else(run_of, form, start):
    run = run_of("small")
    answer = delest("report", run, "-f", form, env={"PYTHONIOENCODING": "latin-1"}, text=False)
    assert answer.returncode == 0
    encoding = "latin-1" if form == "text" else "utf-8"
    assert answer.stdout.decode(encoding).startswith(start)
    if form == "json":
        assert json.loads(answer.stdout)["schema"] == "delest.report/1"
    if form != "text":
        assert not (run / "report.html").exists()
        assert answer.stderr == b""


def test_several_files_and_only_these(run_of, tmp_path):
    run = run_of("small")
    names = [tmp_path / f"again.{suffix}" for suffix in ("html", "json", "csv", "txt", "md")]
    answer = delest("report", run, *(word for name in names for word in ("-o", name)), "-o", "-")
    assert answer.returncode == 0, answer.stderr
    last = answer.stdout.splitlines()[-1]
    assert last.startswith(f"Files written in {tmp_path}: again.html")
    assert last.endswith((" more", ", again.md"))
    assert "Words used" in names[3].read_text("utf-8")
    assert names[4].read_text("utf-8").startswith("# Page weight of www.example.org")
    assert len(list(csv.reader(names[2].read_text("utf-8-sig").splitlines()))) > 2
    assert [file.name for file in run.iterdir()] == ["run.sqlite"]


def test_a_file_that_cannot_be_written_says_where_the_run_is_safe(run_of, tmp_path):
    run = run_of("small")
    (tmp_path / "there.html").mkdir()
    answer = delest("report", run, "-o", tmp_path / "there.html")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.splitlines()[0] == f"delest: {tmp_path / 'there.html'} cannot be written: Is a directory"


def test_a_run_that_was_cut_off_says_so(run_of):
    answer = delest("report", run_of("small", ended=False))
    assert answer.returncode == 0
    assert "This audit was interrupted" in answer.stdout


def test_hostile_pages_reach_no_terminal(run_of):
    answer = delest("report", run_of("hostile"))
    assert answer.returncode == 0
    assert not any(ord(character) < 32 and character != "\n" for character in answer.stdout)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_run_is_told(run_of, content):
    run = run_of("small")
    (run / "run.sqlite").write_bytes(content)
    answer = delest("report", run)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"delest: {run / 'run.sqlite'} is ")
    assert answer.stderr.count("\n") == 2


def test_a_file_of_another_kind_is_not_called_damaged(tmp_path):
    (tmp_path / "x.bin").write_bytes(bytes(range(256)) * 9)
    answer = delest("report", tmp_path / "x.bin")
    assert answer.returncode == 2
    assert "x.bin is not a saved audit" in answer.stderr
    assert "delest-runs/NAME" in answer.stderr


def test_a_run_cut_in_the_middle_is_told(run_of):
    run = run_of("small")
    whole = (run / "run.sqlite").read_bytes()
    (run / "run.sqlite").write_bytes(whole[: len(whole) // 2])
    answer = delest("report", run)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "is not a run, or is damaged" in answer.stderr


def test_the_file_of_a_run_stands_for_its_directory(run_of):
    run = run_of("small")
    assert delest("report", run / "run.sqlite").returncode == 0
    assert (run / "report.html").exists()


def test_a_reader_that_goes_away_leaves_the_files_whole(run_of):
    run = run_of("small")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command("report", run), env=environment(), **pipes) as process:
        process.stdout.close()
        assert (process.stderr.read(), process.wait(timeout=120)) == (b"", 0)
    assert (run / "report.html").read_text("utf-8").endswith("</html>")
