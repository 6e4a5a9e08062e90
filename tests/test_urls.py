import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.urls import host, normalise, origin, registrable_domain, same_site, start_url
from tests.page_loads import unhurried

url_like = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.org", "Éxample.org", "a.gouv.fr:8080", "[::1]", "127.1", "u:pw@h.fr", "h.fr.", "%41.fr"]),
    st.sampled_from(["", "/", "/../a b/./c", "/%7e%zz"]),
    st.text(max_size=12),
)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://WWW.Example.ORG", "https://www.example.org/"),
        ("https://example.org:443/a/../b?q#part", "https://example.org/b?q"),
        ("http://example.org:80/#", "http://example.org/"),
        ("https://é.fr/é", "https://xn--9ca.fr/%C3%A9"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("ftp://example.org/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("about:blank", None),
        ("/relative", None),
        ("https://", None),
        ("http://a b/", None),
        ("", None),
        ("http://example.org/\ud800", None),
    ],
)
def test_urls_in_the_browsers_spelling(url, normal):
    assert normalise(url) == normal


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("b", "https://example.org/a/b"),
        ("/b#x", "https://example.org/b"),
        ("//other.org", "https://other.org/"),
        ("//user:password@other.org", "https://other.org/"),
        ("?q", "https://example.org/a/c?q"),
        ("", "https://example.org/a/c"),
        ("mailto:a@example.org", None),
        ("http://[", None),
        ("\udc00", None),
    ],
)
def test_relative_urls(url, normal):
    assert normalise(url, "https://example.org/a/c") == normal


def test_a_base_that_is_no_url_leads_nowhere():
    assert normalise("b", "nowhere") is None
    assert normalise("b", "data:,x") is None


@given(url_like)
@unhurried
def test_normalising_twice_changes_nothing(url):
    once = normalise(url)
    assert once is None or normalise(once) == once


@given(st.text(st.characters(exclude_categories=()), max_size=20))
@unhurried
def test_any_text_is_a_url_or_none(text):
    for url in (normalise(text), normalise(text, "https://example.org/")):
        assert url is None or url.startswith(("http://", "https://"))
    host(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("www.example.org", "https://www.example.org/"),
        ("  www.example.org/a ", "https://www.example.org/a"),
        ("example.org:8443", "https://example.org:8443/"),
        ("example.org/login?next=https://example.org/a", "https://example.org/login?next=https://example.org/a"),
        ("http://example.org", "http://example.org/"),
        ("HTTP://example.org#x", "http://example.org/"),
        ("localhost:8000/a", "http://localhost:8000/a"),
        ("LocalHost", "http://localhost/"),
        ("ville.localhost:8000/a", "http://ville.localhost:8000/a"),
        ("mylocalhost", "https://mylocalhost/"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("127.0.0.53/a", "http://127.0.0.53/a"),
        ("[::1]", "http://[::1]/"),
        ("[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://localhost/", "https://localhost/"),
        ("localhost.example.org", "https://localhost.example.org/"),
        ("127.0.0.1.example.org", "https://127.0.0.1.example.org/"),
    ],
)
def test_what_a_user_means(text, url):
    assert start_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "a b",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "\udcff",
        "?",
        "/path",
        "htp:/example.org",
        "https:/example.org",
        "mailto:a@example.org",
        "#top",
        "./a",
        "\\\\host",
        "//example.org/",
        "https//example.org/",
        "http;//example.org/",
        "http://http://example.org/",
        "example.org,Title",
        "«https://example.org/»",
    ],
)
def test_what_is_no_address_is_refused_with_a_remedy(text):
    with pytest.raises(InputError) as refused:
        start_url(text)
    assert repr(text.strip()) in str(refused.value)
    assert refused.value.remedy


def test_host_and_origin():
    assert host("https://user:pw@WWW.example.org:8443/a") == "www.example.org"
    assert host("nowhere") == ""
    assert origin("https://user:pw@www.example.org:443/a?b") == "https://www.example.org"
    assert origin("http://127.0.0.1:8000/a") == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("www.example.org", "example.org"),
        ("example.org", "example.org"),
        ("a.b.service.gouv.fr", "service.gouv.fr"),
        ("gouv.fr", "gouv.fr"),
        ("someone.github.io", "someone.github.io"),
        ("www.example.co.uk", "example.co.uk"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("", ""),
    ],
)
def test_registrable_domains(name, domain):
    assert registrable_domain(name) == domain


def test_same_site():
    assert same_site("https://www.example.org/", "http://static.example.org:8080/a")
    assert not same_site("https://one.gouv.fr/", "https://other.gouv.fr/")
    assert not same_site("http://127.0.0.1/", "http://localhost/")
