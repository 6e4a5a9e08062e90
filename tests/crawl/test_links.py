import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delest.crawl.pages import html_events, links
from delest.crawl.pages.links import page_links as links_of
from delest.crawl.traps import URL_LENGTH_LIMIT
from delest.records.pages.load import PagePart
from delest.urls import normalise

PAGE = "https://example.org/dir/page"


def page_links(html: str, url: str) -> tuple[str, ...]:
    return links_of(html, url).pages


def test_files_are_told_from_pages_by_name_or_because_the_link_says_download() -> None:
    html = """<a href="/plan.PDF?v=2">p</a> <a href="/export" download>e</a> <a href="film.mp4">f</a> <a href="a">a</a>
      <map><area href="/map.jpg"></map> <a href="/style.css">s</a> <a href="/plan.PDF?v=2" download>again</a>"""
    assert (links_of(html, PAGE).pages, links_of(html, PAGE).documents) == (
        ("https://example.org/dir/a",),
        (
            "https://example.org/plan.PDF?v=2",
            "https://example.org/export",
            "https://example.org/dir/film.mp4",
            "https://example.org/map.jpg",
        ),
    )


def test_links_in_the_order_of_the_document_each_once_and_normalised() -> None:
    html = """<html><body>
      <a href="b">b</a> <map><area href="/a"></map> <a href="B/../b#part">again</a>
      <a href=" HTTPS://Example.ORG:443/c?x=1&amp;y=2 ">c</a>
    </body></html>"""
    assert page_links(html, PAGE) == (
        "https://example.org/dir/b",
        "https://example.org/a",
        "https://example.org/c?x=1&y=2",
    )


def test_relations_that_lead_to_pages() -> None:
    html = """<head>
      <link rel="stylesheet" href="/s.css"><link rel="alternate" type="application/rss+xml" href="/feed">
      <link rel="NEXT nofollow" href="?p=2"><link rel="prev" href="?p=0">
      <link rel="alternate" hreflang="fr" href="/fr/page"><link rel="canonical" href="/own">
    </head>"""
    own = "https://example.org/own"
    assert page_links(html, PAGE) == (PAGE + "?p=2", PAGE + "?p=0", own)
    assert links_of(html, PAGE).doubtful == ("https://example.org/fr/page",)
    assert links_of(html, PAGE).canonical == own


def test_a_page_says_its_language_and_its_address_once() -> None:
    html = '<html LANG="fr-CA"><link rel=canonical href="?a"><link rel=canonical href=/b><p lang=en>x</p>'
    found = links_of(html, PAGE)
    assert (found.language, found.canonical) == ("fr-CA", PAGE + "?a")
    assert links_of("<p>x", PAGE)[3:] == ("", "", ())
    assert links_of(f"<html lang={'x' * 999}><link rel=canonical href='data:,x'>", PAGE)[3:] == ("", "x" * 40, ())


def test_links_that_speak_against_themselves_come_apart_unless_the_page_has_them_in_earnest_too() -> None:
    html = "<a rel='ugc NoFollow' href=/a>a</a><a rel=nofollow href=/b>b</a><a href=/b>b</a><a href=/c>c</a>"
    found = links_of(html, PAGE)
    assert found.pages == ("https://example.org/b", "https://example.org/c")
    assert found.doubtful == ("https://example.org/a",)
    all_of_them = links_of("<meta name=Robots content='noindex, nofollow'>" + html, PAGE)
    assert (all_of_them.pages, len(all_of_them.doubtful)) == ((), 3)


def test_links_that_a_script_took_away_are_links() -> None:
    served = "<base href=/old/><a href=gone>g</a><a href=/kept>k</a><noscript><a href=plain>p</a></noscript>"
    assert links_of("<a href=/kept>k</a><a href=new>n</a>", PAGE, served=served).pages == (
        "https://example.org/kept",
        "https://example.org/dir/new",
        "https://example.org/old/gone",
        "https://example.org/old/plain",
    )


def test_one_language_leaves_out_what_is_declared_in_another_and_puts_last_what_seems_so() -> None:
    html = """<link rel=alternate hreflang=en href=/english><link rel=alternate hreflang=fr-CA href=/en/quebec>
      <link rel=alternate hreflang=x-default href=/choose><a href=/de/haus>d</a><a href=/fr/maison>f</a>
      <a href=/en/report.pdf>r</a><a hreflang=es href=/es/casa>e</a><a href=/item>i</a>"""
    found = links_of(html, PAGE, language="fr")
    assert found.pages == tuple(f"https://example.org/{path}" for path in ("en/quebec", "fr/maison", "item"))
    assert found.doubtful == ("https://example.org/choose", "https://example.org/de/haus")
    assert found.documents == ("https://example.org/en/report.pdf",)
    assert len(links_of(html, PAGE).pages) == 3
    assert len(links_of(html, PAGE).doubtful) == 4


def test_what_is_no_page() -> None:
    html = """<a href="mailto:a@b.c">m</a><a href="javascript:void 0">j</a><a href="tel:1">t</a><a href="#here">h</a>
      <a href="data:text/html,x">d</a><a name="x">n</a><a href="/f" download>f</a><iframe src="/frame"></iframe>
      <a href="https://[bad">x</a><!-- <a href="/comment">c</a> --><script>"<a href='/script'>"</script>"""
    assert page_links(html, PAGE) == ()


def test_a_link_in_a_drawing_is_a_link() -> None:
    html = '<svg><a xlink:href="/old"><text>o</text></a><a href="/new"></a><use xlink:href="/icons.svg"/></svg>'
    assert links_of(html, PAGE).pages == ("https://example.org/old", "https://example.org/new")


def test_the_first_base_counts_wherever_it_stands() -> None:
    html = '<a href="x">x</a><base target="_top"><base href="//cdn.example.org/v2/"><base href="/other/">'
    assert page_links(html, PAGE) == ("https://cdn.example.org/v2/x",)


def test_a_base_that_is_no_web_address_does_not_count() -> None:
    assert page_links('<base href="data:text/html,x"><a href="x">x</a>', PAGE) == ("https://example.org/dir/x",)


def test_a_base_that_is_too_long_does_not_count() -> None:
    html = f'<base href="/{"b" * URL_LENGTH_LIMIT}/"><a href="x">x</a>'
    assert page_links(html, PAGE) == ("https://example.org/dir/x",)


def test_links_that_are_too_long_are_left() -> None:
    room = URL_LENGTH_LIMIT - len("https://example.org/")
    html = f'<a href="/{"x" * room}">fits</a><a href="/{"y" * (room + 1)}">no</a><a href="/{"é" * 1000}">no</a>'
    assert page_links(html, PAGE) == (f"https://example.org/{'x' * room}",)


def test_a_page_whose_own_address_is_too_long_has_absolute_links_only() -> None:
    html = '<a href="x">x</a><a href="https://example.org/y">y</a>'
    assert page_links(html, f"{PAGE}/{'z' * URL_LENGTH_LIMIT}/") == ("https://example.org/y",)


def test_links_are_bounded() -> None:
    many = "".join(f"<a href=/{n}>" for n in range(links.LINKS_LIMIT + 10))
    found = page_links(many, PAGE)
    assert len(found) == links.LINKS_LIMIT
    assert found[-1] == f"https://example.org/{links.LINKS_LIMIT - 1}"


def test_links_beyond_the_readable_length_are_left(monkeypatch) -> None:
    monkeypatch.setattr(html_events, "HTML_LIMIT_CHARACTERS", 30)
    assert page_links("<a href=/one>1</a>" + " " * 30 + "<a href=/two>2</a>", PAGE) == ("https://example.org/one",)


def test_deep_and_endless_markup() -> None:
    html = "<div>" * 200_000 + "<a href=/deep>" + "<b>" * 200_000
    assert page_links(html, PAGE) == ("https://example.org/deep",)


def test_long_attributes_and_entities() -> None:
    html = (
        f'<!DOCTYPE html [<!ENTITY a "/boom">]><a href="{"x" * 1_000_000}">x</a><a title="{"&amp;" * 100_000}" href=/b>'
    )
    assert page_links(html, PAGE) == ("https://example.org/b",)


def test_nul_and_lone_surrogates_do_not_end_the_page() -> None:
    assert page_links("<a href=/1>\0x</a>\ud800<a href='/\udfff'>s</a><a href=/2>", PAGE)[-1] == "https://example.org/2"


def test_declared_encoding_of_the_original_bytes_does_not_count() -> None:
    html = '<?xml version="1.0" encoding="utf-16"?><meta charset="latin-1"><a href="/é">x</a>'
    assert page_links(html, PAGE) == ("https://example.org/%C3%A9",)


def test_empty_documents() -> None:
    for html in ("", " ", "\0", "<", "<!doctype html>", "plain"):
        assert page_links(html, PAGE) == ()


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>a/=\"' hrefbaslink\0&;#!-é\ud800"), max_size=300))
def test_any_text_gives_normalised_links(html: str) -> None:
    for link in (*links_of(html, PAGE).pages, *links_of(html, PAGE).documents):
        assert normalise(link) == link


def test_the_page_in_other_languages_comes_after_other_links_however_it_is_linked_to() -> None:
    html = """<html lang=fr><link rel=alternate hreflang=en href=/en/><link rel=alternate hreflang=fr href=/fr/>
      <link rel=alternate hreflang=x-default href=/><a href=/en/>English</a><a href=/de/ hreflang=de>Deutsch</a>
      <a href=/a>a</a><a href=/b hreflang=fr-CA>b</a>"""
    found = links_of(html, PAGE)
    assert found.pages == tuple(f"https://example.org/{path}" for path in ("fr/", "a", "b"))
    assert found.doubtful == tuple(f"https://example.org/{path}" for path in ("en/", "", "de/"))


def test_views_of_an_application_are_links_and_places_in_the_page_are_not() -> None:
    html = "<a href='#/maps'>m</a><a href='#!news'>n</a><a href='#top'>t</a><a href='#/'>h</a><a href='/x#/y?z=1'>y</a>"
    assert page_links(html, PAGE) == (PAGE + "#/maps", PAGE + "#!news", "https://example.org/x#/y?z=1")


def test_links_of_shadow_roots_and_frames_are_the_pages_own() -> None:
    parts = (
        PagePart(url=PAGE, html="<a href=shadow>s</a>"),
        PagePart(url="https://example.org/menu/", html="<base href=/in/><a href=frame>f</a><a href=/dir/page>p</a>"),
    )
    found = links_of("<a href=/own>o</a>", PAGE, parts=parts)
    assert found.pages == tuple(f"https://example.org/{path}" for path in ("own", "dir/shadow", "in/frame"))


@pytest.mark.parametrize(
    ("encoding", "query"),
    [
        ("ISO-8859-1", "Besan%E7on"),
        ("windows-1252", "Besan%E7on"),
        ("UTF-8", "Besan%C3%A7on"),
        ("UTF-16LE", "Besan%C3%A7on"),
        ("KOI8-R", "Besan%26%23231%3Bon"),
        ("no-such-encoding", "Besan%C3%A7on"),
    ],
)
def test_a_query_is_in_the_encoding_of_the_page(encoding, query) -> None:
    own = PagePart(url=PAGE, encoding=encoding)
    html = "<a href='/été?nom=Besançon#ç'>b</a>"
    assert links_of(html, PAGE, parts=(own,)).pages == (f"https://example.org/%C3%A9t%C3%A9?nom={query}",)


def test_a_byte_that_follows_another_is_as_browsers_write_it() -> None:
    own = PagePart(url=PAGE, encoding="Shift_JIS")
    assert links_of("<a href='?q=表'>b</a>", PAGE, parts=(own,)).pages == (PAGE + "?q=%95\\",)


def test_links_beyond_those_kept_are_told() -> None:
    html = "".join(f"<a href=/{n}>n</a>" for n in range(links.LINKS_LIMIT + 7)) + "<a href=/1>again</a>"
    found = links_of(html, PAGE)
    assert len(found.pages) == links.LINKS_LIMIT
    assert len(set(found.beyond)) == 7


@pytest.mark.parametrize(
    ("html", "leads_to"),
    [
        ("<template><a href=/x/{{id}}>x</a><template></template><a href=/y>y</a></template><a href=a>a</a>", ["a"]),
        ("<template shadowrootmode=open><a href=a>a</a><template><a href=/x>x</a></template></template>", ["a"]),
        ("<meta http-equiv=Refresh content='30; URL=\"a\"'>", ["a"]),
        ("<meta http-equiv=refresh content='300'><meta http-equiv=refresh content='9;javascript:x()'>", []),
        ("<svg><a xlink:href=a><text>a</text></a></svg><map><area href=b></map>", ["a", "b"]),
        ("<noscript><a href=a>a</a></noscript><textarea><a href=/x>x</a></textarea><!-- <a href=/y>y</a> -->", ["a"]),
    ],
)
def test_what_a_person_may_follow_and_what_nobody_sees(html, leads_to) -> None:
    assert page_links(html, PAGE) == tuple(f"https://example.org/dir/{path}" for path in leads_to)
