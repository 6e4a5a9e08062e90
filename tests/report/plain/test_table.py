from delest.report.page import Cell, Column, Row, Table
from delest.report.plain.table import table_lines
from delest.report.said import Bar, Figure, Link, of_bytes

COLUMNS = (Column("Page", long=True), Column("Weight", figures=True), Column("Pages that link", figures=True))


def lines(*rows, columns=COLUMNS, width=40):
    return table_lines(Table("", columns, tuple(rows)), 2, width)


def test_the_long_column_comes_last_and_titles_wrap():
    found = lines(Row((Link("https://www.example.org/"), of_bytes(1_500_000), Figure(12))))
    assert found == [
        "          Pages",
        "           that",
        "  Weight   link  Page",
        "  1.5 MB     12  https://www.ex…ple.org/",
    ]


def test_a_note_stands_below_its_row():
    found = lines(Row((Cell("/a", ("its title",)), of_bytes(5), Figure(1))))
    assert found[-2:] == ["     5 B      1  /a", "                its title"]


def test_a_sentence_wraps_in_its_column():
    found = lines(Row(("a sentence that is rather long for it", of_bytes(5), Figure(1))), width=60)
    assert all(len(line) <= 80 for line in found)
    assert "a sentence that is rather long for it" in " ".join(" ".join(line[17:] for line in found[3:]).split())


def test_spare_columns_give_way_and_empty_ones_are_left_out():
    columns = (*COLUMNS, Column("Kind", spare=True), Column("Never"))
    row = Row((Link("https://www.example.org/" + "x" * 50), of_bytes(5), Figure(1), "image", ""))
    assert "image" not in "\n".join(lines(row, columns=columns, width=42))
    assert "image" in "\n".join(lines(row, columns=columns, width=70))
    assert "Never" not in "\n".join(lines(row, columns=columns, width=70))


def test_a_share_is_drawn():
    columns = (Column(""), Column("", figures=True), Column(""))
    assert lines(Row(("images", of_bytes(9), Bar(0.5))), columns=columns, width=80) == ["  images  9 B  " + "█" * 15]


def test_a_group_has_its_title_alone():
    assert lines(Row(("low",), group=True), Row(("/a", of_bytes(5), Figure(1))))[3:] == ["  low", "     5 B      1  /a"]


def test_what_must_not_be_cut_has_lines_of_its_own():
    columns = (Column("Service", whole=True), Column("Budget", figures=True), Column("Address", long=True, whole=True))
    name, address = (
        "a-service-with-a-name-that-is-longer-than-a-column",
        "https://www.example.org/" + "a-long-path/" * 8,
    )
    found = lines(Row((name, of_bytes(5), Link(address))), Row(("short", of_bytes(7), Link("/b"))), columns=columns,
                  width=80)  # fmt: skip
    assert f"  {name}" in found
    assert "\u2026" not in "".join(found)
    assert address in "".join(line.strip() for line in found)
    assert all(len(line) <= 80 for line in found)
    assert found[-1].split() == ["short", "7", "B", "/b"]


def test_a_second_long_column_follows_below_its_row():
    columns = (Column("Before", long=True), Column("Now", long=True))
    assert lines(Row((Link("/a"), Link("/b"))), columns=columns)[1:] == ["  /a", "    Now: /b"]
