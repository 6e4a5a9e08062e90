import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.crawl.frontier import Frontier
from delest.crawl.query import tidied
from delest.records.runs.scope import QueryPolicy, Scope

HOME = "https://www.example.org/"
TIDY, KEEP, DROP = QueryPolicy.TIDY, QueryPolicy.KEEP, QueryPolicy.DROP


@pytest.mark.parametrize(
    ("url", "policy", "expected"),
    [
        ("a?utm_source=x&id=3&gclid=1", TIDY, "a?id=3"),
        ("a?PHPSESSID=abc", TIDY, "a"),
        ("a;jsessionid=F00.n1/b;v=2", TIDY, "a/b;v=2"),
        ("a?at_medium=mail&at_custom2=x&xtor=EPR-1&at_home=1", TIDY, "a?at_home=1"),
        ("a?pk_vid=1&piwik_campaign=2&matomo_kwd=3&pk_x=4&_hsenc=5&srsltid=6&osCsid=7", TIDY, "a?pk_x=4"),
        ("(S(lit3py55t21z5v55vlm25s55))/a.aspx?", TIDY, "a.aspx"),
        ("a_(b)/c?&&d=1&", TIDY, "a_(b)/c?d=1"),
        ("a?", TIDY, "a"),
        ("a?b&c=&utm=1&siding=2", TIDY, "a?b&c=&utm=1&siding=2"),
        ("a?utm_source=x&id=3", KEEP, "a?utm_source=x&id=3"),
        ("a?id=3", DROP, "a"),
    ],
)
def test_what_follows_the_visitor_is_dropped(url, policy, expected):
    assert tidied(HOME + url, policy) == HOME + expected


@given(st.text(st.sampled_from("ab=&?;/sid_utm"), max_size=40), st.sampled_from(QueryPolicy))
def test_idempotent(rest, policy):
    once = tidied(HOME + rest, policy)
    assert tidied(once, policy) == once


def frontier(**scope):
    return Frontier(Scope(start_urls=(HOME,), max_pages=100, **scope))


def test_a_page_under_two_sessions_is_one():
    front = frontier()
    assert front.add(HOME + "a?sid=1", depth=1, source="link")
    assert not front.add(HOME + "a?sid=2", depth=1, source="link")
    assert [front.next(), front.next(), front.next()] == [(HOME, 0), (HOME + "a", 1), None]
    assert not front.ended_at(HOME, HOME + "a?sid=3")


def test_a_start_url_is_asked_for_as_it_was_given():
    front = Frontier(Scope(start_urls=(HOME + "?utm_source=x",)))
    assert front.next() == (HOME + "?utm_source=x", 0)


def test_only_the_hosts_given_beside_that_of_the_start():
    front = frontier(hosts=("docs.example.org",))
    assert front.add("https://docs.example.org/a", depth=1, source="link")
    assert front.add(HOME + "a", depth=1, source="link")
    assert not front.add("https://old.example.org/a", depth=1, source="link")
    assert front.next() == (HOME, 0)


def test_a_closed_frontier_hands_out_nothing_and_says_what_remains():
    front = frontier()
    front.close()
    assert front.next() is None
    assert (front.closed, front.queue.remaining()) == (True, [HOME])
