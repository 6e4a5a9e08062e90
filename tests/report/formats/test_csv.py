import csv
import io

import pytest

from delest.report.data.audit_csv import render
from delest.report.language import words


def rows(text, delimiter=","):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def test_one_line_per_page_heaviest_first(small):
    found = rows(render(small))
    assert [row["url"].removeprefix("https://www.example.org") for row in found] == [
        *("/", "/news/", "/services/", "/contact/"),
        *("/old/", "/search/"),
    ]
    first = found[0]
    assert int(first["weight_bytes"]) == 2_538_090
    assert int(first["first_party_bytes"]) + int(first["third_party_bytes"]) == 2_538_090
    kinds = ("document", "stylesheet", "script", "image", "font", "media", "fetch", "websocket", "other")
    assert sum(int(first[f"{kind}_bytes"]) for kind in kinds) == 2_538_090


def test_a_page_without_a_weight_has_empty_cells_never_zeros(small):
    lost = rows(render(small))[-1]
    assert (lost["outcome"], lost["reason"], lost["reason_code"]) == (
        "timed-out",
        "no response within 30 s",
        "no-response",
    )
    assert all(value == "" for name, value in lost.items() if name not in {"url", "outcome", "reason", "reason_code"})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_cell_is_a_formula(hostile, language):
    words.use(language)
    text = render(hostile)
    for row in csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";" if language == "fr" else ","
    ):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert "'=1+1" in text
    assert "'@SUM(1+1)" in text
    assert "secret" not in text


@pytest.mark.usefixtures("in_french")
def test_french_spreadsheets_expect_semicolons(small):
    assert rows(render(small), ";")[0]["weight_bytes"] == "2538090"


def test_the_table_reads_as_agreed(small, golden):
    golden("small.en.csv", render(small))


def test_states_of_the_cache_have_columns_where_they_were_measured(three_states, small):
    first, second, *_ = rows(render(three_states))
    assert (first["in_visit_bytes"], first["warm_bytes"]) == ("1500000", "300000")
    assert (second["in_visit_bytes"], second["warm_bytes"]) == ("", "")
    assert "warm_bytes" not in rows(render(small))[0]
