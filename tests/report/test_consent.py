"""Answers to consent banners side by side, in every format, and why one is missing."""

import csv
import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.report.language import words
from delest.report.pages.audit.consent import consent
from tests.rendered import brief, render, said


def test_what_became_of_each_answer_is_told(three_answers, small):
    assert said(consent(three_answers)) == (
        "Didomi: found on 1 page",
        "=Klaro: found on 1 page",
        "Didomi: refused on 1 page",
        "Didomi: accepted on 1 page",
        "not compared on 1 page: no known banner; see --consent-selector",
        "not refused on 1 page: the banner is still there after the click",
    )
    assert said(consent(small)) == ("pages as they come: consent banners were not answered",)


def test_text_has_the_three_weights_and_their_difference(three_answers, small):
    lines = render(three_answers, "text").splitlines()
    first = next(line for line in lines if line.endswith("  /"))
    assert re.findall(r"[0-9.]+ MB", first)[:3] == ["2.5 MB", "2.4 MB", "3.9 MB"]
    told = " ".join(line.strip() for line in lines)
    assert "2.5 MB as it comes, 2.4 MB after refusing, 3.9 MB after accepting; 1.5 MB between the two answers." in told
    assert "not compared on 1 page: no known banner; see --consent-selector" in told
    assert "not compared on 1 page: no known banner; see --consent-selector" in brief(three_answers)
    assert all(len(line) <= 80 for line in lines)
    assert "the consent banner changes" not in render(small, "text")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_html_has_one_table_more(three_answers, small, language):
    words.use(language)
    tables = [
        BeautifulSoup(render(each, "html"), "html.parser").find(id="pages").find_all("table")
        for each in (three_answers, small)
    ]
    assert len(tables[0]) == len(tables[1]) + 1
    cells = [cell.text.replace(",", ".").split()[0] for cell in tables[0][1].find("tbody").select("td.n")]
    assert cells == ["2.5", "2.4", "3.9"]
    assert len(tables[0][0].thead.find_all("th")) == len(tables[1][0].thead.find_all("th")) + 2


def test_csv_has_two_columns_more(three_answers):
    text = render(three_answers, "csv").removeprefix("\ufeff")
    first, second, *_ = csv.DictReader(io.StringIO(text, newline=""))
    assert (first["refused_bytes"], first["accepted_bytes"]) == ("2400000", "3900000")
    assert (second["refused_bytes"], second["accepted_bytes"]) == ("", "")


def test_json_has_the_weights_and_why_one_is_missing(three_answers, small):
    told = json.loads(render(three_answers, "json"))
    first, second, third, *_ = told["pages"]
    assert told["run"]["consent"] == "compare"
    sizes = [first[name]["transferred_bytes"]["median"] for name in ("cold", "refused", "accepted")]
    assert sizes == [2_538_090, 2_400_000, 3_900_000]
    assert first["consent"] == {"choice": "as-is", "banner": "Didomi", "reason": "", "reason_code": None}
    assert [answer["choice"] for answer in first["consent_answers"]] == ["refuse", "accept"]
    assert second["refused"] is None
    assert second["consent_answers"][0]["reason"] == "the banner is still there after the click"
    assert (third["consent"]["reason"], third["consent_answers"]) == ("no known banner; see --consent-selector", [])
    assert json.loads(render(small, "json"))["pages"][0]["refused"] is None


def test_where_no_banner_was_answered_the_table_has_no_columns_for_it_and_says_why(three_answers):
    none = replace(three_answers, weights=tuple(replace(each, refused=None, accepted=None)
                                                for each in three_answers.weights))  # fmt: skip
    page = BeautifulSoup(render(none, "html"), "html.parser").find(id="pages")
    assert not [head for head in page.table.thead.find_all("th") if head.text in {"refused", "accepted"}]
    assert "not refused on 1 page: the banner is still there after the click" in page.text
