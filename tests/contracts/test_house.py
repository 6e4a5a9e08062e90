"""The rules of the house hold, and the checker would notice if they did not."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LINES_AT_MOST = 300
MODULES_AT_MOST = 15
METHODS_AT_MOST = 15
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "stuff", "tools", "lib"}

CONTRACTS = {
    "house": "The house",
    "acyclic": "No cycles between siblings",
    "extensions": "Rules, formats and sources are independent",
    "cli": "The command line knows pipeline, report, records and the floor alone",
    "pure": "Pure rooms touch no network, browser, clock, chance or disk",
    "playwright": "playwright only in measure",
    "httpx": "httpx only in crawl",
    "click": "click and rich only in cli",
}

PLANTED = [  # contract, folder, what a module there says
    ("house", "measure", "from delest.crawl import links"),
    ("house", "crawl", "from delest import pipeline"),
    ("house", "records", "from delest import weigh"),
    ("house", "", "x = 1"),
    ("extensions", "advise/rules/media", "from delest.advise.rules.responses import text_compression"),
    ("extensions", "advise/rules/code", "from delest.advise.rules.code import css_unused"),
    ("cli", "cli", "from delest.store.journal import Journal"),
    ("cli", "cli/options", "def late():\n    from delest.convert.web.range import convert"),
    ("pure", "convert", "import time"),
    ("pure", "weigh", "from pathlib import Path"),
    ("pure", "check", "from random import choice"),
    ("pure", "records", "import socket"),
    ("playwright", "report", "from playwright.async_api import Page"),
    ("httpx", "weigh", "import httpx"),
    ("httpx", "measure", "from httpx import Client"),
    ("click", "crawl", "import rich.table"),
    ("acyclic", "crawl", "from delest.crawl import familiar"),
]  # fmt: skip


def lint(root):
    """Run import-linter on the tree in ``root`` as ``make imports`` does."""
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "COLUMNS": "200"}
    command = [sys.executable, "-c", call, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=120)


def stranger(number, folder):
    """Return the name of a planted module, within delest."""
    return ".".join((*filter(None, folder.split("/")), f"stranger_{number}"))


@pytest.fixture(scope="module")
def objections(tmp_path_factory):
    """Contract -> what the checker says of it, on a copy of the house with every violation planted in it."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    house = copy / "src" / "delest"
    for number, (_contract, folder, text) in enumerate(PLANTED):
        (house / f"{stranger(number, folder).replace('.', '/')}.py").write_text(f'"""Planted."""\n\n{text}\n', "utf-8")
    back = PLANTED.index(("acyclic", "crawl", "from delest.crawl import familiar"))
    (house / "crawl" / "familiar.py").write_text(f"from delest.crawl import stranger_{back}\n", "utf-8")
    answer = lint(copy)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    titles = re.split(r"^(.+)\n-{3,}\n", answer.stdout.partition("Broken contracts\n---")[2], flags=re.MULTILINE)
    return dict(zip(titles[1::2], titles[2::2], strict=True))


def test_every_contract_is_kept():
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    for title in CONTRACTS.values():
        assert title in answer.stdout


@pytest.mark.parametrize(("number", "planted"), list(enumerate(PLANTED)), ids=str)
def test_a_planted_violation_is_caught(objections, number, planted):
    contract, folder, _text = planted
    said = next(text for title, text in objections.items() if title.startswith(CONTRACTS[contract]))
    name = stranger(number, folder)
    if contract == "acyclic":  # which names the modules within their folder
        name = name.removeprefix(folder.replace("/", "."))
    assert re.search(rf"{re.escape(name)}(?!\w)", said), said


def test_folders_hold_few_modules_side_by_side():
    folders = Counter(path.parent for path in SOURCES if path.name != "__init__.py")
    assert {str(folder): n for folder, n in folders.items() if n > MODULES_AT_MOST} == {}


def test_classes_have_few_methods():
    found = Counter()
    for node in (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body)
            found[node.name] = max(methods, found[node.name])
    assert {name: n for name, n in found.items() if n > METHODS_AT_MOST} == {}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_files_stay_small_and_are_named_for_what_they_hold(source):
    assert len(source.read_text(encoding="utf-8").splitlines()) <= LINES_AT_MOST
    assert source.stem not in EMPTY_NAMES
    assert source.parent.name not in EMPTY_NAMES


@pytest.mark.parametrize("command", [[], ["audit"], ["check"], ["estimate"]])
def test_help_loads_no_heavy_library(command):
    asked = (
        "import sys\n"
        "from delest.cli.__main__ import main\n"
        f"sys.argv = ['delest', *{command}, '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert end.code in (0, None), end.code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", asked]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    assert "--help" in answer.stdout
    loaded = set(answer.stderr.split())
    assert {"click", "delest"} <= loaded
    heavy = {
        "PIL",
        "asyncio",
        "bs4",
        "defusedxml",
        "difflib",
        "fractions",
        "httpx",
        "jinja2",
        "lxml",
        "playwright",
        "protego",
        "rich",
        "sqlite3",
    }
    assert loaded & heavy == set()
