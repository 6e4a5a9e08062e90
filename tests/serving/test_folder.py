import gzip
import http.client
from urllib.parse import urlsplit

import brotli
import pytest

from delest.errors import InputError
from delest.serving.coding import DEFAULT, Coding
from delest.serving.folder import pages_of, serve_folder

TEXT = b"<!doctype html><title>t</title>" + b"<p>Town hall</p>" * 100


@pytest.fixture
def dist(tmp_path):
    folder = tmp_path / "dist"
    for name in ("index.html", "about.html", "news/index.html", "404.html", "news/a b.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(TEXT + name.encode())
    (folder / "app.js").write_bytes(b"let a = 1;" * 100)
    (folder / "p.png").write_bytes(b"\x89PNG" * 100)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("secret")
    (tmp_path / "secret.html").write_text("secret")
    (folder / "out.html").symlink_to(tmp_path / "secret.html")
    return folder


def ask(origin, path, accept="gzip, deflate, br", **fields):
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": accept, **fields})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.fixture
def origin(dist):
    with serve_folder(dist, Coding.parse(DEFAULT)) as origin:
        yield origin


@pytest.mark.parametrize(
    ("path", "status", "file"),
    [
        ("/", 200, b"index.html"),
        ("/about", 200, b"about.html"),
        ("/about.html", 200, b"about.html"),
        ("/news/", 200, b"news/index.html"),
        ("/news/a%20b", 200, b"news/a b.html"),
        ("/about?x=1", 200, b"about.html"),
        ("/nowhere", 404, b"404.html"),
        ("/.git/config", 404, b"404.html"),
        ("/out.html", 404, b"404.html"),
        ("/../secret.html", 404, b"404.html"),
        ("/%2e%2e/secret.html", 404, b"404.html"),
        ("/" + "a" * 5000, 404, b"404.html"),
        ("/%00", 404, b"404.html"),
    ],
)
def test_addresses_are_those_of_a_static_host(origin, path, status, file):
    response, body = ask(origin, path)
    assert response.status == status
    assert brotli.decompress(body) == TEXT + file


def test_a_folder_without_its_slash_leads_to_it(origin):
    response, _ = ask(origin, "/news?x=1")
    assert (response.status, response.headers["Location"]) == (301, "/news/?x=1")


def test_text_is_compressed_as_the_host_will(origin):
    js = b"let a = 1;" * 100
    response, body = ask(origin, "/app.js")
    assert (response.headers["Content-Encoding"], body) == ("br", brotli.compress(js, quality=5))
    response, body = ask(origin, "/app.js", accept="gzip")
    assert (response.headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", js)
    assert ask(origin, "/app.js", accept="br;q=0")[0].headers["Content-Encoding"] is None
    assert ask(origin, "/p.png")[0].headers["Content-Encoding"] is None


def test_what_the_browser_has_is_not_sent_again(origin):
    tag = ask(origin, "/p.png")[0].headers["ETag"]
    response, body = ask(origin, "/p.png", **{"If-None-Match": tag})
    assert (response.status, body) == (304, b"")


def test_pages_come_home_page_first_and_without_the_error_page(dist):
    assert pages_of(dist) == ("/", "/about.html", "/news/", "/news/a%20b.html")


def test_a_folder_without_a_page_is_an_error(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no HTML page"):
        pages_of(tmp_path / "empty")


@pytest.mark.parametrize("text", ["brotli", "brotli:12", "gzip:10", "zip:1", "", "brotli:5;gzip:6"])
def test_a_compression_that_does_not_exist_is_an_error(text):
    with pytest.raises(InputError):
        Coding.parse(text)


@pytest.mark.parametrize("text", ["identity", "brotli:11", "brotli:5,gzip:6"])
def test_a_compression_reads_as_it_is_written(text):
    assert str(Coding.parse(text)) == text
