import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delest.report.language.safe_text import columns, printable
from delest.report.layout import WIDTH, bar, item, prose, row, section


@pytest.mark.parametrize(
    ("share", "blocks"), [(0, ""), (1, "██████████"), (0.5, "█████"), (0.0001, "▏"), (0.25, "██▌")]
)
def test_a_bar_is_as_long_as_its_share(share, blocks):
    assert bar(share, 10) == blocks


@given(st.text(), st.text(), st.text())
@example("", "", "0" * 55 + "\u0300" * 11)
def test_no_line_is_wider_than_the_page(cell, last, paragraph):
    cells = [(cell[:10], 10), ("1.2 MB", -9)]
    lines = [row(cells, last), *item(cells, [paragraph])]
    if columns(printable(cell[:10])) <= 10:
        assert all(columns(line) <= WIDTH and "\n" not in line for line in lines)


def test_a_row_is_cut_to_the_page():
    line = row([("1.8 MB", -9), ("image", 8)], "https://www.example.org/" + "a" * 200)
    assert columns(line) == WIDTH


def test_paragraphs_stand_under_one_another():
    assert item([("a", 3)], ["one", "two"]) == ["  a    one", "       two"]


def test_prose_is_wrapped_and_made_printable():
    lines = prose("word " * 40 + "\x1b[2J")
    assert all(len(line) <= WIDTH for line in lines)
    assert "\x1b" not in "".join(lines)


def test_a_section_without_lines_is_not_there():
    assert section("Title", []) == []
    assert section("Title", ["  x"]) == ["", "Title", "  x"]
