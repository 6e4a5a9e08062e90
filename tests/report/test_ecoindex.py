"""An EcoIndex in every format: its own place, its attribution, and no bridge to kg."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import jsonschema
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest import report as room
from delest.records.co2e.ecoindex import PageScore, Variant
from delest.report.language import words
from delest.report.pages.audit.ecoindex import attribution, mean_score, notes
from tests.rendered import brief, render, said

FORMATS = ["text", "html", "markdown", "csv", "json"]
SCHEMA = json.loads((Path(room.__file__).parent / "schema" / "report-1.json").read_text("utf-8"))


def scored(report, *scores):
    pages = zip(report.weights, scores, strict=False)
    found = (PageScore(url=w.url, score=float(s), grade="AG"[s < 50], variant=Variant.PYPI) for w, s in pages)
    return replace(report, ecoindex=tuple(found))


@pytest.fixture
def three(small):
    """Three of four measured pages have a score."""
    return scored(small, 61, 42, 70)


@pytest.mark.parametrize("format_id", FORMATS)
def test_nobody_who_did_not_ask_sees_it(small, format_id):
    text = render(small, format_id)
    assert "ecoindex" not in text.lower() or (format_id == "json" and json.loads(text)["ecoindex"] is None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("format_id", [*FORMATS, "brief"])
def test_it_is_attributed_wherever_it_is_shown(three, format_id, language):
    words.use(language)
    text = re.sub(r"\s+", " ", brief(three) if format_id == "brief" else render(three, format_id))
    for part in ("Collectif Conception Numérique Responsable", "https://www.ecoindex.fr", "CC BY-NC-ND"):
        assert part in text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "is never converted into kg CO2e"), ("fr", "jamais convertie en kg CO2e")]
)
@pytest.mark.parametrize("format_id", ["text", "html"])
def test_readers_are_told_that_it_is_a_separate_reading(three, format_id, language, said):
    words.use(language)
    assert said in re.sub(r"\s+", " ", render(three, format_id))


def test_the_table_of_pages_has_the_scores(three):
    text = render(three, "text")
    found = re.findall(r" (\d+ [A-G]|-)  (/\S*)$", text.partition("Not measured")[0], re.MULTILINE)
    assert found == [("61 A", "/"), ("42 G", "/news/"), ("70 A", "/services/"), ("-", "/contact/")]
    assert "Mean of the pages' scores: 58" in text
    assert "1 measured page has no score" in text
    assert "pypi-5.10" in text


def test_a_long_list_is_whole(fifty):
    report = scored(fifty, *range(50))
    assert len(re.findall(r" \d+ [A-G]  /", render(report, "text"))) == 50
    assert len(json.loads(render(report, "json"))["ecoindex"]["pages"]) == 50
    assert len(render(report, "html").encode()) < 150_000


def test_the_html_links_to_its_publisher(three):
    section = BeautifulSoup(render(three, "html"), "lxml").find(id="ecoindex")
    assert section.find("a", href="https://www.ecoindex.fr")


def test_the_table_has_a_score_for_each_page_that_has_one(three):
    rows = list(csv.DictReader(io.StringIO(render(three, "csv").removeprefix("\ufeff"), newline="")))
    assert [(row["ecoindex_score"], row["ecoindex_grade"]) for row in rows] == [
        *(("61", "A"), ("42", "G"), ("70", "A")),
        *[("", "")] * 3,
    ]
    assert {row["ecoindex_mean_score_of_site"] for row in rows[:3]} == {"58"}
    assert {row["ecoindex_by"] for row in rows[:3]} == {attribution()}
    assert all(None not in row for row in rows)


def test_the_json_validates_and_keeps_every_digit(three):
    tree = json.loads(render(three, "json"))
    jsonschema.validate(tree, SCHEMA)
    assert tree["ecoindex"]["mean_score"] == mean_score(three.ecoindex) == pytest.approx(57.666, abs=1e-3)
    assert [page["variant"] for page in tree["ecoindex"]["pages"]] == ["pypi-5.10"] * 3
    assert "ecoindex" not in SCHEMA["$defs"]["ReportV1"]["required"]


@pytest.mark.parametrize("format_id", FORMATS)
def test_where_no_page_could_be_scored_that_is_said(small, format_id):
    text = render(replace(small, ecoindex=()), format_id)
    if format_id == "json":
        assert json.loads(text)["ecoindex"]["mean_score"] is None
    elif format_id != "csv":
        assert "4 measured pages have no score" in text


def test_addresses_of_pages_stay_harmless(hostile, small):
    report = scored(hostile, 10, 20)
    assert "secret" not in "".join(render(report, format_id) for format_id in FORMATS)
    assert render(report, "html").count("<script") == render(small, "html").count("<script")
    assert not {unicodedata.category(c) for c in render(report, "text") if c != "\n"} & {"Cc", "Cf"}


def test_it_changes_no_kg(three, small):
    with_it, without = (json.loads(render(report, "json")) for report in (three, small))
    assert with_it | {"ecoindex": None} == without


def test_no_reader_finds_its_grams_or_litres(three):
    text = " ".join((*said(notes(three)), attribution()))
    assert not re.search(r"\d\s*(g|cl)\b", text)
