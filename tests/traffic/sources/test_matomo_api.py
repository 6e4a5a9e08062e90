"""Matomo's Reporting API, played by a server on loopback that answers as its documentation and its sources say."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import RobotsBy, Unplaced
from delest.traffic.period import spans
from delest.traffic.sources import matomo_api
from delest.traffic.sources.matomo_api import Query, read

TODAY = date(2026, 11, 15)
TOKEN = "0123456789abcdef0123456789abcdef"
PAGES = [
    {"label": "/index", "nb_visits": 90, "nb_hits": 120, "entry_nb_visits": 60, "url": "https://www.example.org/"},
    {"label": "/aide", "nb_visits": 20, "nb_hits": 30, "entry_nb_visits": 10, "url": "https://www.example.org/aide"},
    {"label": "/aide/ - Others", "nb_visits": 40, "nb_hits": 50},
]
DOWNLOADS = [{"label": "/r.pdf", "nb_visits": 7, "nb_hits": 8, "url": "https://www.example.org/r.pdf"}]
ANSWERS = {
    "Actions.getPageUrls": PAGES,
    "Actions.getDownloads": DOWNLOADS,
    "Actions.get": {"nb_pageviews": 220, "nb_downloads": 8},
    "VisitFrequency.get": {"nb_visits_new": 75, "nb_visits_returning": 25},
}
WRONG_SITE = {"result": "error", "message": "An unexpected website was found in the request: id 99."}
CUT = json.dumps(PAGES).encode()[:-30]
REFUSED = {"result": "error", "message": f"You must be logged in, or the token_auth {TOKEN} is wrong."}


@contextmanager
def matomo(answers=ANSWERS, *, status=200, headers=None, raw=None, late_s=0.0):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = {key: values[0] for key, values in parse_qs(body).items()}
            asked.append((self.path, query))
            time.sleep(late_s)
            found = answers.get(query["method"], [])
            if isinstance(found, list):
                at = int(query.get("filter_offset", 0))
                found = found[at : at + int(query.get("filter_limit", 100))]
            content = raw if raw is not None else json.dumps(found).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(OSError):  # who asked did not wait
                self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/stats/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_months_are_asked_for_one_by_one_and_added_up():
    with matomo() as (url, asked):
        export = read(Query(url=url, site="3", period="last2", token=TOKEN), TODAY)
    assert (export.source, export.robots_by) == ("matomo-api", RobotsBy.TOOL)
    assert [(row.page, row.views, row.entries) for row in export.rows] == [
        ("https://www.example.org/", 240, 120),
        ("https://www.example.org/aide", 60, 20),
    ]
    assert [(row.page, row.views) for row in export.documents] == [("https://www.example.org/r.pdf", 16)]
    assert (export.period.first_day, export.period.last_day, export.period.days) == (
        date(2026, 9, 1),
        date(2026, 10, 31),
        61,
    )
    assert export.returning_share == 0.25
    assert {query["date"] for _, query in asked} == {"2026-09-01", "2026-10-01"}


def test_what_the_rows_lack_of_the_sites_page_views_is_unplaced():
    with matomo() as (url, _asked):
        export = read(Query(url=url, site="3", period="2026-10"), TODAY)
    assert export.stated_total == 220
    assert export.unplaced == (Unplaced(label="/aide/ - Others", views=50), Unplaced(label="-", views=20))


def test_the_token_goes_in_the_body_and_nowhere_else():
    with matomo() as (url, asked):
        export = read(Query(url=url, site="3", period="2026-10", token=TOKEN, segment="deviceType==mobile"), TODAY)
    assert {path for path, _ in asked} == {"/stats/index.php"}
    assert all(query["token_auth"] == TOKEN and query["segment"] == "deviceType==mobile" for _, query in asked)
    assert TOKEN not in repr(export)


def test_long_reports_are_read_page_by_page(monkeypatch):
    monkeypatch.setattr(matomo_api, "_ROWS", 4)
    rows = [{"label": f"/{n}", "nb_hits": 1, "url": f"https://www.example.org/{n}"} for n in range(11)]
    with matomo({**ANSWERS, "Actions.getPageUrls": rows}) as (url, asked):
        export = read(Query(url=url, site="3", period="2026-10"), TODAY)
    assert len(export.rows) == 11
    offsets = [query["filter_offset"] for _, query in asked if query["method"] == "Actions.getPageUrls"]
    assert offsets == ["0", "4", "8"]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"answers": dict.fromkeys(ANSWERS, REFUSED)}, "Matomo refuses: You must be logged in"),
        ({"answers": dict.fromkeys(ANSWERS, WRONG_SITE)}, "Matomo refuses: An unexpected website"),
        ({"raw": b"<!doctype html><title>Welcome</title>"}, "is this a Matomo"),
        ({"raw": CUT}, "its answer to Actions.getPageUrls was cut off"),
        ({"status": 500}, "HTTP 500"),
        ({"status": 401}, "HTTP 401"),
        ({"status": 429}, "HTTP 429"),
        ({"status": 503}, "HTTP 503"),
        ({"status": 301, "headers": {"Location": "https://elsewhere.example/"}}, "redirects to https://elsewhere"),
        ({"answers": {}}, "no page views from 2026-10-01 to 2026-10-31"),
    ],
)
def test_what_goes_wrong_is_said_without_the_token(how, says):
    with matomo(**how) as (url, _asked), pytest.raises(InputError, match=says) as raised:
        read(Query(url=url, site="3", period="2026-10", token=TOKEN), TODAY)
    assert raised.value.remedy
    assert TOKEN not in str(raised.value)


def test_a_matomo_that_does_not_answer_in_time(monkeypatch):
    monkeypatch.setattr(matomo_api, "_TIMEOUT_S", 0.2)
    with matomo(late_s=1.0) as (url, _asked), pytest.raises(InputError, match="cannot be reached: timed out"):
        read(Query(url=url, site="3", period="2026-10", token=TOKEN), TODAY)


def test_what_a_matomo_does_not_tell_beside_its_pages_is_not_known():
    off = {"result": "error", "message": "The plugin VisitFrequency is not enabled."}
    with matomo({**ANSWERS, "Actions.get": [], "VisitFrequency.get": off}) as (url, _asked):
        export = read(Query(url=url, site="3", period="2026-10"), TODAY)
    assert (export.stated_total, export.returning_share) == (None, None)
    assert len(export.rows) == 2


def test_a_matomo_that_cannot_be_reached():
    with matomo() as (url, _asked):
        pass
    with pytest.raises(InputError, match="cannot be reached"):
        read(Query(url=url, site="3", period="2026-10"), TODAY)


@pytest.mark.parametrize("url", ["http://stats.example.org/", "https://me:secret@stats.example.org/", "https://h/?t=1"])
def test_addresses_that_would_show_the_token(url):
    with pytest.raises(InputError) as raised:
        read(Query(url=url, site="3"), TODAY)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("last12", date(2025, 11, 1), date(2026, 10, 31), 12),
        ("last1", date(2026, 10, 1), date(2026, 10, 31), 1),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), 12),
        ("2026", date(2026, 1, 1), date(2026, 10, 31), 10),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), 1),
        ("2026-01-05,2026-03-10", date(2026, 1, 5), date(2026, 3, 10), 1),
    ],
)
def test_periods_are_whole_months_that_are_over(text, first, last, months):
    found = spans(text, TODAY)
    assert (found[0].first, found[-1].last, len(found)) == (first, last, months)


@pytest.mark.parametrize("text", ["", "last0", "yesterday", "2026-11", "2027", "2026-03-10,2026-01-05", "last12months"])
def test_what_is_no_period_that_is_over(text):
    with pytest.raises(InputError, match="not a period that is over"):
        spans(text, TODAY)
