import csv
import io

import pytest

from delest.report.data.spreadsheet import cell
from delest.report.workbook.audit_sheets import findings_sheet, resources_sheet
from delest.report.workbook.csv_table import csv_table


def read(text):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_resources_and_findings_are_one_line_each(small):
    resources, findings = read(csv_table(resources_sheet(small))), read(csv_table(findings_sheet(small)))
    assert [row["url"] for row in resources] == [each.url for each in small.site.heaviest_resources]
    assert len(findings) == sum(len(each.offenders) for each in small.findings)
    assert all(int(row["avoidable_low_bytes"]) <= int(row["avoidable_high_bytes"]) for row in findings)


def test_no_cell_is_a_formula(hostile):
    for table in (resources_sheet(hostile), findings_sheet(hostile)):
        for row in csv.reader(io.StringIO(csv_table(table), newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\uff1d1+1", "'\uff1d1+1"),
        ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
        ("x,@SUM(1)", "x,'@SUM(1)"),
        ('x;"=1+1;"', 'x;\'"=1+1;"'),
        ('he said: "a,b"', 'he said: "a,b"'),
        ("x;-2+3+cmd|' /C calc'!A0", "x;'-2+3+cmd|' /C calc'!A0"),
        ("/map/48.85,-2.35;+1", "/map/48.85,-2.35;+1"),
        ("/a;jsessionid=1,b", "/a;jsessionid=1,b"),
    ],
)
def test_no_formula_begins_where_another_language_has_its_separator(text, written):
    assert cell(text) == written
