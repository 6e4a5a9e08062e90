import base64
import hashlib
import re
from importlib import resources
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.report.language import words
from delest.report.language.numbers import kg_text
from tests.rendered import render as rendered

LANGUAGES = ["en", "fr"]


def render(report):
    return rendered(report, "html")


MAX_BYTES = 150_000
SCRIPT = (resources.files("delest.report") / "templates" / "page.js").read_text("utf-8").strip()


def page(report, language="en"):
    words.use(language)
    return BeautifulSoup(render(report), "lxml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_page_says_runs_or_calls_out(hostile, language):
    soup = page(hostile, language)
    tags = soup.find_all(re.compile("."))
    assert not soup.find_all(["iframe", "object", "embed", "base", "form", "link", "img", "image", "use"])
    (script,) = soup.find_all("script")
    assert script.string.strip() == SCRIPT
    assert not [
        tag for tag in tags for name in tag.attrs if name.startswith("on") or name in {"src", "srcset", "style"}
    ]
    assert all(re.match(r"https?://[!-~]+\Z|#[a-z0-9-]+\Z", a["href"]) for a in soup.find_all("a"))
    assert "alert(1)" not in " ".join(str(value) for tag in tags for value in tag.attrs.values())


def test_hostile_text_is_shown_as_text(hostile):
    html = render(hostile)
    assert "&lt;script&gt;" in html
    assert "{{ 7*7 }}" in html
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", html)
    assert "secret" not in html


def test_the_policy_forbids_everything_but_its_own_style_and_script(small):
    policy = page(small).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-")
    digest = base64.b64encode(hashlib.sha256(page(small).find("script").string.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    style = page(small).find("style").text
    assert not re.search(r"url\(|@import|@font-face", style)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fifty_pages_with_findings_stay_light(fifty, language):
    words.use(language)
    html = render(fifty)
    assert len(html.encode()) < MAX_BYTES
    assert html.count("a-rather-long-page-address-as-content-systems-make-them-49") >= 1
    assert len(page(fifty, language).find(id="pages").find("tbody").find_all("tr")) == 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_very_many_pages_is_as_long_as_one_of_some(three_states, language):
    words.use(language)
    lost = three_states.pages[-1]
    first, rest = three_states.weights[0], three_states.weights[1:]
    long = replace(
        three_states,
        pages=(*three_states.pages, *(replace(lost, url=f"{lost.url}{n}") for n in range(3000))),
        weights=(*(replace(first, url=f"{first.url}{n}") for n in range(3000)), *rest),
    )
    soup = page(long, language)
    assert len(render(long).encode()) < MAX_BYTES
    assert [len(body.find_all("tr")) for body in soup.find(id="pages").find_all("tbody")] == [60, 3, 30]
    said = [re.sub(r"\D", "", note.text) for note in soup.find(id="pages").find_all("p", "note")]
    assert {"2943", "2972"} <= set(said)
    assert len(soup.find(id="why").find_all("details")) == 6


def test_a_finding_that_names_a_part_of_its_resources_says_so(small):
    some = tuple(replace(each, more_offenders=7) for each in small.findings)
    assert "resources with most to gain are named" not in render(small)
    assert re.search("the [0-9] resources with most to gain are named", render(replace(small, findings=some)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["small", "hostile", "fifty"])
def test_the_document_has_a_sound_outline(request, name, language):
    soup = page(request.getfixturevalue(name), language)
    assert soup.html["lang"] == language
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in soup.find_all("a", href=re.compile("^#"))} <= set(ids)
    assert all(tag["aria-labelledby"] in ids for tag in soup.find_all(attrs={"aria-labelledby": True}))


@pytest.mark.parametrize("name", ["small", "hostile", "fifty"])
def test_every_table_has_a_caption_and_scoped_headings(request, name):
    tables = page(request.getfixturevalue(name)).find_all("table")
    assert len(tables) > 6
    assert all(table.caption and table.caption.text.strip() for table in tables)
    assert all(cell.get("scope") in {"col", "row", "rowgroup"} for table in tables for cell in table.find_all("th"))


def test_every_chart_has_a_name_and_a_table_with_the_same_figures(small):
    soup = page(small)
    charts = soup.find_all("svg", role="img")
    assert all(chart["aria-label"] for chart in charts)
    spread, kinds, parties, today = charts
    assert len(spread.find_all("line", class_="tick")) == len(small.weights)
    for chart, shares in ((kinds, small.site.by_kind), (parties, small.site.by_party)):
        rows = chart.find_next("table").tbody.find_all("tr")
        assert [rect["class"][0] for rect in chart.find_all("rect")] == [share.name for share in shares]
        assert [row.find("span")["class"][1] for row in rows] == [share.name for share in shares]
    table = today.find_next("table").text.replace("\u00a0", " ")
    assert all(mark.text.replace("\u00a0", " ") in table for mark in today.find_all("text", class_="value"))
    assert all(kg_text(reading.kgco2e_per_year.central) in table for reading in small.avoided.converted.readings)
    tree = soup.find("svg", role="group")
    boxes = {a["href"]: a.find("title").text for a in tree.find_all("a")}
    assert len(boxes) == len(small.site.heaviest_resources)
    assert all(soup.find("tr", id=to[1:]) for to in boxes)
    bars = soup.find_all("svg", class_="bar")
    assert bars
    assert all(svg["aria-hidden"] == "true" for svg in bars)


def test_unmeasured_pages_stand_apart_with_their_reason(small):
    section = page(small).find(id="pages")
    measured, lost = section.find_all("table")
    assert "/old/" not in measured.text
    assert "/old/" in lost.text
    assert "error answer" in lost.text
    assert "HTTP 404" in lost.text


def test_a_site_that_was_not_measured_still_has_a_report(small):
    empty = replace(small, site=None, weights=(), findings=(), attributed=None, avoided=None, browser=None)
    soup = page(replace(empty, pages=small.pages[-2:]))
    assert "No page of www.example.org could be measured." in soup.text
    assert soup.find(id="co2e") is None
    assert "kg" not in soup.find("header").text
    assert "known to the byte" not in soup.text


def test_a_partial_run_says_so_at_the_top(hostile, small):
    assert "interrupted" in page(hostile).find("header").find("p", class_="notice").text
    assert page(small).find("p", class_="notice") is None


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_contrasts_by_day_and_by_night(small):
    style = page(small).find("style").text
    themes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    for theme in themes:
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})", theme))
        full = {name: c if len(c) == 7 else "#" + "".join(x * 2 for x in c[1:]) for name, c in colours.items()}
        for ground in ("ground", "sheet"):
            assert all(contrast(full[name], full[ground]) >= 4.5 for name in ("ink", "soft", "accent"))
        graphics = set(full) - {"ground", "sheet", "line", "tint"}
        assert all(contrast(full[name], full["ground"]) >= 4.5 for name in graphics)


def test_french_has_no_english_left_over(small, fifty):
    for report in (small, fifty):
        text = page(report, "fr").text
        for sentence in (
            "Page weight",
            "measured",
            "page views",
            "Requests",
            "third part",
            "Find ",
            "avoidable",
            "Left out",
            " load",
            "Found on",
        ):
            assert sentence not in text
        assert "Réduction estimée attribuée au transfert de données" in text
        assert "\u202fMo" in text


def test_a_page_that_never_came_to_rest_is_marked(small):
    first, *rest = small.pages
    stuck = replace(first, loads=tuple(replace(load, settled_after_ms=None) for load in first.loads))
    assert render(replace(small, pages=(stuck, *rest))).count("did not settle: a lower bound") == 1
    assert "did not settle" not in render(small)


def test_a_page_without_an_end_is_marked(small):
    first, *rest = small.pages
    endless = replace(first, loads=(replace(first.loads[0], scroll_cut=True), *first.loads[1:]))
    assert render(replace(small, pages=(endless, *rest))).count("bottom not reached: a lower bound") == 1
    assert "bottom not reached" not in render(small)


def test_the_weight_before_scrolling_is_told_where_it_is_less(small):
    first, *rest = small.weights
    whole = first.cold.transferred_bytes

    def told(factor):
        before = replace(whole, median=factor * whole.median)
        weight = replace(first, cold=replace(first.cold, before_scroll_bytes=before))
        return page(replace(small, weights=(weight, *rest)), "en").find(id="pages").find("td").text

    assert told(1).count("before scrolling") == 0
    assert "1.3\N{NO-BREAK SPACE}MB before scrolling" in told(0.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_stand_side_by_side_where_more_than_the_cold_one_was_measured(three_states, small, language):
    tables = [page(each, language).find(id="pages").find_all("table") for each in (three_states, small)]
    first, second, *_ = tables[0][0].tbody.find_all("tr")
    assert [cell.text.replace(",", ".").split()[0] for cell in first.find_all("td")[4:6]] == ["1.5", "300"]
    assert [cell.text for cell in second.find_all("td")][4:6] == ["-", "-"]
    assert len(tables[0]) == len(tables[1]) + 1
    means = [cell.text.replace(",", ".").split()[0] for cell in tables[0][1].select("td.n")]
    assert means == ["2.5", "1.5", "300"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_thousand_pages_with_ten_rules_stay_within_the_size_of_one_file(fifty, language):
    words.use(language)
    weights = tuple(replace(each, url=f"{each.url}{n}") for n in range(200) for each in fifty.weights)
    findings = tuple(replace(each, rule=f"rule-{n}") for n in range(10) for each in fifty.findings)
    assert len(render(replace(fifty, weights=weights, findings=findings)).encode()) < MAX_BYTES
