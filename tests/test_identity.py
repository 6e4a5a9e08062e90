import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.identity import identity, stem

SITE = "https://www.example.org"
HASHED = {
    "/assets/app.3f9a.js": "/assets/app.*.js",
    "/assets/index-DiwrgTda.js": "/assets/index-*.js",
    "/assets/index-BxQ2k3Zp.css": "/assets/index-*.css",
    "/main.abc123de.chunk.js": "/main.*.chunk.js",
    "/_next/static/chunks/4bd1b696-182b6b13bdad92e3.js": "/_next/static/chunks/*-*.js",
    "/_next/static/K3hd8sJq2kLmN0pQrStUv/_buildManifest.js": "/_next/static/*/_buildManifest.js",
    "/styles.d41d8cd98f00b204e9800998ecf8427e.css": "/styles.*.css",
    "/vendor~main.9c3f.js": "/vendor~main.*.js",
    "/a.js?v=3.2": "/a.js",
    "/a.css?ver=1700000000": "/a.css",
}
PLAIN = [
    "/jquery-3.7.1.min.js", "/js/jQueryUi.js", "/rapport-2024.pdf", "/fonts/Marianne-Bold.woff2",
    "/es2015-polyfills.js", "/font/Inter_400Regular.woff2", "/font/Inter_600SemiBold.woff2", "/h264.mp4",
    "/wp-content/uploads/2024/05/DSC01234.jpg", "/dsfr.module.min.css", "/image-20240512.png", "/i18n_fr.js",
    "/page-2.html", "/CamelCaseComponent.js", "/a.js?id=12", "/",
]  # fmt: skip


@pytest.mark.parametrize(("path", "name"), HASHED.items(), ids=HASHED)
def test_the_hash_of_a_build_is_no_part_of_a_name(path, name):
    assert identity(SITE + path, SITE) == name


@pytest.mark.parametrize("path", PLAIN)
def test_what_people_write_stays(path):
    assert identity(SITE + path, SITE) == path


def test_another_host_is_part_of_the_name():
    assert identity("https://cdn.example/app.3f9a.js", SITE) == "https://cdn.example/app.*.js"


def test_the_stem_of_a_name():
    assert stem("/img/hero.*.jpg") == "hero"


@given(st.text(max_size=60))
def test_naming_twice_changes_nothing(path):
    once = identity(f"{SITE}/{path}")
    assert identity(once) == once or "?" in path or "#" in path
