import re

from delest.report.drawing.trend import trend
from delest.report.markup.blocks import block
from delest.report.page import Column, Mark, Row, Table, Trend
from delest.report.said import of_bytes

TABLE = Table("Audits", (Column("Date"),), (Row(("one",)),))


def drawn(*values, tones=()):
    tones = [*tones, *[""] * len(values)]
    marks = tuple(Mark(f"day {at}", of_bytes(value), tones[at]) for at, value in enumerate(values))
    return str(trend(Trend("over time", marks, TABLE)))


def test_points_go_from_left_to_right_and_heavier_is_higher():
    svg = drawn(100_000, 400_000, 200_000)
    at = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)%" cy="([\d.]+)"', svg)]
    assert [x for x, _y in at] == sorted(x for x, _y in at)
    assert at[1][1] < at[2][1] < at[0][1]
    assert svg.count('class="path"') == 2


def test_one_audit_is_no_trend_and_nothing_has_no_height():
    assert drawn(100_000) == drawn(0, 0) == drawn() == ""


def test_of_many_points_the_ends_and_the_changes_are_named():
    svg = drawn(*range(100, 130), tones=["", "", "good"])
    assert list(re.findall(r">(day \d+)</text>", svg)) == ["day 0", "day 2", "day 29"]
    assert 'class="good"' in svg


def test_the_table_has_the_same_and_names_are_escaped():
    marks = (Mark("<b>", of_bytes(1)), Mark("&", of_bytes(2)))
    html = str(block(Trend("alt", marks, TABLE), 2))
    assert "<table" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
