"""Recordings made elsewhere, weighed without a browser."""

import csv
import io
import json
from pathlib import Path

from tests.command import delest

RECORDINGS = Path(__file__).parents[2] / "fixtures" / "har"
LU, GOLANG, ODD = (RECORDINGS / f"{name}.har" for name in ("etat-lu-2018", "golang-2019", "odd-missing-pageref"))


def test_weight_by_kind_and_party_and_what_cannot_be_known():
    answer = delest("weigh", GOLANG)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "transferred  768 kB in 32 requests" in answer.stdout
    assert "third party  594 kB    77%" in answer.stdout
    assert "12 responses belong to no page" in answer.stdout
    assert "No size in a recording is exact" in answer.stdout
    assert all(len(line) <= 80 for line in answer.stdout.splitlines())


def test_a_lower_bound_is_called_one_in_french_too():
    assert "at least 1.5 kB" in delest("weigh", ODD).stdout
    assert "au moins 1,5\u202fko" in delest("weigh", ODD, "--lang", "fr").stdout


def test_json():
    answer = delest("weigh", LU, GOLANG, "-f", "json")
    told = json.loads(answer.stdout)
    assert told["schema"] == "delest.recording/1"
    assert [recording["name"] for recording in told["recordings"]] == [str(LU), str(GOLANG)]
    (page,) = told["recordings"][1]["pages"]
    assert page["transferred_bytes"] == sum(share["transferred_bytes"] for share in page["by_kind"])
    assert page["unknown"] == {"no-page": 12}


def test_files_by_suffix_beside_the_text_and_a_table_of_what_is_known(tmp_path):
    answer = delest("weigh", LU, GOLANG, ODD, "-o", "all.json", "-o", "all.csv", "-o", "all.txt", cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith((tmp_path / "all.txt").read_text("utf-8"))
    assert answer.stdout.splitlines()[-1] == "Files written: all.json, all.csv, all.txt"
    pages = [page for each in json.loads((tmp_path / "all.json").read_text())["recordings"] for page in each["pages"]]
    text = (tmp_path / "all.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["weight_bytes"] for row in rows] == [str(page["transferred_bytes"]) for page in pages]
    assert [row["file"] for row in rows] == [str(LU), str(GOLANG), str(ODD)]
    for row in rows:
        assert sum(int(row[f"{party}_party_bytes"]) for party in ("first", "third")) == int(row["weight_bytes"])
    assert rows[1]["unknown"] == "no-page=12"
    assert rows[2]["lower_bound"] == "yes"


def test_a_page_without_a_weight_has_empty_cells_and_no_cell_is_a_formula(tmp_path):
    response = {"status": 404, "statusText": "", "content": {"mimeType": "text/html"}, "bodySize": 9, "headersSize": 9}
    entry = {"request": {"url": "https://u:secret@www.example.org/"}, "response": response}
    (tmp_path / "=1+1.har").write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    answer = delest("weigh", "=1+1.har", "-f", "csv", cwd=tmp_path)
    (row,) = csv.DictReader(io.StringIO(answer.stdout.removeprefix("\ufeff"), newline=""))
    assert (row["file"], row["outcome"], row["weight_bytes"], row["image_bytes"]) == ("'=1+1.har", "http-error", "", "")
    assert "secret" not in answer.stdout


def test_a_suffix_that_is_none_is_told_before_anything_is_read(tmp_path):
    answer = delest("weigh", tmp_path / "none.har", "-o", "weights.docx", cwd=tmp_path)
    assert answer.returncode == 2
    assert "one of .csv, .htm, .html, .json, .markdown, .md, .pdf, .txt" in answer.stderr
    assert "none.har" not in answer.stderr


def test_a_broken_file_is_named_and_the_others_are_weighed(tmp_path):
    cut = tmp_path / "cut.har"
    cut.write_bytes(LU.read_bytes()[:20_000])
    answer = delest("weigh", cut, LU, tmp_path / "none.har")
    assert answer.returncode == 2
    assert "transferred  337 kB in 22 requests" in answer.stdout
    assert f"{cut} cannot be read as JSON" in answer.stderr
    assert f"{tmp_path / 'none.har'} cannot be read: No such file" in answer.stderr
    assert answer.stderr.count("what to do:") == 2


def test_nothing_with_a_weight_is_no_success(tmp_path):
    empty, failed = tmp_path / "empty.har", tmp_path / "failed.har"
    empty.write_text('{"log": {"entries": []}}', "utf-8")
    response = {"status": 404, "content": {"mimeType": "text/html"}, "bodySize": 9, "headersSize": 9}
    entry = {"request": {"url": "https://www.example.org/"}, "response": response}
    failed.write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    answer = delest("weigh", empty, failed)
    assert answer.returncode == 3
    assert "The recording contains no request." in answer.stdout
    assert "not weighed  error answer: HTTP 404" in answer.stdout


def test_hostile_text_neither_runs_nor_breaks_lines(tmp_path):
    har = tmp_path / "hostile.har"
    response = {"status": 200, "content": {"mimeType": "text/html\u001b[2J"}, "bodySize": 9, "headersSize": 9}
    entry = {"pageref": "p", "request": {"url": "https://u:secret@www.example.org/\u001b[31m\n"}, "response": response}
    page = {"id": "p", "title": "\u001b]0;x\u0007\u202e" + "a" * 10_000}
    har.write_text(json.dumps({"log": {"pages": [page], "entries": [entry]}}), "utf-8")
    answer = delest("weigh", har)
    assert answer.returncode == 0, answer.stderr
    assert "\u001b" not in answer.stdout
    assert "\u202e" not in answer.stdout
    assert "secret" not in answer.stdout + delest("weigh", har, "-f", "json").stdout
    assert all(len(line) <= 80 for line in answer.stdout.splitlines())


def test_a_recording_without_a_single_size_has_no_weight(tmp_path):
    response = {
        "status": 200,
        "statusText": "",
        "content": {"mimeType": "text/html"},
        "bodySize": -1,
        "headersSize": -1,
    }
    entry = {"request": {"url": "https://www.example.org/"}, "response": response}
    (tmp_path / "no-size.har").write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    answer = delest("weigh", "no-size.har", cwd=tmp_path)
    assert answer.returncode == 3
    assert "0 B" not in answer.stdout
