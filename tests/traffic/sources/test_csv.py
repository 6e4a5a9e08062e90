from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.traffic.export import Row
from delest.traffic.sources import csv
from delest.traffic.sources.csv import read
from tests.page_loads import unhurried

FIXTURES = Path(__file__).parents[3] / "fixtures" / "traffic"


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "views.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_spreadsheet_in_french():
    export = read(FIXTURES / "tableur-fr.csv", 365)
    assert export.source == "csv tableur-fr.csv"
    assert export.rows == (
        Row(page="/", views=1_250_000),
        Row(page="/actualités/", views=12_500),
        Row(page="https://www.example.gouv.fr/d%C3%A9marches?%C3%A9tape=1", views=3_400),
        Row(page="/aide", views=250),
    )
    (warning,) = export.warnings
    assert str(warning) == "tableur-fr.csv: 4 lines could not be read and were left out (lines 5, 6, 7, 8)"


def test_an_export_with_titles_comments_and_a_stray_quote():
    export = read(FIXTURES / "titles-and-comments.tsv", 30)
    assert [(row.page, row.views) for row in export.rows] == [("/", 1_234_567), ('/a "quoted', 81), ("/about", 42)]
    assert "(lines 7, 11)" in str(export.warnings[0])


def test_a_real_export_of_ga4():
    export = read(FIXTURES / "ga4-sba-pages-30-days.csv", 30)
    assert len(export.rows) == 49
    assert export.warnings == ()
    assert export.rows[0] == Row(page="https://www.sba.gov/", views=351_310)
    assert Row(page="https://www.sba.gov/documents?query=", views=5_752) in export.rows


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "header", ["url,views", "Views,URL", "PAGE_URL,PageViews", '"pages vues","page"', "id,url,vues,visites"]
)
def test_columns_and_separators(written, header, separator):
    columns = [name.strip('"').lower() for name in header.split(",")]
    cells = {"url": "/a", "page_url": "/a", "page": "/a", "id": "7", "visites": "99"}
    line = separator.join(cells.get(name, "12") for name in columns)
    export = read(written(f"{header.replace(',', separator)}\n{line}\n"), 365)
    assert export.rows == (Row(page="/a", views=12),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(written, encoding):
    export = read(written("page,vues\n/été,3\n", encoding), 365)
    assert export.rows == (Row(page="/été", views=3),)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_files_and_not_of_titles(written, line_end):
    export = read(written(line_end.join(["url,title,views", "/a,one\u2028two\x0cthree,3", "bad", "/b,,4"])), 365)
    assert [row.page for row in export.rows] == ["/a", "/b"]
    assert "(line 3)" in str(export.warnings[0])


def test_a_quoted_title_may_hold_the_separator(written):
    assert read(written('url,title,views\n/a,"one, ""two""",3\n'), 365).rows == (Row(page="/a", views=3),)


def test_a_quote_that_is_never_closed_costs_one_line(written):
    export = read(written('url,title,views\n/a,"never closed,3\n/b,t,4\n'), 365)
    assert [row.page for row in export.rows] == ["/b"]


@pytest.mark.parametrize(
    "page", ["(other)", "localhost", "javascript:alert(1)", "mailto:a@example.org", "http://[", "x" * 200_000]
)
def test_what_is_no_address_costs_one_line(written, page):
    export = read(written(f"url,views\n{page},5\n/b,4\n"), 365)
    assert [row.page for row in export.rows] == ["/b"]
    assert len(export.warnings) == 1


def test_an_at_sign_in_a_query_is_no_user_name(written):
    (row,) = read(written("url,views\nhttps://example.org?mail=a@example.org,5\n"), 365).rows
    assert row == Row(page="https://example.org/?mail=a@example.org", views=5)


def test_many_bad_lines_are_counted_and_the_first_are_named(written):
    (warning,) = read(written("url,views\n/a,1\n" + "bad\n" * 90), 365).warnings
    assert str(warning) == "views.csv: 90 lines could not be read and were left out (lines 3, 4, 5, 6, 7 ...)"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no line names a column"),
        ("url,visits\n/a,3\n", "no line names a column"),  # visits are not page views
        ("/a,3\n", "no line names a column"),
        ("url,views\n", "no line with a page"),
        ("url,views\n/a,many\n", "no line with a page and its page views after line 1"),
    ],
)
def test_files_without_anything_to_read(written, text, says):
    with pytest.raises(InputError, match=says) as raised:
        read(written(text), 365)
    assert str(raised.value).startswith("views.csv: ")
    assert raised.value.remedy


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"gone\.csv: cannot be read"):
        read(tmp_path / "gone.csv", 365)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path, 365)


def test_a_file_of_excessive_length(written, monkeypatch):
    monkeypatch.setattr(csv, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match="longer than"):
        read(written("url,views\n/a,1\n"), 365)


@pytest.mark.parametrize("days", [0, -30, float("nan"), float("inf")])
def test_a_period_must_be_a_number_of_days(written, days):
    with pytest.raises(InputError, match="not a period"):
        read(written("url,views\n/a,1\n"), days)


@unhurried
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_an_input_error(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "views.csv"
    path.write_bytes(b"url,views\n/a,1\n" + content)
    assert read(path, 365).rows[0] == Row(page="/a", views=1)
    path.write_bytes(content)
    with pytest.raises(InputError):
        read(path, 365)
