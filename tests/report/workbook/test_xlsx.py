import io
import re
import zipfile

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from delest.report.language import words
from delest.report.workbook.xlsx import xlsx


def opened(report):
    return load_workbook(io.BytesIO(xlsx(report)))


def column(sheet, title):
    titles = [cell.value for cell in sheet[1]]
    return [row[titles.index(title)] for row in sheet.iter_rows(min_row=2)]


def test_the_tables_can_be_opened_again_and_hold_numbers(small):
    book = opened(small)
    assert book.sheetnames == ["Summary", "Pages", "Resources", "Findings", "CO2e"]
    assert [cell.value for cell in column(book["Pages"], "Weight (bytes)")][:1] == [2_538_090]
    assert column(book["Pages"], "Weight (bytes)")[-1].value is None  # not measured: empty, never 0
    assert all(isinstance(cell.value, int) for cell in column(book["Resources"], "Over all pages (bytes)"))


def test_titles_are_printed_on_each_page_and_filter_their_columns(small):
    pages = opened(small)["Pages"]
    assert (pages.print_title_rows, pages.print_title_cols) == ("$1:$1", "$A:$A")
    assert pages.page_setup.fitToWidth > 1
    assert pages.row_dimensions[1].height > pages.row_dimensions[2].height
    assert pages.auto_filter.ref == pages.dimensions


def test_each_kg_has_its_model_factor_set_and_what_it_rests_on(small):
    book = opened(small)
    for row in book["CO2e"].iter_rows(min_row=2, values_only=True):
        assert isinstance(row[3], float)
        assert "set " in row[-1]
        assert "sha256" in row[-1]
    told = {row[0]: row[1] for row in book["Summary"].iter_rows(min_row=2, values_only=True)}
    assert "measured of" in told["pages"]
    assert told["page views"].startswith("2,000,000 a year; source: a figure given; period: 1 January 2025 to ")
    assert told["Left out"].startswith("Left out")


def test_no_text_is_a_formula_or_an_error(hostile):
    texts = [
        cell for sheet in opened(hostile) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    acted_on = [cell for cell in texts if cell.value.startswith(("=", "+", "-", "@"))]
    assert any("=1+1" in cell.value for cell in acted_on)
    assert all(cell.data_type == "s" for cell in texts)
    assert all(cell.quotePrefix for cell in acted_on)
    assert not any("\x1b" in cell.value or "secret" in cell.value for cell in texts)


def test_no_text_is_read_back_as_another_sign(small):
    first, *rest = small.weights
    title = "_x202E_gpj.exe _x003D_1+1 _x0007_ a_x20_b"
    archive = zipfile.ZipFile(io.BytesIO(xlsx(replace(small, weights=(replace(first, title=title), *rest)))))
    written = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    texts = [text for text in re.findall("<t[^>]*>([^<]*)</t>", written) if "gpj.exe" in text]
    assert texts
    assert all(_as_spreadsheets_read(text) == title for text in texts)


def _as_spreadsheets_read(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.usefixtures("in_french")
def test_the_workbook_speaks_french(small):
    assert opened(small).sheetnames[0] == "Synthèse"
    words.use("en")
