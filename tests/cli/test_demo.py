import http.client
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from defusedxml import ElementTree

from delest.errors import InputError
from delest.serving import demo


class Addresses(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.resources: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "href" and tag == "a":
                self.links.add(value.partition("#")[0])
            elif name in {"src", "href"}:
                self.resources.add(value)


@pytest.fixture(scope="module")
def site():
    with demo.serve_demo() as url:
        yield url


@pytest.fixture
def connection(site):
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    yield connection
    connection.close()


def get(connection, path, headers=None, method="GET"):
    connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def crawl(connection, site):
    """Every address of the site that its pages name, with the status of its answer."""
    seen, waiting = {}, {"/"}
    while waiting:
        path = waiting.pop()
        status, headers, body = get(connection, path)
        seen[path] = status
        if status == 200 and headers["Content-Type"].startswith("text/html"):
            named = Addresses(body.decode())
            addresses = {urljoin(site + path.lstrip("/"), a) for a in named.links | named.resources if a}
            waiting |= {urlsplit(a).path for a in addresses if a.startswith(site)} - seen.keys()
    return seen


def test_every_page_and_file_answers_but_the_two_links_that_are_broken_on_purpose(connection, site):
    seen = crawl(connection, site)
    assert {path for path, status in seen.items() if status != 200} == {
        "/horaires-piscine.html",
        "/actualites/archives.html",
    }
    assert sum(path.endswith((".html", "/")) and status == 200 for path, status in seen.items()) == 10


def test_the_sitemap_names_pages_of_this_very_server(connection, site):
    status, headers, body = get(connection, "/sitemap.xml")
    assert (status, headers["Content-Type"]) == (200, "application/xml")
    pages = [loc.text for loc in ElementTree.fromstring(body).findall(".//{*}loc")]
    assert len(pages) == 8
    for page in pages:
        assert page.startswith(site)
        assert get(connection, urlsplit(page).path)[0] == 200


def test_robots_txt_closes_one_path_and_names_the_sitemap(connection, site):
    body = get(connection, "/robots.txt")[2].decode()
    assert "Disallow: /prive/\n" in body
    assert f"Sitemap: {site}sitemap.xml" in body


def test_pages_are_compressed_for_those_who_ask_and_nothing_else_is(connection):
    plain = get(connection, "/")
    packed = get(connection, "/", {"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain[1]
    assert packed[1]["Content-Encoding"] == "gzip"
    assert len(packed[2]) < len(plain[2])
    for path in ("/site.css", "/collectes.js", "/images/vallee.png"):
        assert "Content-Encoding" not in get(connection, path, {"Accept-Encoding": "gzip, br"})[1]


def test_one_connection_serves_many_requests(connection):
    get(connection, "/")
    kept = connection.sock
    get(connection, "/nowhere")
    assert get(connection, "/site.css")[0] == 200
    assert connection.sock is kept


def test_head_sends_the_length_and_no_body(connection):
    status, headers, body = get(connection, "/images/vallee.png", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1_000_000


@pytest.mark.parametrize(
    "path",
    [
        "/../../pyproject.toml",
        "/..%2f..%2fpyproject.toml",
        "/images/../../demo/draw.py",
        "//etc/passwd",
        "/draw.py",
        "/images/",
        "/images",
    ],
)
def test_nothing_but_the_site_is_served(connection, path):
    assert get(connection, path)[0] == 404


def test_the_home_page_is_too_heavy_and_loads_one_picture_under_two_names(connection):
    resources = Addresses(get(connection, "/")[2].decode()).resources
    bodies = {path: get(connection, path)[2] for path in resources}
    assert sum(map(len, bodies.values())) > 2_000_000
    assert bodies["/images/pont-le-soir.jpg"] == bodies["/images/pont-copie.jpg"]


def test_every_picture_has_a_text_and_every_page_a_language_and_one_title(connection, site):
    for path, status in crawl(connection, site).items():
        if status == 200 and path.endswith((".html", "/")):
            html = get(connection, path)[2].decode()
            assert all(" alt=" in picture for picture in re.findall(r"<img[^>]*>", html))
            assert re.search(r'<html lang="(fr|en)">', html)
            assert html.count("<h1>") == 1


def test_a_missing_site_is_an_error_that_says_where_it_was_looked_for(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "_PLACES", (tmp_path,))
    with pytest.raises(InputError, match=re.escape(str(tmp_path))), demo.serve_demo():
        pass
