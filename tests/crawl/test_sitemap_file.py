import codecs
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delest.crawl.site import sitemap_file
from delest.crawl.site.sitemap_file import FILE_LIMIT_BYTES, FILE_LIMIT_URLS, ParsedSitemap, parse_sitemap

SAMPLES = Path(__file__).parents[2] / "fixtures" / "crawl" / "sitemaps"
URL = "https://example.org/sitemap.xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*entries: str) -> bytes:
    return f"<urlset {NAMESPACE}>{''.join(f'<url><loc>{e}</loc></url>' for e in entries)}</urlset>".encode()


def test_real_sitemap() -> None:
    found = parse_sitemap((SAMPLES / "news.xml").read_bytes(), URL)
    assert len(found.pages) == 84
    assert found.pages[:2] == ("https://www.sitemaps.org/", "https://www.sitemaps.org/protocol.html")
    assert (found.sitemaps, found.warnings) == ((), ())


def test_real_compressed_sitemap_holds_the_same() -> None:
    packed = parse_sitemap((SAMPLES / "gz.xml.gz").read_bytes(), URL)
    assert packed == parse_sitemap((SAMPLES / "news.xml").read_bytes(), URL)


def test_real_sitemap_with_language_alternates() -> None:
    found = parse_sitemap((SAMPLES / "hreflang.xml").read_bytes(), URL)
    assert [page.rpartition("example.com/")[2] for page in found.pages] == [
        "english/page.html",
        "deutsch/page.html",
        "schweiz-deutsch/page.html",
    ]


def test_index() -> None:
    data = f"<sitemapindex {NAMESPACE}><sitemap><loc> https://example.org/a.xml\n</loc></sitemap></sitemapindex>"
    found = parse_sitemap(data.encode(), URL)
    assert (found.pages, found.sitemaps) == ((), ("https://example.org/a.xml",))


def test_the_address_of_an_image_is_no_page() -> None:
    data = """<urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
      <loc>https://example.org/a?x=1&amp;y=<![CDATA[2]]></loc><image:image><image:loc>https://example.org/i</image:loc>
      </image:image></url></urlset>"""
    assert parse_sitemap(data.encode(), URL).pages == ("https://example.org/a?x=1&y=2",)


def test_plain_text_with_byte_order_mark_and_windows_lines() -> None:
    data = "\ufeffhttps://example.org/a\r\n\r\n  https://example.org/é \r\nhttps://example.org/a\r\n"
    found = parse_sitemap(data.encode(), URL)
    assert found.pages == ("https://example.org/a", "https://example.org/%C3%A9")
    assert found.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(encoding: str) -> None:
    declared = "iso-8859-1" if encoding == "latin-1" else encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?><urlset><url><loc>https://example.org/é</loc></url></urlset>'
    assert parse_sitemap(data.encode(encoding), URL).pages == ("https://example.org/%C3%A9",)


def test_blank_lines_before_the_declaration_do_no_harm() -> None:
    found = parse_sitemap(b'\r\n <?xml version="1.0"?>' + urlset("https://example.org/a"), URL)
    assert (found.pages, found.warnings) == (("https://example.org/a",), ())


@pytest.mark.parametrize(
    "data",
    [
        urlset("https://example.org/a?x=1&y=2", "https://example.org/b"),
        urlset("https://example.org/a?x=1&amp;y=2", "https://example.org/b").removesuffix(b"</urlset>"),
        urlset("https://example.org/a?x=1&amp;y=2", "https://example.org/b") + b"<p>debug</p>",
        urlset("https://example.org/a?x=1&amp;y=2") + urlset("https://example.org/b"),
        b'<?xml version="1.0" encoding="x-none"?>'
        + urlset("https://example.org/a?x=1&amp;y=2", "https://example.org/b"),
    ],
)
def test_broken_xml_gives_what_it_holds_and_a_warning(data: bytes) -> None:
    found = parse_sitemap(data, URL)
    assert found.pages == ("https://example.org/a?x=1&y=2", "https://example.org/b")
    assert len(found.warnings) == 1
    assert str(found.warnings[0]).startswith(f"{URL}: not well-formed")


NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


@pytest.mark.parametrize("prefix", ["", "s:"])
def test_broken_xml_gives_entries_in_cdata_and_no_image(prefix: str) -> None:
    def entry(place: str, more: str = "") -> str:
        return f"<{prefix}url><{prefix}loc>{place}</{prefix}loc>{more}</{prefix}url>"

    own = prefix.rstrip(":")
    data = (
        f'<{prefix}urlset xmlns{":" if own else ""}{own}="{NS}" xmlns:image="{IMAGE}">'
        + entry("<![CDATA[https://example.org/one?a=1&b=2]]>")
        + entry("https://example.org/two?a=1&b=2")
        + entry(
            "\n <![CDATA[https://example.org/three]]>\n",
            "<image:image><image:loc>https://example.org/i</image:loc></image:image>",
        )
        + f"</{prefix}urlset>"
    )
    found = parse_sitemap(data.encode(), URL)
    assert found.pages == tuple(f"https://example.org/{path}" for path in ("one?a=1&b=2", "two?a=1&b=2", "three"))


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("before", [b"", b"\r\n \n"])
@pytest.mark.parametrize("after", [b"", b"\n\n  "])
def test_a_byte_order_mark_and_blank_lines_before_the_declaration_do_no_harm(mark, before, after) -> None:
    entries = b"<url><loc><![CDATA[https://example.org/a]]></loc><image:image xmlns:image='x'><image:loc>https://example.org/i"
    whole = b'<?xml version="1.0" encoding="UTF-8"?><urlset>' + entries + b"</image:loc></image:image></url></urlset>"
    found = parse_sitemap(before + mark + after + whole, URL)
    assert (found.pages, found.warnings) == (("https://example.org/a",), ())


def test_blank_lines_in_utf_16_do_no_harm() -> None:
    data = '\ufeff\n<?xml version="1.0" encoding="UTF-16"?>' + urlset("https://example.org/a").decode()
    assert parse_sitemap(data.encode("utf-16-be"), URL).pages == ("https://example.org/a",)


def test_a_broken_feed_gives_its_items_in_its_encoding() -> None:
    data = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>A & B</title><link>https://example.org/</link>'
        "<item><link>https://example.org/été</link></item><item><link>https://example.org/b</link></item></channel></rss>"
    )
    found = parse_sitemap(data.encode("latin-1"), URL)
    assert found.pages == ("https://example.org/%C3%A9t%C3%A9", "https://example.org/b")


def test_a_broken_atom_feed_gives_where_its_entries_lead() -> None:
    feed = """<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://example.org/'/><entry><title>a & b</title>
<link href='https://example.org/one'/></entry><entry><link rel="enclosure" href="https://example.org/a.mp3"/>
<link title='x' rel="alternate" href="https://example.org/two?a=1&amp;b=2"/></entry></feed>"""
    assert parse_sitemap(feed.encode(), URL).pages == ("https://example.org/one", "https://example.org/two?a=1&b=2")


def test_what_a_comment_hides_in_broken_xml_is_no_entry() -> None:
    data = urlset("https://example.org/one?a&b").replace(b"<url>", b"<!-- <loc>https://example.org/old</loc> --><url>")
    assert parse_sitemap(data, URL).pages == ("https://example.org/one?a&b",)


def test_a_list_in_plain_text_may_have_columns() -> None:
    assert parse_sitemap(b"https://example.org/one\tHome\r\n\thttps://example.org/two\n", URL).pages == (
        "https://example.org/one",
        "https://example.org/two",
    )


def test_broken_index_gives_sitemaps() -> None:
    data = b"<sitemapindex><sitemap><loc>https://example.org/a.xml</loc></sitemap><sitemap>"
    assert parse_sitemap(data, URL).sitemaps == ("https://example.org/a.xml",)


def test_compressed_file_cut_short_gives_what_it_holds() -> None:
    entries = [f"https://example.org/{n * 2654435761 % 2**32}" for n in range(2000)]
    packed = gzip.compress(urlset(*entries))
    found = parse_sitemap(packed[: len(packed) // 2], URL)
    assert 100 < len(found.pages) < 2000
    assert found.pages == tuple(entries[: len(found.pages)])
    assert str(found.warnings[0]) == f"{URL}: cut-short"


def test_entries_that_are_no_pages_are_counted_once() -> None:
    found = parse_sitemap(urlset("https://example.org/a", "ftp://x/", "rel", f"https://x/{'y' * 3000}", ""), URL)
    assert found.pages == ("https://example.org/a",)
    assert tuple(map(str, found.warnings)) == (f"{URL}: 3 entries are not http(s) addresses",)


def test_places_on_the_same_host_are_read_and_told() -> None:
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>'
    for data in (urlset("/a"), urlset("./a"), feed, b"/a\n"):
        found = parse_sitemap(data, URL)
        assert found.pages == ("https://example.org/a",)
        assert tuple(map(str, found.warnings)) == (f"{URL}: 1 entry is not a whole address",)


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (("news/a", "b.html", "c.php?d"), ("news/a", "b.html", "c.php?d")),
        (("www.example.org/a", "example.org/b"), None),
        (("other.example/a", "see b.html", "example.organic/c"), ()),
        (("\u200b\u00a0https://example.org/a\ufeff",), ("a",)),
    ],
)
def test_an_entry_that_lacks_a_part_is_read_where_it_can_mean_one_thing(entries, found) -> None:
    pages = parse_sitemap(urlset(*entries), URL).pages
    if found is None:  # a host without its scheme
        assert pages == ("https://www.example.org/a", "https://example.org/b")
    else:
        assert pages == tuple(f"https://example.org/{path}" for path in found)


def test_a_sitemap_among_the_pages_and_pages_in_an_index_are_told_apart() -> None:
    listed = "https://example.org/sitemap-2.xml.gz", "https://example.org/feed.xml", "https://example.org/a"
    expected = (listed[1:], listed[:1])
    mixed = "<urlset><sitemap><loc>{}</loc></sitemap><url><loc>{}</loc></url><url><loc>{}</loc></url></urlset>"
    in_index = "<SitemapIndex><url><loc>{}</loc></url><url><loc>{}</loc></url><url><loc>{}</loc></url></SitemapIndex>"
    for data in (mixed.format(*listed).encode(), in_index.format(*listed).encode(), urlset(*listed)):
        found = parse_sitemap(data, URL)
        assert (found.pages, found.sitemaps) == expected


def test_a_sitemap_listed_as_both_is_one_and_a_page_about_sitemaps_is_a_page() -> None:
    both = "<urlset><sitemap><loc>{0}</loc></sitemap><url><loc>{0}</loc></url><url><loc>{1}</loc></url></urlset>"
    listed = "https://example.org/SITEMAP.XML?page=2", "https://example.org/sitemap.xml/about"
    found = parse_sitemap(both.format(*listed).encode(), URL)
    assert (found.pages, found.sitemaps) == (listed[1:], listed[:1])


def test_a_list_in_plain_text_may_be_in_quotes() -> None:
    assert parse_sitemap(b'"https://example.org/a"\n', URL).pages == ("https://example.org/a",)


def test_all_members_of_a_compressed_file_are_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    members = [gzip.compress(f"https://example.org/{n}\n".encode()) for n in range(3)]
    found = parse_sitemap(b"".join(members), URL)
    assert found.pages == tuple(f"https://example.org/{n}" for n in range(3))
    assert found.warnings == ()
    monkeypatch.setattr(sitemap_file, "_MEMBERS_LIMIT", 2)
    cut = parse_sitemap(b"".join(members), URL)
    assert (len(cut.pages), tuple(map(str, cut.warnings))) == (2, (f"{URL}: cut-short",))
    broken = parse_sitemap(members[0] + members[1][:20], URL)
    assert broken.pages[0] == "https://example.org/0"
    assert str(broken.warnings[0]) == f"{URL}: cut-short"


@pytest.mark.parametrize("data", [b"", b"<html><body>Not found</body></html>", b"\x1f\x8bnot gzip", b"<!-- -->"])
def test_what_is_no_sitemap_says_so(data: bytes) -> None:
    found = parse_sitemap(data, URL)
    assert (found.pages, found.sitemaps) == ((), ())
    assert str(found.warnings[-1]) == f"{URL}: contains no address of a page"


def test_entity_bomb_expands_nothing() -> None:
    data = b"""<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
      <urlset><url><loc>https://example.org/&b;</loc></url></urlset>"""
    found = parse_sitemap(data, URL)
    assert "EntitiesForbidden" in str(found.warnings[0])
    assert "aaaa" not in "".join(found.pages)


def test_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://example.org/secret")
    data = f'<!DOCTYPE z [<!ENTITY a SYSTEM "{secret.as_uri()}">]><urlset><url><loc>&a;</loc></url></urlset>'
    assert parse_sitemap(data.encode(), URL).pages == ()


def test_compression_bomb_is_unpacked_up_to_the_limit() -> None:
    bomb = gzip.compress(urlset("https://example.org/a") + b" " * (FILE_LIMIT_BYTES + 1))
    assert len(bomb) < 100_000
    found = parse_sitemap(bomb, URL)
    assert found.pages == ("https://example.org/a",)
    assert tuple(map(str, found.warnings)) == (f"{URL}: cut-short",)


@pytest.mark.parametrize("plain", [True, False])
def test_more_entries_than_the_protocol_allows(plain) -> None:
    entries = [f"https://example.org/{n}" for n in range(FILE_LIMIT_URLS + 50)]
    found = parse_sitemap("\n".join(entries).encode() if plain else urlset(*entries), URL)
    assert found.pages == tuple(entries[:FILE_LIMIT_URLS])
    assert tuple(map(str, found.warnings)) == (f"{URL}: more than {FILE_LIMIT_URLS} entries, the first ones are read",)


def test_endless_elements_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_file, "_ELEMENTS_LIMIT", 100)
    monkeypatch.setattr(sitemap_file, "_PIECE_BYTES", 1000)
    found = parse_sitemap(b"<urlset><url><loc>https://example.org/a</loc></url>" + b"<x>" * 5000, URL)
    assert found.pages == ("https://example.org/a",)
    assert tuple(map(str, found.warnings)) == (f"{URL}: more than 100 elements, the first ones are read",)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet="<>/urlsetoc:!&;[]\x00é -", max_size=200).map(str.encode))
def test_any_bytes_are_survived(data: bytes) -> None:
    parse_sitemap(data, URL)
    parse_sitemap(urlset("https://example.org/a") + data, URL)


ITEMS = "".join(
    f"<item><title>{n}</title><link>https://example.org/{n}</link><guid>https://example.org/id/{n}</guid></item>"
    for n in "ab"
)


@pytest.mark.parametrize(
    "feed",
    [
        f'<rss version="2.0"><channel><link>https://example.org/</link>{ITEMS}</channel></rss>',
        (
            '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f"<channel><link>https://example.org/</link></channel>{ITEMS}</rdf:RDF>"
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org/"/><entry>'
            '<link href="https://example.org/a"/><link rel="enclosure" href="https://example.org/a.mp3"/></entry>'
            '<entry><link rel="alternate" href="https://example.org/b"/><link rel="self" href="https://example.org/b.xml"/>'
            "</entry></feed>"
        ),
    ],
    ids=["RSS 2.0", "RSS 1.0", "Atom"],
)
def test_feeds_list_the_pages_of_their_entries(feed: str) -> None:
    assert parse_sitemap(feed.encode(), URL) == ParsedSitemap(("https://example.org/a", "https://example.org/b"))


def test_a_link_elsewhere_in_a_feed_is_no_entry() -> None:
    feed = "<rss><channel><image><link>https://example.org/i</link></image><item><source><link>https://x.y/</link>"
    assert parse_sitemap(f"{feed}</source></item></channel></rss>".encode(), URL).pages == ()


PLAIN = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMESPACE}><url><loc>https://example.org/é</loc></url></urlset>'
)
LATE = PLAIN.replace("UTF-8", "UTF-16")


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 * 2 + PLAIN.encode(),
        LATE.encode("utf-16"),
        LATE.encode("utf-16-le"),
        LATE.encode("utf-16-be"),
        LATE.encode(),
        PLAIN.encode("latin-1"),
        b"PHP Warning:  unused\n" + PLAIN.encode(),
        gzip.compress(gzip.compress(PLAIN.encode())),
        "https://example.org/é\r\r".encode(),
    ],
    ids=[
        "two marks", "UTF-16", "UTF-16 little, no mark", "UTF-16 big, no mark", "UTF-16 declared, UTF-8 sent",
        "UTF-8 declared, Latin-1 sent", "after a warning", "packed twice", "lines that end in CR",
    ],
)  # fmt: skip
def test_a_sitemap_is_read_in_the_encoding_that_it_is_in(data: bytes) -> None:
    assert parse_sitemap(data, URL).pages == ("https://example.org/%C3%A9",)


def test_a_sitemap_may_list_views_of_an_application_that_fragments_name() -> None:
    views = "https://example.org/#/maps\nhttps://example.org/#!news\nhttps://example.org/a#place\n"
    assert parse_sitemap(views.encode(), URL).pages == (
        "https://example.org/#/maps",
        "https://example.org/#!news",
        "https://example.org/a",
    )
