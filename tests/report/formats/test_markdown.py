import re

import pytest

from delest.report.formats.markdown import render as rendered
from delest.report.language import words
from delest.report.page import Column, Command, Page, Row, Section, Table
from delest.report.said import Figure, Link, Quoted, of_bytes, say
from tests.rendered import render


def test_a_page_has_one_title_and_parts_below_it():
    table = Table(
        "What it loads",
        (Column("Resource", long=True), Column("Weight", figures=True)),
        (Row((Link("https://www.example.org/a|b"), of_bytes(1500))),),
        "and 1 more",
    )
    page = Page("A | title", sections=(Section("a", say("Part {n}", n=Figure(2)), (table, Command("delest audit"))),))
    assert rendered(page) == (
        "# A \\| title\n\n## Part 2\n\nWhat it loads\n\n| Resource | Weight |\n| --- | ---: |\n"
        "| https\\://www.example.org/a\\|b | 1.5\u00a0kB |\n\nand 1 more\n\n```sh\ndelest audit\n```\n"
    )


@pytest.mark.parametrize("sign", ["<script>", "![x](https://evil.example/)", "`rm`", "| a |", "*a*"])
def test_what_a_page_says_stays_text(sign):
    text = rendered(Page("A", sections=(Section("a", Quoted(sign), ()),)))
    assert sign not in text
    assert re.sub(r"\\(.)", r"\1", text) == f"# A\n\n## {sign}\n"


@pytest.mark.parametrize("sign", ["@everyone", "see #12", "fixes !7", "$x$", "a|@b`c"])
def test_what_a_forge_would_follow_is_code(sign):
    text = rendered(Page("A", sections=(Section("a", Quoted(sign), ()),)))
    assert text == "# A\n\n## `" + sign.replace("`", "'").replace("|", "\\|") + "`\n"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_attacking_site_reaches_nobody(hostile, language):
    words.use(language)
    text = re.sub("`[^`\n]*`", "", render(hostile, "markdown"))
    assert not re.search(r"(?<!\\)<(?!https?://)", text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert not re.search(r"\]\(<(?!https?://)", text)
    assert "secret" not in text


def test_every_row_has_a_cell_for_every_column(fifty):
    tables = re.findall(r"(?:^\|.*\|\n)+", render(fifty, "markdown"), re.MULTILINE)
    assert len(tables) > 5
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1
