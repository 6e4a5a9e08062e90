"""The HTML report in a real browser: accessible, without a request, complete without its script, and light."""

import gzip
import re
import runpy

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import sync_playwright

from delest.records.runs.audit import AuditReport
from delest.report.language import words
from delest.serving.coding import Coding
from delest.serving.folder import serve_folder
from tests.command import delest
from tests.recorded_audit import FIXTURES
from tests.rendered import render

pytestmark = pytest.mark.browser
LOOKS = [("light", 1280), ("light", 320), ("dark", 900)]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """A folder with the report of a small audit in each language."""
    report = msgspec.json.decode((FIXTURES / "small.json").read_bytes(), type=AuditReport)
    folder = tmp_path_factory.mktemp("report")
    for language in words.LANGUAGES:
        words.use(language)
        (folder / f"{language}.html").write_text(render(report, "html"), "utf-8")
    words.use("en")
    return folder


@pytest.fixture(scope="module")
def twenty_pages(tmp_path_factory):
    """A folder with the report of the twenty heaviest pages of the largest drawn audit as its home page."""
    drawn = runpy.run_path(str(FIXTURES / "draw.py"))["fifty"]()
    twenty = replace(drawn, pages=drawn.pages[:20], weights=drawn.weights[:20])
    folder = tmp_path_factory.mktemp("folder")
    (folder / "index.html").write_text(render(twenty, "html"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def chromium(browser_path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(chromium, reports, language, scheme, width):
    with chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto((reports / f"{language}.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_asks_for_nothing_and_is_whole_without_script(chromium, reports):
    texts = []
    for scripts in (True, False):
        with chromium.new_context(java_script_enabled=scripts) as context:
            page, asked = context.new_page(), []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto((reports / "en.html").as_uri())
            assert [url for url in asked if not url.startswith("file:")] == []
            texts.append(page.locator("main").text_content())
    with_script, without = (re.sub(r"\s+", "", text) for text in texts)
    assert with_script.replace("Findapage:", "").replace("Findaresource:", "") == without


def test_only_tables_that_scroll_take_the_focus(chromium, reports):
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto((reports / "en.html").as_uri())
        assert page.locator(".table[tabindex]").count() == 0
        page.set_viewport_size({"width": 320, "height": 900})
        page.wait_for_function("document.querySelectorAll('.table[tabindex]').length > 0")
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((reports / "en.html").as_uri())
        assert page.locator(".table:not([tabindex])").count() == 0


def test_tables_are_sorted_by_keyboard(chromium, reports):
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((reports / "en.html").as_uri())
        table = page.locator("#pages table").first
        names = table.locator("tbody tr th a")
        assert names.all_text_contents() == ["/", "/news/", "/services/", "/contact/"]
        weight = table.get_by_role("button", name="Weight")
        weight.focus()
        page.keyboard.press("Enter")
        assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        page.keyboard.press("Enter")
        assert names.all_text_contents() == ["/contact/", "/services/", "/news/", "/"]


def test_long_tables_alone_are_filtered(chromium, reports, twenty_pages):
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((reports / "en.html").as_uri())
        assert page.get_by_label("Find a page:").count() == 0
        page.goto((twenty_pages / "index.html").as_uri())
        rows = page.locator("#pages table").first.locator("tbody tr:visible")
        assert rows.count() == 20
        wanted = rows.last.locator("th a").text_content()
        page.get_by_label("Find a page:").fill(wanted.upper())
        assert rows.locator("th a").all_text_contents() == [wanted]


def test_a_page_in_the_table_leads_to_its_card_which_opens(chromium, reports):
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((reports / "en.html").as_uri())
        page.locator("#pages").get_by_role("link", name="/news/", exact=True).click()
        card = page.locator("details[open]", has_text="Opening hours")
        assert card.count() == 1
        assert "made of" in card.text_content()


def test_the_report_of_twenty_pages_is_light_and_delest_itself_says_so(twenty_pages, browser_path, tmp_path):
    size = len(gzip.compress(twenty_pages.joinpath("index.html").read_bytes()))
    assert size < 60_000
    with serve_folder(twenty_pages, Coding.parse("gzip:6")) as url:
        limits = ("--max-page-weight", "60kB", "--max-requests", "2")
        answer = delest(
            "check", f"{url}/", *limits, "--max-pages", "1", "--stay", "0", "--no-sitemap",
            cwd=tmp_path, env={"DELEST_BROWSER": browser_path},
        )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "WITHIN BUDGET: 1 page measured" in answer.stdout
