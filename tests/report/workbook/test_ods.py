import io
import zipfile

from odf import teletype
from odf.opendocument import load
from odf.table import Table, TableCell, TableHeaderRows, TableRow

from delest.report.workbook import ods as written
from delest.report.workbook.ods import ods


def tables(report):
    book = load(io.BytesIO(ods(report)))
    return {table.getAttribute("name"): table for table in book.spreadsheet.getElementsByType(Table)}


def cells(table):
    return [list(row.getElementsByType(TableCell)) for row in table.getElementsByType(TableRow)]


def test_it_is_a_spreadsheet_with_numbers(small):
    archive = zipfile.ZipFile(io.BytesIO(ods(small)))
    assert archive.testzip() is None
    assert archive.namelist()[0] == "mimetype"
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    found = tables(small)
    assert list(found) == ["Summary", "Pages", "Resources", "Findings", "CO2e"]
    first = cells(found["Pages"])[1]
    assert (first[4].getAttribute("valuetype"), first[4].getAttribute("value")) == ("float", "2538090")
    lost = cells(found["Pages"])[-1]
    assert lost[4].getAttribute("valuetype") is None


def test_no_cell_is_a_formula(hostile):
    seen = []
    for table in tables(hostile).values():
        for row in cells(table):
            for cell in row:
                assert cell.getAttribute("formula") is None
                seen.append((teletype.extractText(cell), cell.getAttribute("valuetype")))
    acted_on = [each for each in seen if each[0].startswith(("=", "+", "-", "@"))]
    assert acted_on
    assert all(valuetype == "string" for _text, valuetype in acted_on)


def test_what_is_left_out_is_said(small, monkeypatch):
    monkeypatch.setattr(written, "_ROWS_AT_MOST", 1)
    last = cells(tables(small)["Pages"])[-1]
    assert "more rows" in teletype.extractText(last[0])


def test_titles_are_printed_on_each_page_and_numbers_have_their_thousands_apart(small):
    pages = tables(small)["Pages"]
    (titles,) = pages.getElementsByType(TableHeaderRows)
    assert len(titles.getElementsByType(TableRow)) == 1
    assert cells(pages)[1][4].getAttribute("stylename") == "cell-whole"
