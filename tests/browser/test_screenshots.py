"""The first screen of a page as a small picture, taken in the measuring visit: it costs no request and no byte."""

import asyncio
from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from delest import pipeline
from delest.measure.browser.browser import Driver
from delest.measure.load import PageLoader
from delest.pipeline.order import Order
from delest.records.pages.screenshot import MOST_BYTES
from delest.records.runs.loading import DEVICES, LoadOptions
from delest.records.runs.scope import Scope
from delest.report.language import words
from tests.browser.small_site import Answer, SmallSite
from tests.browser.watcher import Watcher
from tests.page_loads import run_header
from tests.rendered import render

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><title>Red "first" &lt;b&gt;</title><link rel=icon href="data:,"><style>body{margin:0}</style>'
TALL = HEAD + (
    "<body><div style='height:3000px;background:red'></div><div style='height:3000px;background:blue'></div>"
    "<script>addEventListener('resize', () => fetch('/resized'));"
    "addEventListener('scroll', () => fetch('/scrolled'), {once: true})</script>"
    "<img loading=lazy src=/lazy alt='' width=10 height=10><a href=/hangs>h</a>"
)
HANGS = HEAD + "<body>here<script>setTimeout(() => { for (;;); }, 0)</script>"


@pytest.fixture(scope="module")
def site():
    with SmallSite() as running:
        running.answers |= {
            "/": Answer(TALL.encode()),
            "/hangs": Answer(HANGS.encode()),
            "/lazy": Answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        }
        yield running


@pytest.fixture(scope="module")
def loads(site, browser_path):
    """(pictures wanted, device) -> what a load of the tall page brought, and what it asked for."""
    found = {}

    async def load_all():
        for wanted, device in ((False, "desktop"), (True, "desktop"), (True, "mobile")):
            options = LoadOptions(
                browser_path=browser_path, stay_s=0.2, quiet_s=0.2, device=DEVICES[device], screenshots=wanted
            )
            async with Driver(options) as driver, PageLoader(driver, options) as loader:
                site.asked.clear()
                capture = await loader.load(site.url("/"), keep_bodies=True)
                found[wanted, device] = capture, sorted(site.asked)

    asyncio.run(load_all())
    return found


def test_a_picture_changes_neither_what_is_asked_for_nor_what_it_weighs(loads):
    (without, asked), (picture, asked_too) = loads[False, "desktop"], loads[True, "desktop"]
    assert without.screenshot is None
    assert picture.screenshot is not None
    assert asked == asked_too
    assert "/scrolled" in asked_too
    assert "/resized" not in asked_too
    assert picture.load.transferred_bytes == without.load.transferred_bytes
    assert picture.load.exact


@pytest.mark.parametrize(("device", "size"), [("desktop", (240, 135)), ("mobile", (166, 360))])
def test_it_is_small_and_shows_the_top_of_the_page(loads, device, size):
    shot = loads[True, device][0].screenshot
    assert len(shot.webp) <= MOST_BYTES
    with Image.open(BytesIO(shot.webp), formats=("WEBP",)) as image:
        assert image.size == size == (shot.width_px, shot.height_px)
        red, green, blue = image.convert("RGB").getpixel((size[0] // 2, size[1] - 5))
        assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.fixture(scope="module")
def audited(site, browser_path, tmp_path_factory):
    """The report of an audit of a page and of one whose main thread hangs."""
    header = run_header(Scope(start_urls=(site.url("/"),), max_pages=2), jobs=2)
    load = LoadOptions(browser_path=browser_path, stay_s=0.2, quiet_s=0.2, limit_s=6)
    order = Order(header=header, load=load, run=tmp_path_factory.mktemp("shots") / "run")
    return asyncio.run(pipeline.audit(order, Watcher(), asyncio.Event()))


def test_a_run_keeps_the_picture_of_each_page_that_shows_anything(site, audited):
    assert site.url("/") in {each.page_url for each in audited.screenshots}
    assert len(audited.pages) == 2


@pytest.mark.parametrize(("language", "alt"), [("en", "First screen of the page"), ("fr", "Premier écran de la page")])
def test_the_report_shows_it_with_words_for_those_who_do_not_see_it(audited, language, alt):
    words.use(language)
    try:
        html = render(audited, "html")
        without = render(replace(audited, screenshots=()), "html")
        text = render(audited, "text")
    finally:
        words.use("en")
    assert html.count('<img class="shot"') == len(audited.screenshots)
    assert f'alt="{alt}' in html
    assert "&lt;b&gt;" in html
    assert "<img" not in without
    assert alt not in text
