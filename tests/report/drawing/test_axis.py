import re

from delest.report.drawing.axis import decades, logarithmic, place
from delest.report.page import Axis, Mark, Table
from delest.report.said import of_kg

TABLE = Table("", (), ())


def test_an_axis_spans_whole_decades():
    assert decades((0.21, 45, 160, 450)) == (-1, 3)
    assert decades((10, 10)) == (1, 2)
    assert [place(value, (-1, 3)) for value in (0.1, 10, 1000)] == [6.0, 50.0, 94.0]


def test_marks_are_named_and_joined():
    range_of_three = (Mark("low", of_kg(0.21)), Mark("central", of_kg(45)), Mark("high", of_kg(160)))
    drawn = logarithmic(Axis("All of them", (*range_of_three, Mark("old", of_kg(450), "open")), TABLE))
    assert re.findall(r'class="value"[^>]*>([^<]+)\u00a0(\w+)<', drawn) == [
        *(("210", "g"), ("45", "kg"), ("160", "kg"), ("450", "kg")),
    ]
    assert drawn.count('<circle class="open"') == 1
    assert 'aria-label="All of them"' in drawn


def test_what_is_not_above_zero_is_not_drawn():
    assert logarithmic(Axis("", (Mark("low", of_kg(0)), Mark("high", of_kg(5))), TABLE)) == ""
    assert logarithmic(Axis("", (), TABLE)) == ""
