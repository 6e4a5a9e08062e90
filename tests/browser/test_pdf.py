import subprocess
import sys

import pypdf
import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run of one page of the demo site."""
    folder = tmp_path_factory.mktemp("pdf") / "run"
    delest("audit", "--max-pages", "1", "--depth", "0", "--run", folder, "-q", "--no-report")
    return folder


def delest(*words):
    return subprocess.run([sys.executable, "-m", "delest", *map(str, words)], check=True, capture_output=True)


@pytest.mark.parametrize(("language", "said"), [("en", "What to do first"), ("fr", "Par quoi commencer")])
def test_a_report_is_printed_tagged_and_whole(run, tmp_path, language, said):
    delest("report", run, "--lang", language, "-o", tmp_path / "report.pdf")
    book = pypdf.PdfReader(tmp_path / "report.pdf")
    root = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert book.outline
    text = " ".join(page.extract_text() for page in book.pages)
    assert said in " ".join(text.split())
    assert f"1 / {len(book.pages)}" in text
    folded = {"en": "kg CO2e per GB", "fr": "kg CO2e par Go"}[language]  # within details
    assert folded in " ".join(text.split())


def test_stdout_takes_it_where_it_is_no_terminal(run):
    told = delest("report", run, "-f", "pdf")
    assert told.stdout.startswith(b"%PDF-")
