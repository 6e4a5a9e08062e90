import json
from pathlib import Path

import pytest

from delest.cli.terminal.outputs import planned, write_all, write_whole
from delest.cli.terminal.written import written_lines
from delest.errors import InputError
from delest.report import kinds
from delest.report.language import words
from tests.recorded_audit import recorded

DATA = ("json", "csv")


def test_suffixes_say_formats_and_stdout_is_no_file(tmp_path):
    plan = planned([str(tmp_path / "a.HTML"), "-", str(tmp_path / "b.json")], "csv", DATA)
    assert plan.files == ((tmp_path / "a.HTML", "html"), (tmp_path / "b.json", "json"))
    assert (plan.stdout_format, plan.only_text) == ("csv", False)


def test_only_text_is_when_nothing_else_was_asked_for(tmp_path):
    assert planned([], "text", DATA).only_text
    assert planned(["-"], "text", DATA).only_text
    assert not planned([], "json", DATA).only_text
    assert not planned([str(tmp_path / "a.csv")], "text", DATA).only_text


@pytest.mark.parametrize(
    ("outputs", "form", "said"),
    [
        ([], "docx", "no report format is called 'docx'"),
        ([], "../json", "no report format is called '../json'"),
        (["a.docx"], "text", "a file ending in '.docx'"),
        (["noending"], "text", "a file ending in 'noending'"),
        (["/nowhere/a.html"], "text", "there is no directory /nowhere"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(outputs, form, said):
    with pytest.raises(InputError, match=said):
        planned(outputs, form, DATA)


def test_an_answer_without_a_table_has_no_csv():
    with pytest.raises(InputError, match=r"a file ending in '\.csv'"):
        planned(["verdict.csv"], "text", ())
    with pytest.raises(InputError, match="no report format is called 'json'"):
        planned([], "json", ())


def test_a_file_has_the_whole_report_and_a_terminal_the_short_one(tmp_path, capsys):
    write_all(
        kinds.audit(recorded("small")), planned([str(tmp_path / "a.txt"), str(tmp_path / "a.md")], "text", DATA), None
    )
    whole, short = (tmp_path / "a.txt").read_text("utf-8"), capsys.readouterr().out
    assert "Words used" in whole
    assert "Words used" not in short
    assert (tmp_path / "a.md").read_text("utf-8").startswith("# Page weight of www.example.org\n")


def test_text_ends_with_every_path_and_the_runs_report_last(tmp_path, capsys):
    write_all(kinds.audit(recorded("small")), planned([str(tmp_path / "a.csv")], "text", DATA), tmp_path)
    out, err = capsys.readouterr()
    assert out.splitlines()[-3:] == ["", f"Report: {tmp_path / 'a.csv'}", f"Report: {tmp_path / 'report.html'}"]
    assert err == ""
    assert {file.name for file in tmp_path.iterdir()} == {"a.csv", "report.html", "report.json"}


def test_many_files_have_one_line():
    names = [f"out/report-{n}.html" for n in range(12)]
    assert written_lines(names[:2], "run/report.html") == [
        "Report: out/report-0.html", "Report: out/report-1.html", "Report: run/report.html",
    ]  # fmt: skip
    assert written_lines(names[:3]) == ["Files written in out: report-0.html, report-1.html, report-2.html"]
    assert written_lines(["a.html", "b/a.csv", "c.json"]) == ["Files written: a.html, b/a.csv, c.json"]
    line, own = written_lines(names, "run/report.html")
    assert line == "Files written in out: report-0.html, report-1.html, report-2.html and 9 more"
    assert own == "Report: run/report.html"
    long = ["/a/long/path" * 9, *names]
    assert written_lines(long) == [f"Files written: {long[0]} and 12 more"]


def test_other_formats_keep_stdout_to_themselves(tmp_path, capfdbinary):
    words.use("fr")
    write_all(kinds.audit(recorded("small")), planned([], "json", DATA), tmp_path)
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["schema"] == "delest.report/1"
    assert err.decode() == f"Rapport\u202f: {tmp_path / 'report.html'}\n"


def test_without_a_run_directory_nothing_but_the_answer_is_written(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_all(kinds.audit(recorded("small")), planned([], "text", DATA), None)
    assert "Report:" not in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_is_one_error():
    with pytest.raises(InputError, match="/dev/full cannot be written: No space left on device") as refused:
        write_whole(Path("/dev/full"), ["x" * 100_000])
    assert "audit is saved" in str(refused.value.remedy)


def test_a_report_that_breaks_off_leaves_the_one_that_was_there(tmp_path):
    def breaks():
        yield "half"
        raise OSError(28, "No space left on device")

    (tmp_path / "a.html").write_text("whole", "utf-8")
    with pytest.raises(InputError, match="No space left"):
        write_whole(tmp_path / "a.html", breaks())
    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("a.html", "whole")]


def test_a_path_that_ends_in_a_slash_is_a_folder_of_pages(tmp_path):
    write_all(kinds.audit(recorded("small")), planned([f"{tmp_path}/site/"], "json", DATA), None)
    assert {each.name for each in (tmp_path / "site").iterdir()} == {"index.html", "pages-1.html"}


def test_only_an_audit_is_written_as_a_folder(tmp_path):
    with pytest.raises(InputError, match="only an audit is written as a folder"):
        planned([f"{tmp_path}/site/"], "text", ("json",))
