import csv
import io

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.records.co2e.traffic import PageViews, Period, Traffic
from delest.records.runs.sample import RolePage, Sample, SampledStructure, SampledTemplate
from delest.report.data import audit_csv as as_csv
from delest.report.data import audit_json as as_json
from delest.report.pages.audit import sample
from delest.report.pages.co2e.basis import SPREAD_BY_SAMPLE, SPREAD_EVENLY, assumptions
from delest.units import Estimate
from tests.rendered import render, said


def text_of(report):
    return render(report, "text")


def html_of(report):
    return render(report, "html")


def sentences(report):
    return said(sample.sentences(report))


def stratum(name, known, measured, mean=None, *, drawn=True):
    return SampledTemplate(template=name, known_pages=known, measured_pages=measured, mean_bytes=mean, drawn=drawn)


def drawn(report, *templates, **fields):
    urls = [page.url for page in report.weights]
    made = Sample(
        **{
            "seed": 1, "known_pages": 1000, "measured_pages": len(urls), "templates": templates,
            "mean_bytes": Estimate(low=9e5, central=1e6, high=1.2e6), "precision_asked": 0.05,
            "precision_reached": 0.2, "stopped": "limit", "stands_for": dict.fromkeys(urls, 250.0),
            "stratum_of": dict.fromkeys(urls, "https://example.org/news/{n}"), **fields,
        }
    )  # fmt: skip
    return replace(report, end=replace(report.end, sample=made))


@pytest.fixture
def sampled(small):
    return drawn(
        small,
        stratum("https://example.org/news/{n}", 900, 20, 2e6),
        stratum("{other templates}", 99, 9, 1e6),
        stratum("", 1, 1, 5e5, drawn=False),
    )


def test_the_strata_are_in_the_text(sampled):
    rows = [line.split() for line in text_of(sampled).splitlines()]
    assert ["900", "20", "-", "2.0", "MB", "95%", "https://example.org/news/{n}"] in rows
    assert ["99", "9", "-", "1.0", "MB", "5%", "other", "templates,", "drawn", "together"] in rows
    assert "start pages" in text_of(sampled)


@pytest.fixture
def divided(small):
    alike = SampledStructure(structure="A", measured_pages=3, mean_bytes=2e6)
    other = SampledStructure(structure="B", measured_pages=1, mean_bytes=1e6)
    urls = [page.url for page in small.weights]
    return drawn(
        small,
        replace(stratum("https://example.org/news/{n}", 900, 4, 1.75e6), structures=2, by_structure=(alike, other)),
        replace(stratum("https://example.org/help", 9, 1, 1e6), structures=1, by_structure=(other,)),
        structure_of=dict.fromkeys(urls[:1], "B"),
    )


def test_the_structures_of_a_template_have_lines_of_their_own(divided):
    lines = text_of(divided).partition("Template\n")[2].splitlines()[:4]
    assert [line.split()[:-1] for line in lines[::3]] == [
        ["900", "4", "2", "1.8", "MB", "99%"], ["9", "1", "B", "1.0", "MB", "1%"]
    ]  # fmt: skip
    assert [line.split()[:5] for line in lines[1:3]] == [["-", "3", "A", "2.0", "MB"], ["-", "1", "B", "1.0", "MB"]]
    table = BeautifulSoup(html_of(divided), "lxml").select_one("#sample table")
    cells = [[cell.get_text() for cell in line.select("th, td")] for line in table.select("tbody tr")]
    assert cells[1] == ["of structure A", "-", "3", "A", "2.0\u00a0MB", "-"]
    assert [cells[0][3], cells[3][3]] == ["2", "B"]


def test_structures_that_have_no_line_are_counted(divided):
    first, *rest = divided.end.sample.templates
    letters = tuple(replace(first.by_structure[0], structure=letter) for letter in "ABCDEFGH")
    many = replace(first, structures=30, by_structure=letters)
    report = replace(divided, end=replace(divided.end, sample=replace(divided.end.sample, templates=(many, *rest))))
    assert "and 22 more" in text_of(report).partition("Template\n")[2]
    table = BeautifulSoup(html_of(report), "lxml").select_one("#sample table")
    assert "and 22 more" in [line.select_one("th").get_text() for line in table.select("tbody tr")]


def test_each_drawn_page_has_its_structure_in_the_data(divided):
    lines = list(csv.DictReader(io.StringIO(as_csv.render(divided).lstrip("\ufeff"))))
    assert [line["structure"] for line in lines[:2]] == ["B", ""]
    page = as_json.as_v1(divided).pages[0]
    assert (page.sampled.structure, page.sampled.template) == ("B", "https://example.org/news/{n}")
    assert page.sampled.stands_for_pages == 250


def test_the_strata_are_in_the_page(sampled):
    table = BeautifulSoup(html_of(sampled), "lxml").select_one("#sample table")
    cells = [[cell.get_text() for cell in line.select("th, td")] for line in table.select("tbody tr")]
    assert cells[0] == ["https://example.org/news/{n}", "900", "20", "-", "2.0\u00a0MB", "95%"]


def test_each_drawn_page_has_its_stratum_in_the_table(sampled):
    lines = list(csv.DictReader(io.StringIO(as_csv.render(sampled).lstrip("\ufeff"))))
    assert lines[0]["stratum"] == "https://example.org/news/{n}"
    assert lines[0]["stands_for_pages"] == "250.0"
    assert lines[-1]["stratum"] == ""


def test_an_audit_without_a_sample_has_no_strata(small):
    assert "Sample by template" not in text_of(small)
    assert "Sample by template" not in html_of(small)
    assert "stratum" not in as_csv.render(small)


def test_a_stratum_without_a_weight_leaves_the_shares_unknown(small):
    rows = sample.rows(drawn(small, stratum("a", 10, 2, 5.0), stratum("b", 5, 0)))
    assert [(row.mean_bytes, row.part) for row in rows] == [(5.0, None), (None, None)]


def test_many_templates_are_cut_and_the_rest_is_counted(small):
    many = [stratum(f"https://example.org/{n}/<b>", 5, 1, 1000.0) for n in range(200)]
    assert "160 more templates are in the JSON report." in text_of(drawn(small, *many))
    page = html_of(drawn(small, *many))
    assert "160 more templates are in the JSON report." in page
    assert "/<b>" not in page


def test_bytes_of_a_year_have_their_interval(small):
    traffic = Traffic(views_per_year=2e6, period=Period(days=365), source="csv")
    per_view = Estimate(low=4e5, central=5e5, high=6e5)
    told = sentences(replace(drawn(small, mean_bytes_per_view=per_view, views_coverage=0.9), traffic=traffic))
    assert told[1] == "A page view transfers 500 kB on average: between 400 kB and 600 kB with 95 % confidence."
    assert told[2] == "In a year, all page views transfer 1.0 TB: between 800 GB and 1.2 TB with 95 % confidence."
    assert told[3] == "90% of the page views are of known pages; the others are taken to weigh the same."


def test_bytes_of_a_year_follow_from_the_mean_per_page_where_views_by_page_are_not_known(small):
    report = replace(drawn(small), traffic=Traffic(views_per_year=2e6, period=Period(days=365), source="given"))
    told = sentences(report)
    assert told[1] == "In a year, all page views transfer 2.0 TB: between 1.8 TB and 2.4 TB with 95 % confidence."
    assert told[2].startswith("Every page of the site is taken to be viewed as often as any other")
    assert as_json.as_v1(report).sample.bytes_per_year.low == 1.8e12
    assert as_json.as_v1(replace(report, traffic=None)).sample.bytes_per_year is None


def test_bytes_of_a_year_take_no_page_for_another_where_views_by_page_are_known(small):
    views = (PageViews(url="https://www.example.org/", views_per_year=2e6),)
    traffic = Traffic(views_per_year=2e6, pages=views, period=Period(days=365), source="csv")
    preset = replace(drawn(small, preset="rgesn"), traffic=traffic)
    assert not any("In a year" in sentence for sentence in sentences(preset))
    assert as_json.as_v1(preset).sample.bytes_per_year is None


def test_a_mean_per_view_that_cannot_be_told_is_said_to_be_so(small):
    told = sentences(drawn(small, views_coverage=0.5))
    assert told[1] == "Too few pages that people see were drawn to estimate the mean weight per page view."


@pytest.fixture
def chosen(small):
    roles = (
        RolePage(role="home", url="https://example.org/", measured=True),
        RolePage(role="contact", url="https://example.org/<b>", measured=False),
        RolePage(role="help"),
    )
    return drawn(
        small,
        stratum("{roles}", 1, 1, 5e5, drawn=False),
        mean_bytes=None, preset="rgesn", roles=roles, random_pages=1, templates_left=3, stopped="limit",
    )  # fmt: skip


def test_a_sample_that_lacks_a_role_is_not_said_to_hold_all(chosen):
    has_all = "It has all pages that such a sample needs."
    ended = replace(chosen.end.sample, stopped="chosen", templates_left=0)
    for sampled, whole in ((ended, False), (replace(ended, roles=ended.roles[:1]), True)):
        told = sentences(replace(chosen, end=replace(chosen.end, sample=sampled)))
        assert (has_all in told) is whole


def test_a_chosen_sample_says_what_it_cannot(chosen):
    assert sentences(chosen) == (
        "The sample after RGESN and RGAA: 4 pages of 1,000 known, 1 of them drawn at random, seed 1.",
        "Most of these pages were selected, not drawn at random, so their average does not represent the site.",
        "No page was measured for: contact, help.",
        "3 templates have no page in it: raise --max-pages.",
    )


def test_the_random_part_of_a_chosen_sample_may_answer_for_the_site(chosen):
    known = replace(chosen.end.sample, mean_bytes=Estimate(low=9e5, central=1e6, high=1.2e6))
    told = sentences(replace(chosen, end=replace(chosen.end, sample=known)))
    assert told[1].startswith("A page of the site weighs 1.0 MB on average: between 900 kB")


def test_who_plays_which_role_is_in_the_text_and_in_the_page(chosen):
    lines = [line.strip() for line in text_of(chosen).splitlines()]
    assert "home page  https://example.org/" in lines
    assert lines[lines.index("contact    https://example.org/<b>") + 1] == "not measured"
    assert "help       not found" in lines
    page = html_of(chosen)
    table = BeautifulSoup(page, "lxml").select("#sample table")[0]
    assert [line.get_text(" ", strip=True).split(" ")[0] for line in table.select("tbody tr")] == [
        "home",
        "contact",
        "help",
    ]
    assert "org/<b>" not in page


def test_views_are_spread_evenly_over_pages_that_were_chosen(chosen, sampled):
    assert SPREAD_EVENLY in assumptions(replace(chosen, traffic=None))
    assert SPREAD_BY_SAMPLE in assumptions(replace(sampled, traffic=None))


def test_what_a_sample_may_have_missed_is_said(sampled):
    # 900 pages of 1000, 20 of them measured: a kind of page that is up to 3/20 of them may be in none
    told = "It may have missed a kind of page that makes up to 14% of the site; the interval does not cover that."
    assert told in sentences(sampled)
