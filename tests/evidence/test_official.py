"""The official spreadsheet: filled in, recomputed, updated, and refused where it is another one."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from delest.errors import InputError
from delest.evidence.framework import criteria, data_file
from delest.evidence.official import ods, xlsx
from delest.evidence.seen import Declared
from delest.pipeline.evidence import gather
from delest.records.state.evidence import Names
from delest.report.data.rgesn.sheet_entries import sheet_fill
from tests.evidence.audits import bad_page, good_page, saved
from tests.evidence.recalculated import Recalculated

COVER = "Score d'avancement"
NAMES = Names(service='=cmd|"/c calc"!A1', entity="Mairie", responsible="")
BLANK = data_file(xlsx.BLANK).read_bytes()
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    run = saved(tmp_path_factory.mktemp("good") / "run", good_page("/"))
    limits = Declared(url="u", max_bytes=1_000_000, max_requests=30)
    return sheet_fill(gather(run, declaration=limits), NAMES)


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    run = saved(tmp_path_factory.mktemp("bad") / "run", good_page("/"), bad_page("/b"))
    return sheet_fill(gather(run), NAMES)


@pytest.fixture(scope="module")
def filled(good):
    return xlsx.fill_xlsx(good, None, "blank.xlsx")[0]


def changed(content, sheet, **cells):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        book[sheet][cell].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_sheets_own_formulas_give_the_score(filled):
    sheet = Recalculated(filled)
    assert sheet.value(COVER, "E11") == 5.5
    assert sheet.value(COVER, "F11") == 100.25
    assert sheet.value(COVER, "C10") == pytest.approx(5.5 / 100.25)
    assert sheet.value(COVER, "C19") == pytest.approx(3.25 / 8.0), "6.1, 6.3 and 6.7 of the frontend"


def test_formulas_and_lists_are_those_of_the_blank_one(filled):
    before, after = Recalculated(BLANK), Recalculated(filled)
    assert after.formulas() == before.formulas() == 212
    assert after.lists() == before.lists()
    assert len(after.lists()) == 18


def test_what_begins_like_a_formula_stays_text(filled, bad):
    for content in (filled, xlsx.fill_xlsx(bad, None, "blank.xlsx")[0]):
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book[COVER]["C5"].value.startswith("=cmd")
        assert book[COVER]["C5"].data_type == "s"


def test_it_says_where_the_evidence_is(filled):
    cell = openpyxl.load_workbook(io.BytesIO(filled))["6 Frontend"]["G7"]
    assert cell.hyperlink.target == "preuves.html#6.3"
    assert "Validé" in cell.value


def test_only_what_was_decided_has_a_status(filled):
    book = openpyxl.load_workbook(io.BytesIO(filled))
    decided = {each.id for each in criteria() if book[each.sheet][f"E{each.row}"].value != "À évaluer"}
    assert decided == {"4.8", "5.1", "6.1", "6.3", "6.7"}


def test_its_own_values_are_replaced_by_those_of_the_next_audit(filled, bad):
    again, conflicts = xlsx.fill_xlsx(bad, filled, "filled.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(again))["6 Frontend"]
    assert sheet["E7"].value == "Non validé"
    assert sheet["E3"].value == "À évaluer", "no declaration was read this time"
    assert not conflicts


def test_what_a_person_wrote_wins_and_is_named(filled, bad):
    theirs = changed(filled, "6 Frontend", E5="En cours", E7="Validé", G5="notre stratégie", C8="[à compléter]")
    theirs = changed(theirs, "1 Stratégie (1)", E3="Validé", C4="Nous avons évalué", I3="continuer")
    again, conflicts = xlsx.fill_xlsx(bad, theirs, "theirs.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(again))
    assert [book["6 Frontend"][cell].value for cell in ("E5", "G5")] == ["En cours", "notre stratégie"]
    assert [book["1 Stratégie (1)"][cell].value for cell in ("E3", "C4", "I3")] == [
        "Validé", "Nous avons évalué", "continuer",
    ]  # fmt: skip
    named = {(each.sheet, each.cell): (each.kept, each.measured) for each in conflicts}
    assert named["6 Frontend", "E5"] == ("En cours", "Non validé")
    assert ("6 Frontend", "G5") in named


def test_the_first_sentence_is_left_alone_once_it_names_the_service(filled, good):
    read = openpyxl.load_workbook(io.BytesIO(filled))[COVER]["A3"].value
    assert read.startswith(f"{NAMES.service} s’inscrit dans")
    again, conflicts = xlsx.fill_xlsx(good, changed(filled, COVER, A3=f"{read} Et nous ajoutons ceci."), "theirs.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(again))[COVER]["A3"].value.endswith("Et nous ajoutons ceci.")
    assert not conflicts


def test_past_scores_and_actions_are_added_to(filled, bad):
    again = xlsx.fill_xlsx(bad, filled, "filled.xlsx")[0]
    cover = openpyxl.load_workbook(io.BytesIO(again))[COVER]
    assert cover["A24"].value.count("(RGESN 2024)") == 2
    assert "• 6.3" in cover["A26"].value
    assert "[à compléter avec les pistes" in cover["A26"].value


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda book: book["6 Frontend"].insert_rows(3), ("6 Frontend", "B3")),
        (lambda book: book["6 Frontend"].__setitem__("C7", "Autre critère ?"), ("6 Frontend", "C7")),
        (lambda book: book["6 Frontend"].merge_cells("E7:G7"), ("6 Frontend", "F7")),
        (lambda book: book["6 Frontend"].merge_cells("B2:E2"), ("6 Frontend", "C2")),
        (lambda book: book["6 Frontend"].merge_cells("I2:K2"), ("6 Frontend", "J2")),
        (lambda book: book["6 Frontend"].insert_cols(9), ("6 Frontend", "I2")),
        (lambda book: book[COVER].insert_rows(3), (COVER, "B5")),
        (lambda book: book[COVER].merge_cells("B5:C5"), (COVER, "C5")),
        (lambda book: book.remove(book["5 Contenus"]), ("5 Contenus", "")),
    ],
    ids=["moved", "another title", "merged", "merged headings", "merged headings of actions", "a column more",
         "a row more on the cover", "merged on the cover", "no such sheet"],
)  # fmt: skip
def test_another_form_is_refused_by_sheet_and_cell(filled, good, spoil, told):
    book = openpyxl.load_workbook(io.BytesIO(filled))
    spoil(book)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InputError) as error:
        xlsx.fill_xlsx(good, out.getvalue(), "theirs.xlsx")
    assert error.value.remedy
    assert all(each in str(error.value) for each in ("theirs.xlsx", *told))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", BLANK[:5000], b"<html>"])
@pytest.mark.parametrize("fill_in", [xlsx.fill_xlsx, ods.fill_ods])
def test_what_is_no_spreadsheet_is_refused(good, content, fill_in):
    with pytest.raises(InputError, match="cannot be read"):
        fill_in(good, content, "theirs")


def test_the_ods_holds_the_same(good, bad):
    content, conflicts = ods.fill_ods(good, None, "blank.ods")
    assert not conflicts
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        assert packed.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert b'xlink:href="../preuves.html#6.3"' in packed.read("content.xml")
    sheets, blank = ods._Sheets(content, "f"), ods._Sheets(data_file(ods.BLANK).read_bytes(), "b")
    assert sheets.names == blank.names
    assert sheets.read("6 Frontend", "E7") == "Validé"
    assert sheets.read("6 Frontend", "F7") == "2026-11-22"
    assert sheets.read(COVER, "C5") == NAMES.service
    assert sheets.read("6 Frontend", "O7") == blank.read("6 Frontend", "O7")
    again, conflicts = ods.fill_ods(bad, content, "filled.ods")
    assert ods._Sheets(again, "f").read("6 Frontend", "E7") == "Non validé"
    assert not conflicts


def test_a_person_wins_in_the_ods_too(good, bad):
    sheets = ods._Sheets(ods.fill_ods(good, None, "blank.ods")[0], "f")
    sheets.put("6 Frontend", "E5", "En cours", is_date=False)
    again, conflicts = ods.fill_ods(bad, sheets.saved(), "theirs.ods")
    assert ods._Sheets(again, "f").read("6 Frontend", "E5") == "En cours"
    assert ("6 Frontend", "E5") in {(each.sheet, each.cell) for each in conflicts}


@pytest.mark.parametrize(("sheet", "cell"), [("6 Frontend", "C7"), ("6 Frontend", "J2"), (COVER, "B8")])
def test_another_ods_is_refused_by_sheet_and_cell(good, sheet, cell):
    sheets = ods._Sheets(data_file(ods.BLANK).read_bytes(), "b")
    sheets.put(sheet, cell, "autre chose", is_date=False)
    with pytest.raises(InputError) as error:
        ods.fill_ods(good, sheets.saved(), "theirs.ods")
    assert error.value.remedy
    assert all(each in str(error.value) for each in ("theirs.ods", sheet, f"cell {cell}", "autre chose"))


def test_the_ods_keeps_its_formulas_and_lists(good):
    def count(content):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            text = packed.read("content.xml").decode()
        return text.count("table:formula="), text.count("table:content-validation-name=")

    assert count(ods.fill_ods(good, None, "b")[0]) == count(data_file(ods.BLANK).read_bytes())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_libreoffice_computes_the_score(tmp_path: Path, good, suffix):
    fill_in = {"xlsx": xlsx.fill_xlsx, "ods": ods.fill_ods}[suffix]
    path = tmp_path / f"filled.{suffix}"
    path.write_bytes(fill_in(good, None, "blank")[0])
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(
        [str(OFFICE), home, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    rows = path.with_suffix(".csv").read_text("utf-8", errors="replace").splitlines()
    assert any(row.startswith(",Score global,5") for row in rows)
