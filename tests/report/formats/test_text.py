import re
import unicodedata

import pytest
from msgspec.structs import replace

from delest.message import Message
from delest.records.runs.skip_reason import SkipReason
from delest.report.formats.text import render as as_text
from delest.report.language import words
from delest.report.language.safe_text import columns
from delest.report.pages.audit.brief import answer_page
from tests.rendered import brief, render


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["small", "hostile"])
def test_the_summary_reads_as_agreed(request, golden, name, language):
    words.use(language)
    golden(f"{name}.{language}.txt", brief(request.getfixturevalue(name)))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["small", "hostile", "fifty"])
def test_every_line_fits_a_terminal_and_does_nothing_to_it(request, name, language):
    words.use(language)
    for text in (brief(request.getfixturevalue(name)), render(request.getfixturevalue(name), "text")):
        assert text.endswith("\n")
        assert all(columns(line) <= 80 and line == line.rstrip() for line in text.splitlines())
        assert not {unicodedata.category(c) for c in text if c != "\n"} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        assert "secret" not in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answer_on_fifty_pages_is_at_most_fifty_lines(fifty, language):
    words.use(language)
    assert len(brief(fifty).splitlines()) <= 50


def test_a_site_that_was_not_measured(small):
    empty = replace(small, site=None, weights=(), findings=(), attributed=None, avoided=None, pages=small.pages[-2:])
    text = brief(empty)
    assert "No page of www.example.org could be measured." in text
    assert "CO2e" not in text
    assert "no response within 30 s" in text


def test_long_lists_are_cut_and_counted(small):
    many = tuple(replace(small.pages[-1], url=f"https://www.example.org/{n}") for n in range(14))
    warned = replace(small.end, warnings=tuple(Message.of(f"warning {n}") for n in range(11)))
    text = as_text(answer_page(replace(small, pages=many, end=warned)))
    assert "  and 11 more" in text
    assert "  - and 9 more" in text


def test_the_heaviest_three_resources_are_named(small):
    text = brief(small)
    assert "on 4 pages  https://www.example.org/assets/site.js" in text
    assert text.count("on 1 page  ") == 2


def test_a_page_that_never_came_to_rest_is_marked(small):
    first, *rest = small.pages
    stuck = replace(first, loads=tuple(replace(load, settled_after_ms=None) for load in first.loads))
    stuck_site = replace(small, pages=(stuck, *rest))
    assert render(stuck_site, "text").count("did not settle: a lower bound") == 1
    assert "1 page did not settle" in brief(stuck_site)
    assert "did not settle" not in render(small, "text")


def test_a_page_without_an_end_is_marked(small):
    first, *rest = small.pages
    endless = replace(first, loads=(replace(first.loads[0], scroll_cut=True), *first.loads[1:]))
    cut = replace(small, pages=(endless, *rest))
    assert render(cut, "text").count("bottom not reached: a lower bound") == 1
    assert "the bottom of 1 page was not reached" in brief(cut)
    assert "not reached" not in render(small, "text")


def test_weights_stand_side_by_side_only_where_more_than_the_cold_one_was_measured(three_states, small):
    first, second = re.findall(r"^.*  (?:/|/news/)$", render(three_states, "text"), re.MULTILINE)[:2]
    assert re.findall(r"[0-9.]+ [kM]B", first)[:3] == ["2.5 MB", "1.5 MB", "300 kB"]
    assert second.count(" -  ") == 2
    assert "In-visit" not in render(small, "text")


def test_rules_that_were_not_obeyed_are_told(small):
    scope = replace(small.header.scope, obey_robots=False)
    assert "! robots.txt not obeyed" in brief(replace(small, header=replace(small.header, scope=scope)))
    assert "robots.txt not obeyed" not in brief(small)


def test_pages_that_were_not_loaded_are_counted_beyond_those_that_are_listed(small):
    counted = replace(small, end=replace(small.end, skipped_pages={SkipReason.STOPPED: 6422}))
    assert "6,422 pages: the audit was stopped" in render(counted, "text")
    assert "6,422 pages: the audit was stopped" in render(counted, "html")
