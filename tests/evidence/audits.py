"""Saved audits of a small site, with the transfers that each criterion reads."""

from datetime import UTC, datetime

from delest.records.pages.document import Document
from delest.records.pages.load import CacheState, Kind, ServedFrom
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Scope
from delest.store.journal import Journal
from delest.traffic.given import traffic_of
from tests.page_loads import load, page, run_header, transfer

SITE = "https://www.example.gouv.fr"
DAY = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)


def own(path, size, kind, mime, **fields):
    """Return a response of the site: over HTTP/2, compressed where it is text, and kept for a year."""
    coding = "br" if mime.startswith("text/") or mime == "image/svg+xml" else ""
    fields = {"protocol": "h2", "content_encoding": coding, "cache_lifetime_s": 31e6} | fields
    body = {"encoded_body_bytes": size, "decoded_body_bytes": size * 3 if fields["content_encoding"] else size}
    return transfer(SITE + path, size, kind, mime_type=mime, **(body | fields))


def html(path, **fields):
    return own(path, 12_000, Kind.DOCUMENT, "text/html; charset=utf-8", **({"cache_lifetime_s": 0} | fields))


def good_page(path):
    """Return a page that meets what a measurement can decide."""
    url = SITE + path
    static = (
        own("/a.css", 9_000, Kind.STYLESHEET, "text/css"),
        own("/a.js", 20_000, Kind.SCRIPT, "text/javascript"),
        own("/hero.avif", 60_000, Kind.IMAGE, "image/avif"),
        own("/a.woff2", 40_000, Kind.FONT, "font/woff2"),
    )
    kept = tuple(transfer(each.url, 0, each.kind, served_from=ServedFrom.CACHE) for each in static)
    cold = load(html(path), *static, url=url, title="Good", before_scroll_bytes=141_000)
    warm = load(html(path), *kept, url=url, cache_state=CacheState.WARM)
    return page(cold, warm)


def bad_page(path):
    """Return a page that meets none of it."""
    url = SITE + path
    fonts = tuple(own(f"/f{n}.ttf", 150_000, Kind.FONT, "font/ttf") for n in range(3))
    static = (
        own("/a.js", 20_000, Kind.SCRIPT, "text/javascript", content_encoding="", protocol="http/1.1"),
        own("/hero.jpg", 900_000, Kind.IMAGE, "image/jpeg", cache_lifetime_s=None),
        transfer("https://files.example.gouv.fr/b.css", 2_000, Kind.STYLESHEET, mime_type="text/css", protocol="h2",
                 content_encoding="gzip", decoded_body_bytes=8_000, encoded_body_bytes=2_000),
        transfer("http://tracker.example.com/t.gif", 43, Kind.IMAGE, mime_type="image/gif", protocol="http/1.1"),
        transfer("https://tracker.example.com/t.js", 30_000, Kind.SCRIPT, mime_type="text/javascript", protocol="h2",
                 content_encoding="br", decoded_body_bytes=90_000, encoded_body_bytes=30_000),
    )  # fmt: skip
    cold = load(html(path), *static, *fonts, url=url, title='=HYPERLINK("http://x")', before_scroll_bytes=1_000)
    return page(cold, load(html(path), static[1], url=url, cache_state=CacheState.WARM))


def saved(run, *pages, views=2_000_000.0, documents=(), **fields):
    """Write a run to disk and return its directory."""
    scope = Scope(start_urls=(f"{SITE}/",), documents=fields.pop("documents_asked", 100))
    end = {"complete": fields.pop("complete", True), "sample": fields.pop("sample", None)}
    header = run_header(scope, id=run.name, started_at=DAY, **fields)
    with Journal.create(run, header) as journal:
        for each in pages:
            journal.add(each)
        for each in documents:
            journal.add_document(each)
        traffic, _ = traffic_of(views)
        journal.end(
            RunEnd(ended_at=DAY, known_pages=len(pages), traffic=traffic, known_documents=len(documents), **end)
        )
    return run


def document(path, size):
    return Document(url=SITE + path, final_url=SITE + path, family="text", stated_bytes=size, pages=1)
