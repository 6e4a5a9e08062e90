"""What pages are expected to weigh, read from a real server by delest's own client."""

import asyncio

import pytest

from delest.crawl.client import USER_AGENT, open_client
from delest.crawl.site.site import Site
from delest.pipeline.sampling.forecasts import Forecasts
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite

NOISE = bytes(range(256)) * 40


@pytest.fixture
def small():
    with SmallSite() as running:
        yield running


def read(small, *paths, delay_s=0.0):
    said = []

    async def go():
        async with open_client(Access(), USER_AGENT) as client:
            site = Site(client, obey_robots=True, delay_s=delay_s)

            async def turn(url):
                return await site.allows(url)

            forecasts = Forecasts(site, turn, said.append)
            urls = [small.url(path) for path in paths]
            await forecasts.read(urls)
            await forecasts.read(urls)
            expected = forecasts.expected_bytes(urls)
            await site.close()
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


def test_a_site_that_asks_for_long_gaps_is_not_read(small):
    small.answers |= {"/a": Answer(b"<p>a</p>"), "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 50")}
    expected, _ = read(small, *(f"/a?{n}" for n in range(20)))
    assert expected is None
    assert small.asked == ["/robots.txt"]
