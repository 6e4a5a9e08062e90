"""What pages are expected to weigh, read from a real server by delest's own client."""

import asyncio

import pytest

from delest.crawl.client import USER_AGENT, open_client
from delest.crawl.frontier import Frontier
from delest.crawl.site.site import Site
from delest.crawl.site.turn import Turn
from delest.pipeline.sampling.draw import Draw
from delest.pipeline.sampling.forecasts import Forecasts
from delest.records.runs.audit import PageRecord
from delest.records.runs.scope import Access, SampleOrder, Scope
from delest.store.journal import Journal
from tests.browser.small_site import Answer, SmallSite
from tests.page_loads import load, page, run_header, transfer

NOISE = bytes(range(256)) * 40


def turns_of(site):
    async def turn(url):
        return Turn.COMES if await site.rules.allows(url) else Turn.REFUSED

    return turn


@pytest.fixture
def small():
    with SmallSite() as running:
        yield running


def read(small, *paths, delay_s=0.0):
    said = []

    async def go():
        async with open_client(Access(), USER_AGENT) as client:
            site = Site(client, obey_robots=True, delay_s=delay_s)

            forecasts = Forecasts(site, turns_of(site), said.append)
            urls = [small.url(path) for path in paths]
            await forecasts.read(urls)
            await forecasts.read(urls)
            expected = forecasts.expected_bytes(urls)
            await site.rules.close()
            return expected and {url.removeprefix(small.url("")): round(weight) for url, weight in expected.items()}

    return asyncio.run(go()), said


def test_a_page_is_expected_to_weigh_its_html_and_its_files(small):
    small.answers |= {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private"),
        "/light": Answer(b"<p>light</p>"),
        "/heavy": Answer(b"<p>light</p><img src=/i.png><img src=/i.png><img src=/gone.png>"),
        "/i.png": Answer(NOISE, content_type="image/png"),
    }
    expected, said = read(small, "/light", "/heavy", "/private")
    assert expected.keys() == {"/light", "/heavy"}
    assert expected["/light"] < 100
    # A picture without a size counts like the other pictures.
    assert expected["/heavy"] - 2 * len(NOISE) < 200
    assert expected["/heavy"] > 2 * len(NOISE)
    assert len(said) == 1
    assert small.asked.count("/heavy") == small.asked.count("/light") == 1
    assert "/private" not in small.asked


def test_too_few_pages_that_can_be_read_are_no_expectation(small):
    small.answers |= {"/a": Answer(b"<p>a</p>"), "/b": Answer(status=500), "/robots.txt": Answer(status=404)}
    assert read(small, "/a", "/b")[0] is None


def test_links_that_lead_nowhere_or_to_another_page_are_no_pages(small):
    pages = {f"/{n}": Answer(b"<p>a</p>") for n in range(3)}
    small.answers |= pages | {"/old": Answer(status=301, headers={"Location": "/0"}), "/robots.txt": Answer(status=404)}
    assert read(small, *pages, "/old", "/gone")[0].keys() == pages.keys()
    assert read(small, "/0", "/gone", "/lost")[0] is None


def test_a_site_that_asks_for_long_gaps_is_not_read(small):
    small.answers |= {"/a": Answer(b"<p>a</p>"), "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 50")}
    expected, _ = read(small, *(f"/a?{n}" for n in range(20)))
    assert expected is None
    assert small.asked == ["/robots.txt"]


def test_pages_that_only_unread_pages_lead_to_are_known_before_the_draw(small, tmp_path):
    order = SampleOrder(seed=1, precision=0.05)
    scope = Scope(start_urls=(small.url("/"),), max_pages=500, sample=order)
    links = "".join(f'<a href="/list/{n}">{n}</a>' for n in range(130))
    small.answers |= {"/": Answer(f"<p>{links}".encode())}
    small.answers |= {f"/list/{n}": Answer(f'<a href="/item/{n}">item'.encode()) for n in range(130)}
    small.answers |= {
        f"/item/{n}": Answer(b"<a rel=nofollow href=/item/0>first</a><a href=/gone/1>") for n in range(130)
    }

    async def known_before_the_draw():
        frontier = Frontier(scope)
        for n in range(130):
            frontier.add(small.url(f"/list/{n}"), depth=1, source="link")
        async with open_client(Access(), USER_AGENT) as client:
            site = Site(client, obey_robots=True, delay_s=0.0)
            with Journal.create(tmp_path / "run", run_header(scope)) as journal:
                draw = Draw(order, frontier, journal, None, Forecasts(site, turns_of(site), lambda _said: None))
                await draw.look_ahead()
            await site.rules.close()
        return frontier, draw

    frontier, draw = asyncio.run(known_before_the_draw())
    assert {small.url(f"/item/{n}") for n in range(130)} <= set(frontier.unseen())
    assert frontier.known.places[small.url("/item/7")][0] == 2
    assert small.asked.count("/item/7") == 1
    assert small.url("/gone/1") in frontier.unseen()
    loaded = []
    while (entry := draw.next(busy=False)) is not None:
        loaded.append(entry[0])
        record = page(load(transfer(url=f"{entry[0]}?file", size=len(loaded)), url=entry[0]))
        draw.note(PageRecord(url=entry[0], depth=entry[1], loads=record.loads))
    assert small.url("/gone/1") not in loaded
    assert draw.sample(interrupted=False).known_pages == 261
