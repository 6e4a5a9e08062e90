import asyncio
import gzip
import threading

import pytest

from delest.crawl.client import USER_AGENT, open_client
from delest.crawl.site import sitemap
from delest.crawl.site.sitemap import FILES_LIMIT, SitemapFindings, sitemap_urls
from delest.records.runs.scope import Access


def urlset(*urls: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>".encode()


def index(*urls: str) -> bytes:
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{u}</loc></sitemap>' for u in urls)}</sitemapindex>".encode()


def search(site, *seeds: str) -> SitemapFindings:
    async def run() -> SitemapFindings:
        async with open_client(Access(), USER_AGENT) as client:
            return await sitemap_urls(client, seeds, usual=f"{site.origin}/sitemap.xml")

    return asyncio.run(run())


def test_index_packed_and_plain_sitemaps_in_order(site, answer) -> None:
    o = site.origin
    site.answers["/i.xml"] = answer(index(f"{o}/a.xml.gz", f"{o}/b.txt", f"{o}/a.xml.gz", f"{o}/i.xml"))
    site.answers["/a.xml.gz"] = answer(gzip.compress(urlset(f"{o}/1", f"{o}/2")))
    site.answers["/b.txt"] = answer(f"{o}/2\n{o}/3\n".encode())
    assert search(site, f"{o}/i.xml") == SitemapFindings((f"{o}/1", f"{o}/2", f"{o}/3"), ())
    assert [path for path, _ in site.asked] == ["/i.xml", "/a.xml.gz", "/b.txt"]


def test_sitemap_packed_twice_by_a_server(site, answer) -> None:
    body = gzip.compress(gzip.compress(urlset(f"{site.origin}/1")))
    site.answers["/a.xml.gz"] = answer(body, headers={"Content-Encoding": "gzip"})
    assert search(site, f"{site.origin}/a.xml.gz").urls == (f"{site.origin}/1",)


def test_the_usual_place_is_tried_when_none_is_named(site, answer) -> None:
    site.answers["/sitemap.xml"] = answer(urlset(f"{site.origin}/1"))
    assert search(site).urls == (f"{site.origin}/1",)


@pytest.mark.parametrize("body", [None, b"<!doctype html><p>Sorry, not found"])
def test_nothing_at_the_usual_place_is_silent(site, answer, body: bytes | None) -> None:
    if body is not None:
        site.answers["/sitemap.xml"] = answer(body)
    assert search(site) == SitemapFindings()
    assert [path for path, _ in site.asked] == ["/sitemap.xml"]


def test_a_named_sitemap_that_is_missing_is_a_warning_and_the_others_count(site, answer) -> None:
    site.answers["/b.xml"] = answer(urlset(f"{site.origin}/1"))
    found = search(site, f"{site.origin}/a.xml", f"{site.origin}/b.xml")
    assert found.urls == (f"{site.origin}/1",)
    assert list(map(str, found.warnings)) == [f"{site.origin}/a.xml: http-error: 404"]


def test_an_index_cannot_send_us_to_a_stranger(site, stranger, answer) -> None:
    away = stranger.origin.replace("127.0.0.1", "localhost")
    site.answers["/i.xml"] = answer(index(f"{away}/a.xml"))
    assert search(site, f"{site.origin}/i.xml").urls == ()
    assert stranger.asked == []


def test_endless_indexes_end(site, answer) -> None:
    for level in range(10):
        site.answers[f"/{level}"] = answer(index(f"{site.origin}/{level + 1}"))
    search(site, f"{site.origin}/0")
    assert [path for path, _ in site.asked] == ["/0", "/1", "/2"]


def test_number_of_files_is_bounded(site, answer) -> None:
    children = [f"{site.origin}/{n}" for n in range(FILES_LIMIT + 50)]
    site.answers["/i.xml"] = answer(index(*children))
    found = search(site, f"{site.origin}/i.xml")
    assert len(site.asked) == FILES_LIMIT
    assert len(found.warnings) == sitemap.WARNINGS_LIMIT


def test_number_of_urls_is_bounded(site, answer, monkeypatch) -> None:
    monkeypatch.setattr(sitemap, "URLS_LIMIT", 3)
    for name in ("/a", "/b", "/c"):
        site.answers[name] = answer(urlset(*(f"{site.origin}{name}{n}" for n in range(2))))
    found = search(site, *(f"{site.origin}{name}" for name in ("/a", "/b", "/c")))
    assert [url.removeprefix(site.origin) for url in found.urls] == ["/a0", "/a1", "/b0"]
    assert tuple(map(str, found.warnings)) == ("sitemaps: stopped (files: 2, URLs: 3)",)


def test_a_slow_site_keeps_what_came_before(site, answer, monkeypatch) -> None:
    monkeypatch.setattr(sitemap, "SEARCH_LIMIT_S", 0.5)
    release = threading.Event()
    site.answers["/a"] = answer(urlset(f"{site.origin}/1"))
    site.answers["/b"] = answer(urlset(f"{site.origin}/2"), hold=release)
    found = search(site, f"{site.origin}/a", f"{site.origin}/b")
    release.set()
    assert found.urls == (f"{site.origin}/1",)
    assert list(map(str, found.warnings)) == ["sitemaps: stopped after 0.5 s"]
