"""The rules of the house hold, and the checker would notice if they did not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LINES_AT_MOST = 300
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

PLANTED = [
    ("house", "measure/stranger.py", "from delest.crawl import links"),
    ("house", "crawl/stranger.py", "from delest import pipeline"),
    ("house", "records/stranger.py", "from delest import weigh"),
    ("house", "stranger.py", "x = 1"),
    ("extensions", "advise/rules/stranger.py", "from delest.advise.rules import text_compression"),
    ("cli", "cli/stranger.py", "from delest.store.journal import Journal"),
    ("cli", "cli/options/stranger.py", "def late():\n    from delest.convert.web.range import convert"),
    ("pure", "convert/stranger.py", "import time"),
    ("pure", "weigh/stranger.py", "from pathlib import Path"),
    ("pure", "check/stranger.py", "from random import choice"),
    ("pure", "records/stranger.py", "import socket"),
    ("playwright", "report/stranger.py", "from playwright.async_api import Page"),
    ("httpx", "weigh/stranger.py", "import httpx"),
    ("httpx", "measure/stranger.py", "from httpx import Client"),
    ("click", "crawl/stranger.py", "import rich.table"),
]  # fmt: skip


def lint(root, *options):
    """Run import-linter on the tree in ``root`` as ``make imports`` does."""
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "COLUMNS": "200"}
    command = [sys.executable, "-c", call, "--no-logo", "--no-cache", *options]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=120)


def plant(copy, place, text):
    (copy / "src" / "delest" / place).write_text(f'"""Planted."""\n\n{text}\n', encoding="utf-8")


def assert_broken(copy, contract):
    answer = lint(copy, "--contract", contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert re.search(f"{CONTRACTS[contract]}.* BROKEN", answer.stdout)
    assert "stranger" in answer.stdout


@pytest.fixture
def copy(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_contract_is_kept():
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    for title in CONTRACTS.values():
        assert title in answer.stdout


@pytest.mark.parametrize(("contract", "place", "text"), PLANTED)
def test_a_planted_violation_is_caught(copy, contract, place, text):
    plant(copy, place, text)
    assert_broken(copy, contract)


def test_a_planted_cycle_is_caught(copy):
    plant(copy, "crawl/stranger.py", "from delest.crawl import familiar")
    plant(copy, "crawl/familiar.py", "from delest.crawl import stranger")
    assert_broken(copy, "acyclic")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_files_stay_small_and_are_named_for_what_they_hold(source):
    assert len(source.read_text(encoding="utf-8").splitlines()) <= LINES_AT_MOST
    assert source.stem not in EMPTY_NAMES
    assert source.parent.name not in EMPTY_NAMES


def test_help_loads_no_heavy_library():
    asked = (
        "import sys\n"
        "from delest.cli.__main__ import main\n"
        "sys.argv = ['delest', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert end.code in (0, None), end.code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", asked]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    assert "audit" in answer.stdout
    loaded = set(answer.stderr.split())
    assert {"click", "delest"} <= loaded
    heavy = {
        "PIL",
        "asyncio",
        "bs4",
        "defusedxml",
        "httpx",
        "jinja2",
        "lxml",
        "playwright",
        "protego",
        "rich",
        "sqlite3",
    }
    assert loaded & heavy == set()
