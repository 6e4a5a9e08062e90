"""The Python API: a site audited and a saved audit opened, as a script or a notebook would."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import delest
from delest.errors import InputError
from tests.command import SOURCES, environment

KINDS = {"document", "stylesheet", "script", "image", "font", "media", "fetch", "websocket", "other"}
ROOT = Path(__file__).parents[1]
SAVED = ROOT / "fixtures" / "runs" / "format-3"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    return delest.open_run(shutil.copytree(SAVED, tmp_path_factory.mktemp("runs") / "run"))


def test_import_alone_loads_nothing():
    asked = "import delest, sys; print(*(name for name in sys.modules if name.startswith('delest.')), delest.audit)"
    answer = subprocess.run(
        [sys.executable, "-c", asked], env=environment(), capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.startswith("<function audit")


def test_the_names_are_those_of_the_stub():
    stub = (Path(delest.__file__).parent / "__init__.pyi").read_text("utf-8")
    names = {name for name in dir(delest) if not name.startswith("_")} - {"library"}
    assert {"SavedAudit", "audit", "open_run"} <= names
    for name in ("SavedAudit", "audit", "open_run", "__version__"):
        assert f'"{name}"' in stub
        assert getattr(delest, name)
    with pytest.raises(AttributeError, match="no attribute 'weigh_nothing'"):
        delest.weigh_nothing  # noqa: B018


def test_tables_say_what_the_report_says(saved, tmp_path):
    written = json.loads(saved.write(tmp_path / "report.json").read_text("utf-8"))
    pages = saved.to_dicts()
    assert [row["url"] for row in pages] == [page["url"] for page in written["pages"]]
    weights = [page["cold"] and page["cold"]["transferred_bytes"]["median"] for page in written["pages"]]
    assert [row["weight_bytes"] for row in pages] == weights
    assert any(weights)
    assert None in weights  # a page that could not be measured: not 0
    for row in pages:
        kinds = [value for name, value in row.items() if name.removesuffix("_bytes") in KINDS]
        assert kinds == [None] * len(KINDS) if row["weight_bytes"] is None else sum(kinds) == row["weight_bytes"]
    assert sum(row["avoidable_central_bytes"] for row in saved.to_dicts("findings")) == sum(
        each["avoidable_bytes"]["central"] for finding in written["findings"] for each in finding["offenders"]
    )
    assert len(saved.to_dicts("resources")) == len(written["site"]["heaviest_resources"])
    documents = {row["url"]: row["stated_bytes"] for row in saved.to_dicts("documents")}
    assert documents == {each["url"]: each["stated_bytes"] for each in written["documents"]["asked"]}
    for table in ("pages", "resources", "findings", "documents"):
        rows = saved.to_dicts(table)
        assert len({tuple(row) for row in rows}) == 1  # a data frame: each row has the same columns
        assert all(value is None or isinstance(value, str | int | float) for row in rows for value in row.values())


def test_reports_are_written_in_both_languages(saved, tmp_path):
    assert 'lang="fr"' in saved.write(tmp_path / "audit.html", language="fr").read_text("utf-8")
    assert 'lang="en"' in saved.write(tmp_path / "audit-en.html").read_text("utf-8")
    with pytest.raises(InputError, match=r"ending in '\.docx'"):
        saved.write(tmp_path / "audit.docx")


def test_what_cannot_be_used_is_said(saved, tmp_path):
    for wrong in (
        lambda: delest.open_run(tmp_path),
        lambda: saved.to_dicts("nothing"),
        lambda: delest.audit("ftp://example.org/"),
        lambda: delest.audit("https://example.org/", urls=["https://example.org/"]),
        lambda: delest.audit("https://example.org/", device="watch"),
        lambda: delest.audit("https://example.org/", country="Atlantis", run=tmp_path / "run"),
    ):
        with pytest.raises(InputError):
            wrong()
    assert not (tmp_path / "run").exists()


def documented():
    """The code of the page on the library, but for what needs a library of data frames."""
    lines = (ROOT / "docs" / "library.md").read_text("utf-8").splitlines()
    code = [line.removeprefix("    ") for line in lines if line.startswith("    ")]
    return [line for line in code if not re.search(r"pandas|polars|^pages\.", line)]


@pytest.mark.browser
def test_the_code_of_the_documentation_runs_beside_a_running_loop(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(SOURCES))  # what works on files runs in processes of its own
    *making, opening = documented()
    assert "https://www.example.org/" in "\n".join(making)
    made, opened = {}, {}

    async def as_in_a_notebook():
        exec("\n".join(making).replace('"https://www.example.org/", max_pages=50', "max_pages=1"), made)

    asyncio.run(as_in_a_notebook())
    audited = made["audited"]
    assert capsys.readouterr().out.splitlines() == [str(audited.path), str(audited.report.site.mean_bytes)]
    assert 'lang="fr"' in (tmp_path / "audit.html").read_text("utf-8")
    (page,) = audited.to_dicts()
    assert page["outcome"] == "ok"
    assert page["weight_bytes"] > 1_000_000
    assert audited.report.attributed is not None
    exec("import delest\n" + re.sub(r'"delest-runs/[^"]+"', repr(str(audited.path)), opening), opened)
    again = opened["audited"]
    assert again.to_dicts() == audited.to_dicts()
    assert again.to_dicts("findings") == audited.to_dicts("findings") != []
