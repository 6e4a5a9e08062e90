from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.records.co2e.traffic import Period, Row, Unplaced
from delest.traffic.files import opened
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked
from tests.page_loads import unhurried

FIXTURES = Path(__file__).parents[3] / "fixtures" / "traffic"


def read(path, days=365):
    return read_traffic([str(path)], Asked(days=days))


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "views.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_spreadsheet_in_french():
    export = read(FIXTURES / "tableur-fr.csv", 365)
    assert (export.source, export.files) == ("table", ("tableur-fr.csv",))
    assert "pages in column Page, page views in column Pages vues" in str(export.recognised[0])
    assert export.rows == (
        Row(page="/", views=1_250_000),
        Row(page="/actualités/", views=12_500),
        Row(page="https://www.example.gouv.fr/d%C3%A9marches?%C3%A9tape=1", views=3_400),
        Row(page="/aide", views=250),
    )
    assert export.unplaced == (Unplaced(label="", views=99),)
    (warning,) = export.warnings
    assert str(warning) == (
        "tableur-fr.csv: 3 lines could not be read and were left out (lines 6, 7, 8): '/contact, n.d., 12' is not an"
        " address with a count of 0 or more"
    )


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


@pytest.mark.parametrize("page", ["javascript:alert(1)", "mailto:a@example.org", "http://[", "x" * 2_000])
def test_views_of_what_is_no_address_are_unplaced(written, page):
    export = read(written(f"url,views\n{page},5\n/b,4\n"))
    assert [row.page for row in export.rows] == ["/b"]
    assert [(row.label, row.views) for row in export.unplaced] == [(page[:200], 5)]
    assert len(export.warnings) == 1


@pytest.mark.parametrize("page", ["(other)", "Others", "aide - Others", "(not set)", "Autres", "Page URL not defined"])
def test_place_holders_stay_in_the_whole(written, page):
    export = read(written(f"url,views\n{page},500\n/b,4\n"))
    assert export.unplaced == (Unplaced(label=page, views=500),)
    assert export.warnings == ()


def test_a_cell_of_excessive_length_costs_one_line(written):
    export = read(written(f"url,views\n{'x' * 200_000},5\n/b,4\n"))
    assert [row.page for row in export.rows] == ["/b"]
    assert "(line 2)" in str(export.warnings[0])


@pytest.mark.parametrize("label", ["Total", "Totaux", "Grand total", "Somme", ""])
def test_a_row_of_totals_is_no_page(written, label):
    export = read(written(f"url,views\n{label},9\n/a,5\n/b,4\n"))
    assert (export.stated_total, export.unplaced) == (9, ())
    assert sum(row.views for row in export.rows) == 9


def test_what_the_rows_lack_of_the_total_is_unplaced(written):
    export = read(written("url,views\n/a,5\n/b,4\nTotal,90\n"))
    assert sum(row.views for row in export.unplaced) == 81
    assert "its total is 90 page views, its rows have 9" in str(export.warnings[0])


def test_rows_that_are_more_than_the_total_are_told(written):
    (warning,) = read(written("url,views\n/a,50\n/a/b,50\nTotal,50\n")).warnings
    assert "more than its total 50: export the flat report" in str(warning)


@pytest.mark.parametrize("count", ["-5", "n.d.", "1e30", "9" * 20, "NaN"])
def test_absurd_counts_are_named_by_line(written, count):
    (warning,) = read(written(f"url,views\n/a,1\n/b,{count}\n")).warnings
    assert "(line 3)" in str(warning)


def test_an_export_of_titles_is_refused(written):
    with pytest.raises(InputError, match="titles such as") as raised:
        read(written("page,views\nAccueil | Mairie,50\nNos démarches,9\n"))
    assert "--traffic-names" in str(raised.value.remedy)
    with pytest.raises(InputError, match="titles such as"):
        read(written("Page title,Views\nAccueil,50\n"))


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("views_20260101_20260131.csv", 31),
        ("Export 2026-01-01 to 2026-12-31.csv", 365),
        ("vues-2026-02.csv", 28),
        ("pages-30-days.csv", 30),
        ("vues-90-jours.csv", 90),
        ("views.csv", None),
    ],
)
def test_the_period_in_a_name(tmp_path, name, days):
    (tmp_path / name).write_text("url,views\n/,5\n")
    period = read_traffic([str(tmp_path / name)]).period
    assert (period and period.days) == days


def test_days_that_are_given_win_and_the_difference_is_told(tmp_path):
    (tmp_path / "views_20260101_20260131.csv").write_text("url,views\n/,5\n")
    export = read(tmp_path / "views_20260101_20260131.csv", 365)
    assert export.period == Period(days=365, first_day=export.period.first_day, last_day=export.period.last_day)
    assert "covers 31 days by its own account, and 365 days were given" in str(export.warnings[0])


def test_months_are_added_up(tmp_path):
    for month in (1, 2, 3):
        (tmp_path / f"v-2026-0{month}.csv").write_text(f"url,views\n/,{month}\n/only-{month},7\n")
    export = read_traffic([str(tmp_path / "v-*.csv")])
    assert export.period.days == 31 + 28 + 31
    assert export.rows[0] in {Row(page=f"/only-{n}", views=7) for n in (1, 2, 3)}
    assert Row(page="/", views=6) in export.rows


def test_the_same_file_twice_counts_once(tmp_path):
    for name in ("a-2026-01.csv", "b-2026-01.csv"):
        (tmp_path / name).write_text("url,views\n/,6\n")
    export = read_traffic([str(tmp_path / "a-2026-01.csv"), str(tmp_path / "b-2026-01.csv")])
    assert sum(row.views for row in export.rows) == 6
    assert "counted once" in str(export.warnings[0])


def test_files_of_documents_are_no_pages(written):
    export = read(written("url,views\n/a,5\n/rapport.pdf,90\n"))
    assert export.documents == (Row(page="/rapport.pdf", views=90),)
    assert export.rows == (Row(page="/a", views=5),)


def test_an_at_sign_in_a_query_is_no_user_name(written):
    (row,) = read(written("url,views\nhttps://example.org?mail=a@example.org,5\n"), 365).rows
    assert row == Row(page="https://example.org/?mail=a@example.org", views=5)


def test_many_bad_lines_are_counted_and_the_first_are_named(written):
    (warning,) = read(written("url,views\n/a,1\n" + "bad\n" * 90), 365).warnings
    assert str(warning) == (
        "views.csv: 90 lines could not be read and were left out (lines 3, 4, 5, 6, 7 ...): 'bad' is not an address"
        " with a count of 0 or more"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("url,visits\n/a,3\n", "line 1: counts visits, not page views"),  # visits are not page views
        ("/a,3\n", "line 1: '/a,3'"),
        ("\0\1\2\3garbage" * 50, "not text"),
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
    monkeypatch.setattr(opened, "MAX_TEXT_BYTES", 10)
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
    with suppress(InputError):
        read(path, 365)
