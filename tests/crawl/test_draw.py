from collections import Counter

from delest.crawl.draw import drawn

URLS = [f"https://example.org/{n}" for n in range(40)]


def test_a_seed_draws_the_same_whatever_the_order():
    assert drawn(URLS, 5, 1) == drawn(URLS[::-1], 5, 1)
    assert drawn(URLS, 5, 1) != drawn(URLS, 5, 2)


def test_what_was_drawn_before_leaves_the_rest_of_the_order():
    first = drawn(URLS, 5, 7)
    assert drawn(set(URLS) - set(first), 5, 7) == drawn(URLS, 10, 7)[5:]


def test_over_many_seeds_each_url_is_drawn_as_often():
    seen = Counter(url for seed in range(2000) for url in drawn(URLS, 4, seed))
    assert set(seen) == set(URLS)
    assert 140 < min(seen.values()) <= max(seen.values()) < 265  # 200 expected, 13.4 its standard deviation


def test_no_more_than_there_are():
    assert sorted(drawn(URLS, 100, 3)) == sorted(URLS)
