"""Documents in every format: the server's statement, heaviest first, in no weight."""

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest import report as room
from delest.reason import Reason, ReasonCode
from delest.records.pages.document import Document
from delest.report.language import words
from delest.report.pages.audit.sections.documents import notes, sized, stated_bytes
from tests.rendered import render

FORMATS = ["text", "html", "markdown", "csv", "json"]
SCHEMA = json.loads((Path(room.__file__).parent / "schema" / "report-1.json").read_text("utf-8"))
SITE = "https://www.example.org/"


def document(name, size, **more):
    url = SITE + name
    reason = None if size is not None else Reason(code=ReasonCode.NO_SIZE)
    told = {"url": url, "final_url": url, "family": "text", "status": 200, "stated_bytes": size, "reason": reason}
    return Document(**told | {"pages": 2, "linked_from": (SITE,)} | more)


@pytest.fixture
def linked(small):
    asked = (
        document("film.mp4", 80_000_000, family="video"),
        document("annual-report.pdf", 12_400_000),
        document("latest", 12_400_000, final_url=SITE + "annual-report.pdf"),
        document("stream.pdf", None),
        document("private.pdf", None, status=None, reason=Reason(code=ReasonCode.ROBOTS)),
    )
    return replace(small, documents=asked, end=replace(small.end, known_documents=9))


def test_a_document_under_two_names_is_summed_once(linked):
    assert stated_bytes(linked) == 92_400_000
    assert len(sized(linked)) == 2


@pytest.mark.parametrize("format_id", FORMATS)
def test_without_documents_nothing_is_said(small, format_id):
    assert "document_stated" not in render(small, "csv")
    assert "Documents that pages" not in render(small, format_id)
    assert notes(small) == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("nothing here was measured", "9 documents", "4 more were not asked for", "robots.txt forbids")),
        ("fr", ("rien ici n’a été mesuré", "9 documents", "4 autres n’ont pas été", "robots.txt l’interdit")),
    ],
)
@pytest.mark.parametrize("format_id", ["text", "html", "markdown"])
def test_readers_are_told_that_it_is_the_servers_statement(linked, format_id, language, said):
    words.use(language)
    text = re.sub(r"\s+", " ", render(linked, format_id))
    for part in said:
        assert part in text


def test_the_heaviest_stands_first(linked):
    rows = BeautifulSoup(render(linked, "html"), "lxml").find(id="documents").find("tbody").find_all("tr")
    assert [row.find_all("td")[1].get_text() for row in rows] == ["80.0\u00a0MB", "12.4\u00a0MB"]
    text = render(linked, "text")
    assert text.index("80.0 MB") < text.index("12.4 MB")
    assert all(len(line) <= 80 for line in text.splitlines())


def test_the_schema_knows_them(linked):
    tree = json.loads(render(linked, "json"))
    jsonschema.validate(tree, SCHEMA)
    assert tree["documents"]["documents_known"] == 9
    assert tree["documents"]["stated_bytes"] == 92_400_000
    assert [each["stated_bytes"] for each in tree["documents"]["asked"]] == [80_000_000, *[12_400_000] * 2, None, None]


def test_weights_are_what_they_are_without_documents(linked, small):
    told, before = (json.loads(render(each, "json")) for each in (linked, small))
    assert (told["site"], told["pages"], told["per_million_views"]) == (
        before["site"],
        before["pages"],
        before["per_million_views"],
    )


def test_a_spreadsheet_has_them_on_lines_and_in_a_column_of_their_own(linked):
    rows = list(csv.DictReader(io.StringIO(render(linked, "csv").removeprefix("\ufeff"))))
    documents = [row for row in rows if row["outcome"] == "document"]
    assert [row["document_stated_bytes"] for row in documents] == ["80000000", "12400000", "12400000", "", ""]
    assert {row["weight_bytes"] for row in documents} == {""}
    assert {row["document_stated_bytes"] for row in rows if row["outcome"] == "ok"} == {""}
    assert documents[-1]["reason_code"] == "robots"


@pytest.mark.parametrize("format_id", FORMATS)
def test_names_of_documents_are_hostile(small, format_id):
    bad = document('"><script>alert(1)</script>.pdf\x1b[2J', 5, linked_from=("=cmd|' /C calc'!A0",))
    cell = replace(bad, url="=1+1", reason=Reason(code=ReasonCode.OTHER, detail="\x1b[31m<b>"), stated_bytes=None)
    text = render(replace(small, documents=(bad, cell)), format_id)
    assert "<script>alert" not in text or format_id in {"text", "json", "csv"}
    assert "\x1b" not in text
    assert "\n=1+1" not in text
