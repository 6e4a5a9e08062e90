"""Documents that pages link to, in an audit of a small real site: asked for by request, once, beside every weight."""

import pytest
from msgspec.structs import replace

from delest.crawl.client import user_agent
from delest.records.runs.scope import Access
from delest.store.journal import Journal
from tests.browser.small_site import Answer, SmallSite, page
from tests.browser.test_pipeline import audit, order_for

pytestmark = pytest.mark.browser

PDF = "application/pdf"
LINKS = '<!doctype html><title>t</title><a href="/a.pdf">a</a><a href="/export" download>e</a><a href="/file">f</a>'


def test_documents_are_asked_for_once_and_weigh_nothing(tmp_path, browser_path):
    with SmallSite() as small:
        small.answers |= {
            "/": Answer(f'{LINKS}<a href="/x">x</a><a href="/private/b.zip">b</a>'.encode()),
            "/x": page("/a.pdf", "/gone.pdf", "http://localhost:1/elsewhere.pdf"),
            "/a.pdf": Answer(b"x" * 50_000, content_type=PDF),
            "/export": Answer(b"x" * 900_000, content_type="text/csv"),
            "/file": Answer(b"%PDF-1.7", content_type=PDF),
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /private"),
        }
        order = order_for(tmp_path / "run", browser_path, small.url(), use_sitemap=False, documents=10)
        contact = Access(contact="https://example.org/audit")
        order = replace(order, load=replace(order.load, access=contact))
        audited = audit(order)
        told = {
            each.url.removeprefix(small.url("")): (each.stated_bytes, str(each.reason or ""), each.pages)
            for each in audited.documents
        }
        assert told == {
            "/export": (900_000, "", 1),
            "/a.pdf": (50_000, "", 2),
            "/file": (8, "", 1),
            "/gone.pdf": (None, "http-error: 404", 1),
            "/private/b.zip": (None, "robots", 1),
        }
        assert [each.stated_bytes for each in audited.documents[:3]] == [900_000, 50_000, 8]
        assert audited.end.known_documents == 5
        assert audited.end.complete
        assert max(weight.cold.transferred_bytes.high for weight in audited.weights) < 10_000
        assert "/private/b.zip" not in small.asked

        agents = {headers["User-Agent"] for path, headers in small.headers if path in {"/", "/x"}}
        assert len(agents) == 1
        assert agents.pop().endswith(" (+https://example.org/audit)")
        own = {headers["User-Agent"] for path, headers in small.headers if path in {"/robots.txt", "/a.pdf"}}
        assert own == {user_agent("https://example.org/audit")}

        before = [path for path in small.asked if path in {"/a.pdf", "/export"}]
        again = audit(replace(order, resume=True))
        assert [path for path in small.asked if path in {"/a.pdf", "/export"}] == before
        assert {each.url: each.stated_bytes for each in again.documents} == {
            each.url: each.stated_bytes for each in audited.documents
        }
    with Journal.open(order.run) as journal:
        assert sum(1 for _ in journal.documents()) == 5
