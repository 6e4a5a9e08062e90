import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delest.crawl import frontier, queue, reach
from delest.crawl.frontier import Frontier
from delest.crawl.traps import QUERY_VARIANTS_LIMIT
from delest.records.runs.scope import Scope

HOME = "https://www.example.org/"


def start(**scope) -> Frontier:
    return Frontier(Scope(**({"start_urls": (HOME,), "max_pages": 1000} | scope)))


def drain(front: Frontier) -> list[str]:
    urls = []
    while (page := front.next()) is not None:
        urls.append(page[0])
    return urls


def test_start_urls_come_first_then_by_depth_links_before_sitemap() -> None:
    front = start(start_urls=(HOME, HOME + "fr/"))
    front.add(HOME + "deep", depth=2, source="link")
    front.add(HOME + "listed", depth=1, source="sitemap")
    front.add(HOME + "b", depth=1, source="link")
    front.add(HOME + "a", depth=1, source="link")
    assert drain(front) == [HOME, *(HOME + p for p in ("fr/", "b", "a", "listed", "deep"))]


def test_depth_is_handed_out_with_the_url() -> None:
    front = start()
    front.add(HOME + "a", depth=1, source="link")
    assert [front.next(), front.next(), front.next()] == [(HOME, 0), (HOME + "a", 1), None]


def test_a_url_heard_of_again_nearer_moves_forward_and_stays_one() -> None:
    front = start()
    assert front.add(HOME + "far", depth=3, source="link")
    assert front.add(HOME + "listed", depth=1, source="sitemap")
    assert not front.add(HOME + "far", depth=1, source="link")
    assert len(front.known.places) == 3
    assert drain(front) == [HOME, HOME + "far", HOME + "listed"]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://example.org/a", True),
        ("http://www.example.org:8080/a", True),
        ("https://docs.example.org/a", False),
        ("https://example.com/a", False),
        ("https://example.org.evil.net/", False),
        ("https://notexample.org/", False),
    ],
)
def test_the_site_is_the_start_host_with_and_without_www(url: str, wanted) -> None:
    assert start().add(url, depth=1, source="link") is wanted


def test_public_suffix_is_not_a_site() -> None:
    front = start(start_urls=("https://www.impots.gouv.fr/",))
    assert not front.add("https://cfspart.impots.gouv.fr/", depth=1, source="link")
    assert not front.add("https://cfspart.impots.gouv.fr/a", depth=1, source="link")
    assert not front.add("https://cfspart.impots.gouv.fr/a", depth=2, source="link")
    assert not front.add("https://www.education.gouv.fr/", depth=1, source="link")
    assert front.reach.other_hosts == {"cfspart.impots.gouv.fr": 2}


@pytest.mark.parametrize(
    ("given", "url", "wanted"),
    [
        ("docs.example.org", "https://docs.example.org/a", True),
        ("docs.example.org", "https://www.docs.example.org/a", True),
        ("docs.example.org", "https://www.example.org/a", True),
        ("docs.example.org", "https://old.example.org/a", False),
        ("*.example.org", "https://a.b.example.org/", True),
        ("*.example.org", "https://example.org/", True),
        ("*.example.org", "https://notexample.org/", False),
    ],
)
def test_a_host_that_is_named_comes_beside_that_of_the_start(given, url: str, wanted) -> None:
    assert start(hosts=(given,)).add(url, depth=1, source="link") is wanted


def test_where_a_start_leads_is_the_site_too() -> None:
    front = start()
    front.reach.starts_at("https://home.example.org/")
    assert front.add("https://home.example.org/a", depth=1, source="link")
    assert front.add("https://www.example.org/a", depth=1, source="link")


def test_counting_other_hosts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "_LINKS_COUNTED", 30)
    front = start()
    for number in range(100):
        front.add(f"https://h{number}.example.org/", depth=1, source="link")
    assert len(front.reach.other_hosts) == 30
    monkeypatch.setattr(reach, "_LINKS_COUNTED", 1000)
    for number in range(100):
        front.add(f"https://x{number}.example.org/", depth=1, source="link")
    assert len(front.reach.other_hosts) == reach.HOSTS_LISTED


@pytest.mark.parametrize(
    ("include", "exclude", "url", "wanted"),
    [
        (("*/blog/*",), (), "https://www.example.org/blog/x", True),
        (("*/blog/*",), (), "https://www.example.org/shop/x", False),
        (("*/blog/*", "*/shop/*"), (), "https://www.example.org/shop/x", True),
        ((), ("*?print=*",), "https://www.example.org/a?print=1", False),
        ((), ("*?print=*",), "https://www.example.org/axprint=1", True),
        (("*/blog/*",), ("*/old",), "https://www.example.org/blog/old", False),
        (("*[a]*",), (), "https://www.example.org/a", False),
        (("/blog/",), (), "https://www.example.org/blog/", False),
        (("*/actualités/*",), (), "https://www.example.org/actualit%C3%A9s/1", True),
    ],
)
def test_patterns_hold_for_the_whole_url(include, exclude, url: str, wanted) -> None:
    assert start(include=include, exclude=exclude).add(url, depth=1, source="link") is wanted


def test_patterns_do_not_run_away_on_a_hostile_url() -> None:
    front = start(include=("*a*a*a*a*a*a*a*a*a*b",))
    assert not front.add(HOME + "a" * 1900, depth=1, source="link")


def test_start_url_is_in_scope_whatever_patterns_and_ending_say() -> None:
    front = start(start_urls=(HOME + "report.pdf",), include=("*/blog/*",))
    assert front.next() == (HOME + "report.pdf", 0)


def test_depth_limit() -> None:
    front = start(depth=1)
    assert front.add(HOME + "a", depth=1, source="link")
    assert not front.add(HOME + "b", depth=2, source="link")
    assert front.add(HOME + "b", depth=1, source="link")


def test_without_following_only_the_start_urls_are_handed_out() -> None:
    front = start(start_urls=(HOME, HOME + "b"), follow_links=False)
    assert not front.add(HOME + "c", depth=1, source="link")
    assert drain(front) == [HOME, HOME + "b"]


def test_never_more_than_the_page_limit_and_the_rest_is_named() -> None:
    front = start(max_pages=2)
    for name in "abc":
        front.add(HOME + name, depth=1, source="link")
    assert drain(front) == [HOME, HOME + "a"]
    assert front.queue.remaining() == [HOME + "b", HOME + "c"]
    assert len(front.known.places) == 4


def test_remaining_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "REMAINING_LIMIT", 3)
    front = start(max_pages=1)
    for number in range(10):
        front.add(f"{HOME}{number}", depth=1, source="link")
    front.next()
    assert front.queue.remaining() == [f"{HOME}{number}" for number in range(3)]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier, "KNOWN_LIMIT", 5)
    front = start()
    added = [front.add(f"{HOME}{number}", depth=1, source="link") for number in range(10)]
    assert added == [True] * 4 + [False] * 6
    assert len(front.known.places) == 5
    assert front.traps.not_kept == {"addresses": 6}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("rapport.pdf", False),
        ("RAPPORT.PDF", False),
        ("rapport.pdf?v=2", False),
        ("feed.xml", False),
        ("photo.jpeg", False),
        ("pdf", True),
        ("guide.pdf/", False),
        ("a.pdf/lire", True),
        ("page.html", True),
        ("index.php?file=a.pdf", True),
        ("v1.2", True),
        ("wiki/File:map.png", True),
        ("wiki/Fichier%3ACarte_de_Paris.pdf", True),
        ("index.php/%D0%A4%D0%B0%D0%B9%D0%BB:a.jpg", True),
        ("lib/exe/detail.php/wiki/logo.png?id=start", True),
        ("lib/exe/fetch.php/wiki:logo.png", False),
        ("wiki/Special:FilePath/map.png", False),
        ("media/map:large.png", False),
    ],
)
def test_a_link_to_a_document_is_no_page(path: str, wanted) -> None:
    assert start().add("https://www.example.org/" + path, depth=1, source="link") is wanted


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("2024/01/01/title", True),
        ("a/b/" * 4, False),
        ("/".join(map(str, range(20))), True),
        ("/".join(map(str, range(21))), False),
        ("x" * 2000, True),
        ("x" * 2049, False),
    ],
)
def test_endless_paths_are_not_followed(path: str, wanted) -> None:
    assert start().add(HOME + path, depth=1, source="link") is wanted


def test_endless_query_strings_of_one_path_are_not_followed() -> None:
    front = start()
    added = [front.add(f"{HOME}calendar?month={n}", depth=1, source="link") for n in range(1500)]
    assert added.count(True) == QUERY_VARIANTS_LIMIT
    assert front.add(HOME + "other?month=1", depth=1, source="link")
    assert front.traps.not_kept == {"query-variants": 1500 - QUERY_VARIANTS_LIMIT}


@pytest.mark.parametrize("path", ["spip.php?article{n}", "a/" * 30 + "{n}", "x/x/x/x/x/{n}"])
def test_what_the_sites_own_sitemap_lists_is_not_a_trap(path) -> None:
    front = start()
    for source in ("link", "sitemap"):
        for n in range(1, 1301):
            front.add(HOME + path.format(n=n), depth=1, source=source)
    assert len(front.known.places) == 1301
    assert not front.traps.not_kept


def test_links_beyond_those_kept_of_a_page_are_counted_once_and_only_in_scope() -> None:
    front = start()
    front.add(HOME + "a", depth=1, source="link")
    for _ in range(2):
        front.beyond([HOME + "a", HOME + "b", HOME + "c.pdf", "https://elsewhere.net/"], depth=1)
    assert front.traps.not_kept == {"links-of-a-page": 1}
    front.add(HOME + "b", depth=2, source="sitemap")
    assert not front.traps.not_kept


def test_after_some_in_a_row_that_say_the_same_their_pattern_comes_last() -> None:
    front = start()
    for n in range(1, 11):
        front.add(f"{HOME}calendar?day={n}", depth=1, source="link")
    front.add(HOME + "deep", depth=4, source="link")
    urls = []
    while (page := front.next()) is not None:
        urls.append(page[0])
        front.queue.went(page[0], counted="calendar" not in page[0])
    assert urls.index(HOME + "deep") == 1 + queue.IN_A_ROW
    assert len(urls) == len(front.known.places) == 12


def test_a_page_of_its_own_begins_the_row_again() -> None:
    front = start()
    for n in range(1, 41):
        front.add(f"{HOME}articles/{n}", depth=1, source="link")
    front.add(HOME + "deep", depth=4, source="link")
    urls = []
    while (page := front.next()) is not None:
        urls.append(page[0])
        front.queue.went(page[0], counted=len(urls) % 3 == 0)
    assert urls[-1] == HOME + "deep"


def test_a_view_of_an_application_is_a_page() -> None:
    front = start(query="tidy")
    assert front.add(HOME + "?utm_source=a#/maps", depth=1, source="link")
    assert not front.add(HOME + "#/maps", depth=1, source="link")
    assert front.add(HOME + "#/report.pdf", depth=1, source="link")
    assert drain(front) == [HOME, HOME + "#/maps", HOME + "#/report.pdf"]


def test_a_page_reached_by_redirect_is_not_handed_out_again() -> None:
    front = start(start_urls=("http://example.org/",))
    front.add(HOME, depth=1, source="link")
    assert front.next() == ("http://example.org/", 0)
    assert front.ended_at("http://example.org/", HOME)
    assert front.next() is None
    assert front.queue.remaining() == []


def test_a_redirect_to_a_page_that_was_handed_out_is_not_new() -> None:
    front = start()
    front.add(HOME + "old", depth=1, source="link")
    assert front.next() == (HOME, 0)
    assert front.ended_at(HOME, HOME)
    assert front.next() == (HOME + "old", 1)
    assert not front.ended_at(HOME + "old", HOME)


def test_a_page_given_back_makes_room_for_the_next_and_is_not_named_again() -> None:
    front = start(max_pages=1)
    front.add(HOME + "a", depth=1, source="link")
    front.add(HOME + "b", depth=1, source="link")
    assert front.next() == (HOME, 0)
    assert front.waiting == 0
    front.give_back()
    assert front.waiting == 1
    assert front.next() == (HOME + "a", 1)
    assert front.next() is None
    assert front.queue.remaining() == [HOME + "b"]


names = st.sampled_from([f"{HOME}{name}" for name in "abcdefgh"] + ["https://elsewhere.net/", HOME + "x.pdf"])
heard = st.lists(st.tuples(names, st.integers(1, 4), st.sampled_from(["link", "sitemap"])), max_size=40)


@settings(deadline=None)
@given(heard, st.integers(1, 12))
def test_each_page_once_nearest_first_and_no_more_than_asked(found, max_pages: int) -> None:
    front = start(max_pages=max_pages, depth=3)
    for url, depth, source in found:
        front.add(url, depth=depth, source=source)
    pages = []
    while (page := front.next()) is not None:
        pages.append(page)
    urls = [url for url, _ in pages]
    assert len(set(urls)) == len(urls) <= max_pages
    assert [depth for _, depth in pages] == sorted(depth for _, depth in pages)
    assert len(urls) + len(front.queue.remaining()) == len(front.known.places)
    assert not set(urls) & set(front.queue.remaining())
    for url, depth in pages[1:]:
        assert depth == min(d for u, d, _ in found if u == url)


@settings(deadline=None)
@given(heard)
def test_hearing_everything_twice_changes_nothing(found) -> None:
    once, twice = start(), start()
    for url, depth, source in found:
        once.add(url, depth=depth, source=source)
        twice.add(url, depth=depth, source=source)
        assert not twice.add(url, depth=depth, source=source)
    assert once.known.places == twice.known.places
    assert drain(once) == drain(twice)


@settings(deadline=None)
@given(heard, st.lists(names, max_size=4), st.integers(1, 12))
def test_as_many_wait_as_will_be_handed_out(found, reached, max_pages: int) -> None:
    front = start(max_pages=max_pages)
    for final_url in reached:
        front.ended_at(HOME, final_url)
    for url, depth, source in found:
        front.add(url, depth=depth, source=source)
    for final_url in reached[:1]:
        front.ended_at(HOME, final_url)
    assert front.waiting == len(drain(front))
    assert front.waiting == 0


@settings(deadline=None)
@given(heard, st.integers(0, 10))
def test_what_was_handed_out_stays_handed_out(found, before: int) -> None:
    front = start()
    urls = []
    for number, (url, depth, source) in enumerate(found):
        front.add(url, depth=depth, source=source)
        if number >= before and (page := front.next()) is not None:
            urls.append(page[0])
    urls += drain(front)
    assert len(set(urls)) == len(urls) == len(front.known.places)


def test_the_frontier_loads_no_http_client_and_no_parser() -> None:
    code = (
        "import sys, delest.crawl.frontier, delest.crawl.pages.links; print({'httpx','lxml','bs4'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
