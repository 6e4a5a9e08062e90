"""A large audit as a folder of light files that lead to one another."""

import re

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.pipeline.gating.gate import templates_of
from delest.records.pages.screenshot import Screenshot
from delest.records.pages.weight import Request
from delest.report.folder import folder
from delest.report.folder_files import INDEX, Part, list_pages, place_in_list
from delest.report.formats.html import render
from delest.report.language import words
from delest.report.pages.audit.report import report_page

MAX_BYTES = 150_000


@pytest.fixture(scope="module")
def many(fifty):
    """Ninety pages of two templates, with their findings."""
    first = fifty.weights[0]
    news = tuple(replace(each, url=f"https://www.example.org/news/{n}") for n, each in enumerate(fifty.weights))
    help_pages = tuple(replace(first, url=f"https://www.example.org/help/page-{n}.html") for n in range(40))
    pages = tuple(replace(fifty.pages[0], url=each.url) for each in (*news, *help_pages))
    renamed = {old.url: new.url for old, new in zip(fifty.weights, news, strict=True)}
    findings = tuple(replace(each, page_url=renamed[each.page_url]) for each in fifty.findings)
    return replace(fifty, weights=(*news, *help_pages), pages=pages, findings=findings)


@pytest.fixture(scope="module")
def files(many):
    return dict(folder(many, templates_of))


def test_each_page_is_in_one_light_file_with_its_card(many, files):
    assert list(files)[-1] == INDEX
    assert all(len(text.encode()) < MAX_BYTES for text in files.values())
    leaves = [BeautifulSoup(text, "lxml") for name, text in files.items() if name.startswith("pages-")]
    cards = [card for leaf in leaves for card in leaf.find(id="why").find_all("details", recursive=False)]
    assert len(cards) == len(many.weights)
    rows = [row for leaf in leaves for row in leaf.find(id="pages").tbody.find_all("tr")]
    assert len(rows) == len(many.weights)


def test_every_link_of_the_files_leads_somewhere(files):
    ids = {name: {tag["id"] for tag in BeautifulSoup(text, "lxml").find_all(id=True)} for name, text in files.items()}
    for name, text in files.items():
        for link in BeautifulSoup(text, "lxml").find_all("a"):
            if link["href"].startswith("http"):
                continue
            target, _, part = link["href"].partition("#")
            assert (target or name) in files, link
            assert not part or part in ids[target or name], link


def test_the_first_page_lists_the_templates_and_each_file_leads_on(files):
    listed = BeautifulSoup(files[INDEX], "lxml").find(id="files")
    assert {row.th.text for row in listed.tbody.find_all("tr")} == {
        "https://www.example.org/help/page-{n}.html",
        "https://www.example.org/news/{n}",
    }
    reached, name = set(), listed.tbody.find("a")["href"]
    while name and name not in reached:
        reached.add(name)
        onward = [a["href"] for a in BeautifulSoup(files[name], "lxml").header.find_all("a") if a.text == "Next file"]
        name = onward[0] if onward else ""
    assert reached == {each for each in files if each.startswith("pages-")}


def test_every_file_of_a_template_is_listed_with_its_weights(many, files):
    index = BeautifulSoup(files[INDEX], "lxml").find(id="files")
    row = next(row for row in index.tbody.find_all("tr") if "news" in row.th.text)
    place, _, file_id = row.find_all("td")[-1].a["href"].partition("#")
    rows = BeautifulSoup(files[place], "lxml").find(id="files").tbody.find_all("tr")
    assert file_id in {each["id"] for each in rows}
    assert [each.a["href"] for each in rows] == [each for each in files if each.startswith("pages-")]
    assert sum(int(each.td.text) for each in rows) == len(many.weights)
    leaf = BeautifulSoup(files["pages-2.html"], "lxml").header
    assert any(a["href"] == f"{place}#file-2" for a in leaf.find_all("a"))


def test_the_list_of_very_many_files_is_of_several_light_ones(many):
    part = Part("pages-1.html", ("https://www.example.org/news/{n}" * 3,) * 4, many.weights[:20])
    lists = {name: render(page) for name, page in list_pages(many, [part] * 500)}
    assert list(lists) == ["files-1.html", "files-2.html", "files-3.html"]
    assert all(len(text.encode()) < MAX_BYTES for text in lists.values())
    name, _, file_id = place_in_list(499).partition("#")
    assert BeautifulSoup(lists[name], "lxml").find(id=file_id)


def test_a_file_shows_the_pictures_that_there_is_room_for(many, files):
    light = min((name for name in files if name.startswith("pages-")), key=lambda name: len(files[name]))
    page_url = BeautifulSoup(files[light], "lxml").find(id="page-1").find("a", href=re.compile("^http"))["href"]
    small, large = (Screenshot(page_url=page_url, webp=b"x" * n, width_px=9, height_px=9) for n in (3_000, 200_000))
    shown = dict(folder(replace(many, screenshots=(large, small)), templates_of))
    images = {name: BeautifulSoup(text, "lxml").find_all("img") for name, text in shown.items() if name != INDEX}
    (found,) = (image for of_file in images.values() for image in of_file)
    assert len(found["src"]) < 5_000
    assert all(len(text.encode()) < MAX_BYTES for name, text in shown.items() if name != INDEX)


def test_pages_beside_resources_are_named_where_some_have_no_card(small, many):
    heaviest = small.site.heaviest_resources[0]
    asked = Request(
        url=heaviest.url, kind=heaviest.kind, first_party=True, transferred_bytes=heaviest.transferred_bytes,
        start_ms=0.0, end_ms=1.0,
    )  # fmt: skip
    weights = tuple(replace(many.weights[0], url=f"https://www.example.org/{n}", requests=(asked,)) for n in range(120))
    matrix = BeautifulSoup(render(report_page(replace(small, weights=weights))), "lxml").find(id="matrix")
    listed = matrix.find_next("ol").find_all("li")
    assert [item.a["href"].startswith("#page-") for item in listed] == [True] * 6 + [False] * 2


def test_a_hostile_site_runs_nothing_in_any_file(hostile):
    words.use("fr")
    for text in dict(folder(hostile, templates_of)).values():
        soup = BeautifulSoup(text, "lxml")
        assert not soup.find_all(["iframe", "object", "img", "form", "link"])
        assert all(
            re.match(r"https?://[!-~]+\Z|#[a-z0-9-]+\Z|[a-z0-9-]+\.html(#[a-z0-9-]+)?\Z", a["href"])
            for a in soup.find_all("a")
        )
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
