import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.crawl.pages.outline import DEPTH, LINKS_LIMIT, NAME_LIMIT, outline
from delest.crawl.traps import URL_LENGTH_LIMIT
from tests.page_loads import unhurried

HERE = "https://www.example.org/a/"


def built(body):
    return outline(f"<!doctype html><html><head><title>t</title></head><body>{body}</body></html>", HERE)


def test_text_classes_and_numbers_make_no_other_structure():
    one = built('<main class="a"><article><p>one</p></article></main>')
    more = built('<main class="b" id="x"><article><p>two</p><p>three</p></article><article><p>4</p></article></main>')
    assert one.structure == more.structure != ""


@pytest.mark.parametrize("other", ["<main><section></section></main>", "<aside></aside>", ""])
def test_other_elements_in_other_places_make_another(other):
    assert built("<main><article></article></main>").structure != built(other).structure


def test_what_lies_deep_is_the_content_of_one_page():
    deep = "<div>" * DEPTH
    assert built(f"{deep}<table></table>").structure == built(f"{deep}<video></video>").structure


def test_scripts_and_what_they_leave_behind_are_no_structure():
    assert built("<main></main>").structure == built("<main></main><script>1</script><iframe></iframe>").structure


def test_links_have_the_names_that_a_reader_sees_or_hears():
    links = built(
        '<a href="/contact"> Nous <b>contacter</b></a><a href="../help" aria-label="Aide"><img></a><a href="/x"></a>'
        f'<a href="/long">{"word " * NAME_LIMIT}</a><a href="mailto:a@b">mail</a>'
    ).links
    assert links == (
        ("https://www.example.org/contact", "Nous contacter"),
        ("https://www.example.org/help", "Aide"),
    )


def test_an_endless_page_has_an_end():
    page = built("<div>" * 200_000 + "<a href=/a>b</a>" * (LINKS_LIMIT + 10))
    assert len(page.links) <= LINKS_LIMIT
    assert page.structure


def test_what_is_too_long_is_not_written_before_each_link():
    base = f"<base href='/{'x' * 100_000}/'>"
    page = built(base + "<a href=help>help</a>" * 100 + f"<a href='/{'y' * URL_LENGTH_LIMIT}'>long</a>")
    assert {url for url, _ in page.links} == {"https://www.example.org/a/help"}


@unhurried
@given(st.text(alphabet="<>/abdiv p='\"!-\x00\ud800"))
def test_no_markup_is_too_broken(markup):
    assert isinstance(outline(markup, HERE).structure, str)
