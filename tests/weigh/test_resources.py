import pytest

from delest.records.pages.load import Kind, Outcome, ServedFrom
from delest.weigh import resources as resources_module
from delest.weigh.resources import SiteResources, page_resources
from tests.page_loads import HOME, load, transfer

CSS = "https://static.example.gouv.fr/a.css"
LIB = "https://cdn.example.net/lib.js"


def test_a_resource_is_a_url_without_fragment_with_its_query():
    found = page_resources(
        [
            load(
                transfer(f"{CSS}#one", 10, Kind.STYLESHEET),
                transfer(f"{CSS}#two", 30, Kind.STYLESHEET),
                transfer(f"{CSS}?v=2", 25, Kind.STYLESHEET),
                transfer(LIB, 99, Kind.SCRIPT, served_from=ServedFrom.CACHE),
            )
        ]
    )
    assert [(r.url, r.transferred_bytes, r.first_party, r.pages) for r in found] == [
        (CSS, 40, True, 1),
        (f"{CSS}?v=2", 25, True, 1),
    ]


def test_a_page_without_an_ok_load_has_none():
    assert page_resources([load(transfer(), outcome=Outcome.BLOCKED)]) == ()


def test_bytes_that_could_not_be_attributed_are_named_as_such():
    (found,) = page_resources([load(transfer("about:unattributed", 70, Kind.OTHER))])
    assert (found.url, found.transferred_bytes) == ("about:unattributed", 70)


def over(*loads):
    site = SiteResources()
    for each in loads:
        site.add(page_resources([each]))
    return site


def test_the_site_ranks_by_the_sum_over_pages_and_shows_the_largest_seen():
    site = over(
        load(transfer(LIB, 60, Kind.SCRIPT), transfer(CSS, 100, Kind.STYLESHEET), url=HOME),
        load(transfer(LIB, 61, Kind.SCRIPT), url=f"{HOME}b"),
        load(transfer(f"{HOME}c.png", 5), url=f"{HOME}c"),
    )
    lib, css = site.heaviest(2)
    assert (lib.url, lib.transferred_bytes, lib.pages, lib.first_party) == (LIB, 61, 2, False)
    assert (css.url, css.transferred_bytes, css.pages, css.first_party) == (CSS, 100, 1, True)


@pytest.mark.parametrize("pages", [50, 500])
def test_a_site_of_endless_resources_keeps_the_heaviest_and_no_more_than_it_may(monkeypatch, pages):
    monkeypatch.setattr(resources_module, "MOST_RESOURCES", 100)
    own = ([transfer(f"{HOME}{n}/{at}.png", 10 + at) for at in range(8)] for n in range(pages))
    site = over(*(load(transfer(LIB, 5, Kind.SCRIPT), *some, url=f"{HOME}{n}") for n, some in enumerate(own)))
    (first,) = site.heaviest(1)
    assert (first.url, first.pages, first.transferred_bytes) == (LIB, pages, 5)
    assert len(site.heaviest(1000)) <= 100
