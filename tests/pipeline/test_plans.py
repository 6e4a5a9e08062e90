import openpyxl
import pytest

from delest.errors import InputError
from delest.factors.load import released
from delest.pipeline.plans.bilan import bilan_of
from delest.pipeline.plans.read import read_plan
from delest.records.co2e.avoided import Conditions
from delest.records.state.bilan import Why

HEADING = ("theme", "action", "level", "lever", "device", "quantity", "years", "from", "to")


def book(path, *rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return read_plan(path, released())


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (("-1", "Fewer", "study", "not-bought", "laptop", "-1", ""), "F2"),  # the same text in another cell
        (("Use", "Fewer", "study", "not-bought", "laptop", "", ""), "F2"),  # nothing to be quoted
        (("Use", "Fewer", "STUDIE", "", "", "", ""), "C2"),  # told in other letters than written
        (("Use", "Lighter", "study", "page", "", "9", "", "2 zz", "1 MB"), "H2"),
        (("Use", "Lighter", "study", "page", "", "9", "", "2 zz", "2 zz"), ""),  # one of two: the line alone
    ],
)
def test_an_error_names_the_cell_that_it_is_about(tmp_path, row, cell):
    (problem,) = book(tmp_path / "plan.xlsx", HEADING, row).left_out
    assert (problem.line, problem.cell) == (2, cell)


def test_lines_that_differ_in_a_column_that_is_not_read_are_two_actions(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("theme;action;level;site\nUse;A;study;Paris\nUse;A;study;Lyon\nUse;A;étude; Paris ;\n", "utf-8")
    read = read_plan(plan, released())
    assert [each.line for each in read.actions] == [2, 3]
    assert [each.line for each in read.left_out] == [4]


def test_columns_beyond_any_plan_are_not_read(tmp_path):
    plan = tmp_path / "plan.csv"
    lines = "".join(f"Use,Fewer {n},study\n" for n in range(2_000))
    plan.write_text("theme,action,level" + ",quantty" * 100_000 + "\n" + lines, "utf-8")
    read = read_plan(plan, released())
    assert (len(read.actions), len(read.notices)) == (2_000, 0)


def test_a_table_may_begin_with_the_letters_of_a_packed_file(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("PK 2026;;\ntheme;action;level\nUse;Fewer;study\n", "utf-8")
    assert [each.action for each in read_plan(plan, released()).actions] == ["Fewer"]
    plan.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError):
        read_plan(plan, released())


def test_an_audit_that_no_file_can_be_called_costs_its_line_alone(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text(f"theme;action;level;baseline;realised\nAchats;A;study;{'x' * 300};b\nAchats;B;study;;\n", "utf-8")
    found = bilan_of([plan], tmp_path, Conditions()).bilan
    assert [each.realised.why for each in found.lines] == [Why.UNREADABLE, Why.NO_LEVER]
