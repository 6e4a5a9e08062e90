import unicodedata

import pytest
from msgspec.structs import replace

from delest.records.message import Message
from delest.report.formats import html
from delest.report.formats.text import render
from delest.report.language import words
from delest.report.language.safe_text import columns


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["small", "hostile"])
def test_the_summary_reads_as_agreed(request, golden, name, language):
    words.use(language)
    golden(f"{name}.{language}.txt", render(request.getfixturevalue(name)))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["small", "hostile", "fifty"])
def test_every_line_fits_a_terminal_and_does_nothing_to_it(request, name, language):
    words.use(language)
    text = render(request.getfixturevalue(name))
    assert text.endswith("\n")
    assert all(columns(line) <= 80 and line == line.rstrip() for line in text.splitlines())
    assert not {unicodedata.category(c) for c in text if c != "\n"} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert "secret" not in text


def test_a_site_that_was_not_measured(small):
    empty = replace(small, site=None, weights=(), findings=(), attributed=None, avoided=None, pages=small.pages[-2:])
    text = render(empty)
    assert "No page of www.example.org could be measured." in text
    assert "CO2e" not in text
    assert "timed out" in text


def test_long_lists_are_cut_and_counted(small):
    many = tuple(replace(small.pages[-1], url=f"https://www.example.org/{n}") for n in range(14))
    text = render(
        replace(
            small, pages=many, end=replace(small.end, warnings=tuple(Message.of(f"warning {n}") for n in range(11)))
        )
    )
    assert "  and 4 more" in text
    assert "  and 1 more" in text


def test_the_heaviest_three_resources_are_named(small):
    text = render(small)
    assert "on 4 pages  https://www.example.org/assets/site.js" in text
    assert text.count("on 1 page  ") == 2


def test_a_page_that_never_came_to_rest_is_marked(small):
    first, *rest = small.pages
    stuck = replace(first, loads=tuple(replace(load, settled_after_ms=None) for load in first.loads))
    assert render(replace(small, pages=(stuck, *rest))).count("measured up to the limit: a lower bound") == 1
    assert "measured up to the limit: a lower bound" not in render(small)


def test_a_page_without_an_end_is_marked(small):
    first, *rest = small.pages
    endless = replace(first, loads=(replace(first.loads[0], scroll_cut=True), *first.loads[1:]))
    assert render(replace(small, pages=(endless, *rest))).count("weighed up to where the scroll went") == 1
    assert "weighed up to" not in render(small)


def test_weights_stand_side_by_side_only_where_more_than_the_cold_one_was_measured(three_states, small):
    lines = render(three_states).splitlines()
    title = lines.index("Weights by state of the cache")
    assert lines[title + 1].split() == ["cold", "in-visit", "warm"]
    assert lines[title + 2].split() == ["2.5", "MB", "1.5", "MB", "300", "kB", "https://www.example.org/"]
    assert lines[title + 3].split()[2:4] == ["-", "-"]
    assert "by state of the cache" not in render(small)


def test_rules_that_were_not_obeyed_are_told(small):
    scope = replace(small.header.scope, obey_robots=False)
    assert "robots.txt not obeyed" in render(replace(small, header=replace(small.header, scope=scope)))
    assert "robots.txt not obeyed" not in render(small)


def test_pages_that_were_not_loaded_are_counted_beyond_those_that_are_listed(small):
    counted = replace(small, end=replace(small.end, skipped_pages={"stopped": 6422}))
    assert "6,422" in render(counted)
    assert "6,422 pages: the audit was stopped" in html.render(counted)
