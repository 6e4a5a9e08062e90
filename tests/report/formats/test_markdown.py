import re

import pytest

from delest.report.formats.markdown import render as rendered
from delest.report.language import words
from delest.report.page import Column, Command, Details, Page, Prose, Row, Section, Table
from delest.report.pages.audit.report import report_page
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
    assert not re.search(r"(?<!\\)<(?!https?://|/?details>|/?summary>|/?code>)", text)
    assert text.count("<details>") == text.count("</details>") == text.count("\n<summary>") == _folded(hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert not re.search(r"\]\(<(?!https?://)", text)
    assert "secret" not in text


def _folded(report):
    """How many blocks of the report itself are folded away."""
    return sum(isinstance(each, Details) for section in report_page(report).sections for each in _blocks(section))


def _blocks(block):
    yield block
    for each in getattr(block, "blocks", ()):
        yield from _blocks(each)


def test_what_is_folded_away_keeps_its_title_as_text():
    text = rendered(Page("A", sections=(Section("a", "B", (Details(Quoted("<b> @everyone"), (Prose("in it"),)),)),)))
    assert "<details>\n<summary><code>&lt;b&gt; @everyone</code></summary>\n\nin it\n\n</details>" in text


def test_every_row_has_a_cell_for_every_column(fifty):
    tables = re.findall(r"(?:^\|.*\|\n)+", render(fifty, "markdown"), re.MULTILINE)
    assert len(tables) > 5
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1
