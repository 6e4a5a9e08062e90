"""The documentation site: complete in both languages, without lost links, and as light as delest asks of others."""

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import site as builder
from tests.command import delest, environment

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
WEIGHED = ("index.html", "en/index.html", "fr/search.html", "fr/controle.html", "gallery/fr.html")
"""A page of each kind; `make docs` checks them all."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = tmp_path_factory.mktemp("docs") / "site"
    build = [sys.executable, ROOT / "scripts" / "site.py", place, "--run", ROOT / "fixtures" / "runs" / "format-3"]
    done = subprocess.run(build, env=environment(), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def test_every_page_of_the_documentation_is_there_with_its_language(site):
    pages = {str(page.relative_to(site)) for page in site.rglob("*.html")}
    for source in [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs").glob("fr/*.md")]:
        language = "fr" if source.parent.name == "fr" else "en"
        name = "index" if source.stem == "README" else source.stem
        assert f"{language}/{name}.html" in pages
    assert '<html lang="fr">' in (site / "fr" / "controle.html").read_text("utf-8")
    assert 'href="../fr/controle.html"' in (site / "en" / "check.html").read_text("utf-8")


def test_both_languages_can_be_searched(site):
    for language, word, page in (("en", "budget", "check"), ("fr", "budget", "controle")):
        index = (site / language / "searchindex.js").read_text("utf-8")
        assert f'"{page}"' in index
        assert word in index
        assert "searchindex.js" in (site / language / "search.html").read_text("utf-8")
        assert "<script" not in (site / language / "index.html").read_text("utf-8")


def test_delest_finds_it_light(site, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(site, folder, ignore=lambda _where, names: [each for each in names if each.endswith(".html")])
    for name in WEIGHED:
        shutil.copy(site / name, folder / name)
    done = delest("check", folder, "--budget", ROOT / "docs" / "theme" / "budget.toml", "--stay", "0.1", "--jobs", "1",
                  "-q", "--run", tmp_path / "run")  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_page_is_light(site):
    heavy = {page: len(gzip.compress(page.read_bytes())) for page in site.rglob("*.html")}
    assert {page.name: size for page, size in heavy.items() if size > 60_000} == {}


def test_a_lost_link_and_another_host_fail_the_build(site, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<h1 id=a>A</h1><a href="#a">here</a><a href="#b">lost</a><a href="none.html">lost</a>'
        '<a href="https://www.example.org/">told</a><script src="https://www.example.org/x.js"></script>'
    )
    assert builder.lost_links(site) == []
    assert builder.lost_links(tmp_path) == [
        "page.html: #b leads nowhere",
        "page.html: none.html leads nowhere",
        "page.html: loads https://www.example.org/x.js",
    ]


def test_a_page_without_its_french_twin_fails_the_build():
    twins = {"en/a": "fr/a", "fr/a": "en/a", "fr/b": "en/bench"}
    assert builder.without_twin(["en/a", "fr/a", "en/bench", "fr/b"], twins) == []
    assert builder.without_twin(["en/a", "en/c"], twins) == ["en/c: names no page in the other language at its head"]
    assert builder.without_twin(["en/d"], twins | {"en/d": "fr/a"}) == ["en/d: fr/a does not name it back"]
