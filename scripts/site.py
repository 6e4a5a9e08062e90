"""Builds the documentation site from ``docs/``: ``make docs`` writes it to ``build/site``.

1. The pages of each language are laid out with the links that they have there; Sphinx builds them with ``docs/theme``.
2. A gallery of reports that delest writes of a saved audit (``--run``; without it, the demo site is audited first),
   and of the audit of the French State's design system that is kept in ``fixtures/gallery``.
3. Every link of every page is followed: a lost page or heading, a request to another host, a page without its French
   twin or without a line in the index fail the build.

The menu is the index, ``docs/README.md``. Sizes are checked by delest itself: ``delest check build/site``.
"""

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from lxml import html as markup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import delest

_ROOT: Final = Path(__file__).resolve().parents[1]
_DOCS: Final = _ROOT / "docs"
_ENGLISH_ALONE: Final = frozenset({"accuracy", "architecture", "bench", "changelog", "contributing", "security"})
"""Written by the benches, or for developers; SECURITY.md is part of `confiance.md` in French."""
_FROM_THE_ROOT: Final = {
    "README.md": "en/start", "SECURITY.md": "en/security", "CONTRIBUTING.md": "en/contributing",
    "CHANGELOG.md": "en/changelog", "README.fr.md": "fr/commencer", "docs/README.md": "en/index",
    "docs/fr/README.md": "fr/index",
}  # fmt: skip
_DESIGN_SYSTEM: Final = _ROOT / "fixtures" / "gallery" / "dsfr"
"""An audit of nine of its example pages, kept without files and pictures."""
_LINK: Final = re.compile(r"(!?\[[^\]]*\]\()([^)\s]+)(\))")
_CODE: Final = re.compile(r"(^```.*?^```|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_REPORT: Final = re.compile(r"^`(gallery/[a-z.]+)`$")
_BEFORE_A_MARK: Final = re.compile(r" (?=[:;!?»](?:\s|$|\*))|(?<=«) ")
"""A space at which no line of French ends."""
_MENU: Final = re.compile(r"^(?:## (?P<heading>.+)|- .*)$", re.MULTILINE)
_TWIN: Final = re.compile(
    r"^\*?(?:En français|Version française|In English|English)\s?: .*?\]\(([^)#\s]+)", re.MULTILINE
)
_WORDS: Final = {
    "en": {"other": "fr", "switch": "Français", "search": "Search", "go": "Go", "skip": "Skip to the content",
           "contents": "Contents"},
    "fr": {"other": "en", "switch": "English", "search": "Rechercher", "go": "OK", "skip": "Aller au contenu",
           "contents": "Sommaire"},
}  # fmt: skip
_ASIDE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>delest</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="{base}en/_static/delest.css"></head><body><main><h1>delest</h1><p>{text}</p>
<ul><li><a href="{base}en/">Documentation</a></li><li lang="fr"><a href="{base}fr/">La documentation</a></li></ul>
</main></body></html>"""


def main() -> int:
    """Build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", nargs="?", type=Path, default=_ROOT / "build" / "site", help="the folder to write")
    parser.add_argument("--run", type=Path, help="a saved audit for the gallery")
    order = parser.parse_args()
    shutil.rmtree(order.place, ignore_errors=True)
    wrong = build(order.place, order.run)
    for each in wrong:
        print(each, file=sys.stderr)
    print(f"{len(list(order.place.rglob('*.html')))} pages in {order.place}")
    return 1 if wrong else 0


def build(place: Path, run: Path | None = None) -> list[str]:
    """Write the site to a folder; return what is wrong with it."""
    wrong = without_twin(_sources(), _twins()) + _outside_the_menu()
    with tempfile.TemporaryDirectory(prefix="delest-site-") as room:
        for language in _WORDS:
            source = Path(room) / language
            _lay_out(language, source)
            if _sphinx(language, source, place / language, Path(room) / f"{language}.cache"):
                wrong.append(f"{language}: Sphinx has warnings, see above")
        _gallery(place / "gallery", run, Path(room))
    _files(place / "files")
    place.joinpath("index.html").write_text(_ASIDE.format(base="", text="English · Français"), "utf-8")
    lost = "This page does not exist. · Cette page n’existe pas."
    place.joinpath("404.html").write_text(_ASIDE.format(base="/", text=lost), "utf-8")
    return wrong + lost_links(place)


def _staged(path: str) -> str | None:
    """Return where a page of the repository is on the site, without its suffix; None: it is not a page of the site."""
    if path in _FROM_THE_ROOT:
        return _FROM_THE_ROOT[path]
    found = re.fullmatch(r"docs/(fr/)?([a-z0-9-]+)\.md", path)
    return f"{'fr' if found[1] else 'en'}/{found[2]}" if found and (_ROOT / path).is_file() else None


def _sources() -> dict[str, Path]:
    """Return the pages: place on the site without suffix -> file."""
    files = [*_DOCS.glob("*.md"), *_DOCS.glob("fr/*.md"), *(_ROOT / name for name in _FROM_THE_ROOT)]
    return {_staged(file.relative_to(_ROOT).as_posix()) or "": file for file in files}


def _twins() -> dict[str, str]:
    """Return the page in the other language that each page names at its head."""
    twins = {"en/index": "fr/index", "fr/index": "en/index"}
    for name, file in _sources().items():
        if found := _TWIN.search("".join(file.read_text("utf-8").splitlines(keepends=True)[:8])):
            path = os.path.relpath((file.parent / found[1]).resolve(), _ROOT)
            twins.setdefault(name, _staged(path) or path)
    return twins


def without_twin(pages: Iterable[str], twins: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the pages of the two languages, given the page in the other one that each names."""
    wrong = []
    for name in sorted(pages):
        twin = twins.get(name)
        if name.partition("/")[2] in _ENGLISH_ALONE:
            continue
        if twin is None:
            wrong.append(f"{name}: names no page in the other language at its head")
        elif twins.get(twin) != name and twin.partition("/")[2] not in _ENGLISH_ALONE:
            wrong.append(f"{name}: {twin} does not name it back")
    return wrong


def _outside_the_menu() -> list[str]:
    listed = {"index", *(name for language in _WORDS for _, pages in _menu(language) for name, _ in pages)}
    return [f"{name}: the index does not name it" for name in _sources() if name.partition("/")[2] not in listed]


def _lay_out(language: str, source: Path) -> None:
    """Write the pages of one language, with the links that they have on the site.

    A report of the gallery is named in code, because it is not in the repository.
    """
    source.mkdir()
    shutil.copytree(_DOCS / "images", source / "images")
    for name, file in _sources().items():
        if name.startswith(f"{language}/"):
            text = _CODE.split(file.read_text("utf-8"))
            text[::2] = [_LINK.sub(lambda found, at=file: _led(found, at, language), part) for part in text[::2]]
            if language == "fr":
                text[::2] = [_BEFORE_A_MARK.sub("\u00a0", part) for part in text[::2]]
            text[1::2] = [_REPORT.sub(r"[\1](beside:\1)", part) for part in text[1::2]]
            (source / f"{name.partition('/')[2]}.md").write_text("".join(text), "utf-8")


def _led(found: re.Match[str], file: Path, language: str) -> str:
    """Return a Markdown link as it is on the site."""
    target, _, anchor = found[2].partition("#")
    if "://" in target or target.startswith("mailto:") or not target:
        return found[0]
    path = os.path.relpath((file.parent / target).resolve(), _ROOT)
    if path.startswith("docs/images/"):
        return f"{found[1]}images/{Path(path).name}{found[3]}"
    name = _staged(path)
    after = f"#{anchor}" if anchor else ""
    if name is None:
        link = f"beside:files/{path}" if path.endswith(".json") else f"beside:files/{path}.txt"
    elif name.startswith(f"{language}/"):
        link = f"{name.partition('/')[2]}.md{after}"
    else:
        link = f"{'within' if anchor else 'beside'}:{name}.html{after}"
    return f"{found[1]}{link}{found[3]}"


def _menu(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the headings and links of the index."""
    file = _DOCS / ("fr/README.md" if language == "fr" else "README.md")
    menu: list[tuple[str, list[tuple[str, str]]]] = []
    for found in _MENU.finditer(file.read_text("utf-8")):
        if found["heading"]:
            menu.append((re.split(r"\s?:\s", found["heading"])[0], []))
        for title, target in re.findall(r"\[([^\]]+)\]\(([^)\s#]+)\)", found[0])[: None if menu else 0]:
            name = _staged(os.path.relpath((file.parent / target).resolve(), _ROOT))
            if name and all(name not in {known for known, _ in pages} for _, pages in menu):
                here = name.startswith(f"{language}/")
                menu[-1][1].append((name.partition("/")[2] if here else f"../{name}.html", title))
    return menu


def _sphinx(language: str, source: Path, place: Path, cache: Path) -> int:
    peers = {
        one.partition("/")[2]: other.partition("/")[2] for one, other in _twins().items() if one.startswith(language)
    }
    config: dict[str, Any] = {
        "project": "delest", "version": delest.__version__, "release": delest.__version__, "language": language,
        "extensions": ["myst_parser"], "root_doc": "index", "html_theme": "theme",
        "html_theme_path": [str(_DOCS)], "html_copy_source": False, "html_use_index": False, "html_permalinks": False,
        "html_show_search_summary": False,
        "highlight_language": "none", "smartquotes": False, "suppress_warnings": ["toc.not_included", "myst.header"],
        "myst_heading_anchors": 4, "myst_enable_extensions": [],
        "myst_url_schemes": {"http": None, "https": None, "mailto": None, "beside": "../{{path}}",
                             "within": "../{{path}}#{{fragment}}"},
        "html_context": {"words": _WORDS[language], "menu": _menu(language)},
    }  # fmt: skip
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, place, cache, "html", config, status=None, warningiserror=True)
        app.connect(
            "html-page-context", lambda _app, name, _template, context, _tree: context.update(peer=peers.get(name))
        )
        app.build()
    return app.statuscode


def _gallery(place: Path, run: Path | None, room: Path) -> None:
    """Write reports of a saved audit in both languages, as a user gets them."""
    place.mkdir(parents=True)
    if run is None:
        run = room / "audit"
        _delest("audit", "--run", str(run), "--views-per-year", "1000000", "--quiet")
    for language in _WORDS:
        forms = [part for name in ("html", "md", "csv", "json") for part in ("-o", str(place / f"{language}.{name}"))]
        _delest("report", str(run), "--lang", language, *forms)
        _delest("report", str(_DESIGN_SYSTEM), "--lang", language, "-o", str(place / f"dsfr.{language}.html"))


def _delest(*arguments: str) -> None:
    path = os.pathsep.join((str(_ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, "-m", "delest", *arguments]
    answer = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=900
    )
    if answer.returncode:
        sys.exit(f"delest {' '.join(arguments)} ended with {answer.returncode}\n{answer.stdout}{answer.stderr}")


def _files(place: Path) -> None:
    """Copy the files that pages link to, as text that a browser shows."""
    for name in ("NOTICE", "LICENSE", "Dockerfile", "action.yml", "ci/comment.yml", "ci/gitlab.yml"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_ROOT / name, place / f"{name}.txt")
    (place / "docs").mkdir()
    shutil.copy(_DOCS / "delest.schema.json", place / "docs")


def lost_links(place: Path) -> list[str]:
    """Return what the pages of a built site link to or load, and that is not there or on another host."""
    trees = {
        page.resolve(): markup.document_fromstring(page.read_bytes())
        for page in sorted(place.rglob("*.html"))
        if page.parent.name != "gallery"
    }
    ids = {page: {str(each) for each in tree.xpath("//@id | //a/@name")} for page, tree in trees.items()}
    wrong = []
    for page, tree in trees.items():
        for element in tree.xpath("//*[@href or @src or @action]"):
            link = element.get("href") or element.get("src") or element.get("action") or ""
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if element.tag != "a" and parts.scheme != "data":
                    wrong.append(f"{page.relative_to(place.resolve())}: loads {link}")
                continue
            path = unquote(parts.path)
            base = place.resolve() if path.startswith("/") else page.parent
            to = (base / path.lstrip("/")).resolve() if path else page
            to = to / "index.html" if to.is_dir() else to
            if not to.is_file() or (parts.fragment and to in ids and unquote(parts.fragment) not in ids[to]):
                wrong.append(f"{page.relative_to(place.resolve())}: {html.unescape(link)} leads nowhere")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
