import pytest
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


def test_numbers_inside_names_are_generalised():
    pages = [f"{SITE}/tags/{tag}/page-{n}/" for tag in ("x", "y") for n in (2, 3, 10)]
    assert list(templates(pages)) == [f"{SITE}/tags/x/page-{{n}}/", f"{SITE}/tags/y/page-{{n}}/"]
    episodes = [
        f"{SITE}/podcast/episode-{n}-{title}" for n, title in enumerate(("le-numerique", "sobre", "2026-11-25"))
    ]
    assert list(templates(episodes)) == [
        f"{SITE}/podcast/episode-{{n}}-le-numerique",
        f"{SITE}/podcast/episode-{{n}}-sobre",
        f"{SITE}/podcast/episode-{{n}}-{{date}}",
    ]
    assert list(templates([f"{SITE}/h2o", f"{SITE}/co2"])) == [f"{SITE}/co2", f"{SITE}/h2o"]
    assert list(templates([f"{SITE}/spip.php?article{n}" for n in range(5)])) == [f"{SITE}/spip.php?article{{n}}"]


@pytest.mark.parametrize("slash", ["", "/"])
def test_more_than_a_few_items_of_one_list_are_a_family(slash):
    few = [f"{SITE}/tools/{name}{slash}" for name in "abc"]
    items = [f"{SITE}/guides/{name}{slash}" for name in ("a", "b", "c", "d")]
    sections = [f"{SITE}/{name}{slash}" for name in ("contact", "legal", "help", "about", "map")]
    deep = [f"{SITE}/topics/{topic}/{name}{slash}" for topic in "xyz" for name in "abcde"]
    assert sorted(templates([*few, *items, *sections, *deep])) == sorted(
        [
            *few,
            f"{SITE}/guides/{{any}}{slash}",
            *sections,
            *(f"{SITE}/topics/{topic}/{{any}}{slash}" for topic in "xyz"),
        ]
    )


def test_of_a_query_only_the_names_count():
    assert list(templates([f"{SITE}/s?q=1&p=2", f"{SITE}/s?p=9&q=3"])) == [f"{SITE}/s?p&q"]


def test_a_large_site_has_few_templates():
    pages = [f"{SITE}/{section}/article-{n}-x" for section in ("news", "help") for n in range(100_000)]
    assert {name: len(of) for name, of in templates(pages).items()} == {
        f"{SITE}/help/article-{{n}}-x": 100_000,
        f"{SITE}/news/article-{{n}}-x": 100_000,
    }


@unhurried
@given(urls, st.randoms(use_true_random=False))
def test_every_url_has_one_template_whatever_the_order(some, chance):
    found = templates(some)
    assert sorted(url for of in found.values() for url in of) == sorted(set(some))
    shuffled = [*some, *some]
    chance.shuffle(shuffled)
    assert templates(shuffled) == found
