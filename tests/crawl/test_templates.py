from hypothesis import given
from hypothesis import strategies as st

from delest.crawl.templates import DISTINCT_LIMIT, templates
from tests.page_loads import unhurried

SITE = "https://example.org"
segments = st.text("ab1-", max_size=4)
urls = st.lists(
    st.builds(
        lambda path, query: f"{SITE}/{'/'.join(path)}{query}",
        st.lists(segments, max_size=4),
        st.sampled_from(["", "?a=1", "?b=2&a=3"]),
    ),
    max_size=60,
)


def test_numbers_dates_and_ids_are_generalised_wherever_they_stand():
    assert list(templates([f"{SITE}/a/12", f"{SITE}/a/7"])) == [f"{SITE}/a/{{n}}"]
    assert list(templates([f"{SITE}/2026-11-25/a.html", f"{SITE}/2025-01/a.html"])) == [f"{SITE}/{{date}}/a.html"]
    assert list(templates([f"{SITE}/x/123e4567-e89b-12d3-a456-426614174000"])) == [f"{SITE}/x/{{id}}"]


def test_a_place_with_many_names_is_a_family_and_one_with_few_is_not():
    few = [f"{SITE}/{'abc'[n]}" for n in range(3)]
    many = [f"{SITE}/news/title-{'x' * n}" for n in range(DISTINCT_LIMIT + 1)]
    assert templates([*few, *many]) == {url: (url,) for url in few} | {f"{SITE}/news/{{any}}": tuple(sorted(many))}


def test_of_a_query_only_the_names_count():
    assert list(templates([f"{SITE}/s?q=1&p=2", f"{SITE}/s?p=9&q=3"])) == [f"{SITE}/s?p&q"]


def test_a_large_site_has_few_templates():
    pages = [f"{SITE}/{section}/article-{n}-x" for section in ("news", "help") for n in range(100_000)]
    assert {name: len(of) for name, of in templates(pages).items()} == {
        f"{SITE}/help/{{any}}": 100_000,
        f"{SITE}/news/{{any}}": 100_000,
    }


@unhurried
@given(urls, st.randoms(use_true_random=False))
def test_every_url_has_one_template_whatever_the_order(some, chance):
    found = templates(some)
    assert sorted(url for of in found.values() for url in of) == sorted(set(some))
    shuffled = [*some, *some]
    chance.shuffle(shuffled)
    assert templates(shuffled) == found
