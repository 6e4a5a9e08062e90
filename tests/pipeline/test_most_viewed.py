from pathlib import Path

from msgspec.structs import replace

from delest.crawl.frontier import Frontier
from delest.pipeline.auditing.upcoming.most_viewed import MostViewed
from delest.pipeline.order import Order
from delest.records.co2e.traffic import Export, Period, Row
from delest.records.pages.load import Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Scope
from tests.page_loads import load, run_header

HOME = "https://www.example.org/"
ROWS = (("/rare", 1), ("/often", 900), ("https://example.org/often?utm_source=x", 5), ("https://other.net/", 9_999),
        ("/private/x", 50), ("/some", 30), ("/r.pdf", 70))  # fmt: skip


def order_of(scope, rows=ROWS):
    export = Export(source="table", period=Period(days=365), rows=tuple(Row(page=p, views=n) for p, n in rows))
    return Order(header=run_header(scope), load=LoadOptions(), run=Path("run"), views=export)


def handed_out(scope, also=()):
    frontier = Frontier(scope)
    viewed = MostViewed(order_of(scope), frontier)
    for url in also:
        frontier.add(url, depth=1, source="link")
    return [entry[0] for entry in iter(viewed.next, None)]


def test_the_start_comes_first_then_the_most_viewed_then_the_others():
    scope = Scope(start_urls=(HOME,), exclude=("*/private/*",), max_pages=10)
    assert handed_out(scope, [f"{HOME}linked", f"{HOME}some"]) == [
        HOME, f"{HOME}often", f"{HOME}some", f"{HOME}rare", f"{HOME}linked"
    ]  # fmt: skip


def test_within_the_limit_of_pages():
    assert handed_out(Scope(start_urls=(HOME,), max_pages=2)) == [HOME, f"{HOME}often"]


def test_a_list_is_loaded_as_it_is():
    assert handed_out(Scope(start_urls=(HOME,), follow_links=False, max_pages=10)) == [HOME]


def test_a_page_that_is_gone_gives_its_place_to_another():
    scope = Scope(start_urls=(HOME,), max_pages=2)
    frontier = Frontier(scope)
    viewed = MostViewed(order_of(scope), frontier)
    assert [viewed.next()[0], viewed.next()[0], viewed.next()] == [HOME, f"{HOME}often", None]
    viewed.loaded(HOME, replace(load(url=HOME), status=404))
    assert viewed.next() is None
    viewed.loaded(f"{HOME}often", replace(load(url=f"{HOME}often", outcome=Outcome.HTTP_ERROR), status=404))
    assert viewed.next()[0] == f"{HOME}private/x"
