"""The commands of the pages on RGESN and on the bilan that need no browser, in both languages, run as written."""

import json
import re
import shlex
import shutil
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from delest.serving.coding import Coding
from delest.serving.folder import serve_folder
from tests.cli.test_bilan import edition
from tests.cli.test_bilan import saved as of_bytes
from tests.command import delest
from tests.evidence.audits import good_page, saved

DOCS = Path(__file__).parents[2] / "docs"
LIMITS = "<meta charset=utf-8><p>Poids maximum par écran : 1 Mo</p><p>au plus 30 requêtes</p>"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The folder of a user: audits, two editions of a fleet, plans; what the pages call them."""
    folder = tmp_path_factory.mktemp("home")
    audits = folder / "delest-runs"
    saved(audits / "RUN", good_page("/"))
    for before, after in (("BEFORE", "AFTER"), ("AVANT", "APRES")):
        of_bytes(audits / before, 2_000_000)
        of_bytes(audits / after, 500_000, days=30)
    edition(folder / "delest-fleet", "2025-T4", 0, {"mairie": (2_000_000, 1e6)})
    edition(folder / "delest-fleet", "2026-T4", 90, {"mairie": (500_000, 1e6)})
    (folder / "site").mkdir()
    (folder / "site" / "ecoconception").write_text(LIMITS, "utf-8")
    return folder


def commands(page):
    text = (DOCS / page).read_text("utf-8")
    found = re.findall(r"^ {4}delest (.+)$", text, re.MULTILINE)
    assert found
    return [each for each in found if not each.startswith("audit ") and "--probe" not in each]


def run(written, home):
    """Run a command of a page in the user's folder; patterns are replaced by the files, as a shell does."""
    given = [
        name for each in shlex.split(written)
        for name in (sorted(str(path.relative_to(home)) for path in home.glob(each)) if "*" in each else [each])
    ]  # fmt: skip
    done = delest(*given, cwd=home)
    assert done.returncode == 0, (written, done.stderr)
    for option, name in pairwise(given):
        assert option != "-o" or (home / name).exists(), written
    return done


@pytest.mark.parametrize("page", ["rgesn.md", "fr/rgesn.md"])
def test_the_pack_is_made_as_the_page_says(home, page):
    shutil.rmtree(home / "pack", ignore_errors=True)
    with serve_folder(home / "site", Coding.parse("identity")) as origin:
        for each in commands(page):
            run(each.replace("https://www.example.gouv.fr", origin), home)
    found = json.loads((home / "pack" / "preuves.json").read_text("utf-8"))
    of = {each["id"]: each for each in found["criteria"]}
    assert of["6.1"]["status"] == "Validé", "the limits were read in the declaration"
    assert "FRA" in str(of["8.6"]["measured"])
    named = set(re.findall(r"^\| (`.*?) \|", (DOCS / page).read_text("utf-8"), re.MULTILINE))
    files = {name for each in named for name in re.findall(r"`([a-z0-9.-]+\.[a-z]+)`", each)}
    assert files - {each.name for each in (home / "pack").iterdir()} == {"declaration.pdf"}, "that one needs --pdf"


@pytest.mark.parametrize("page", ["bilan.md", "fr/bilan.md"])
def test_the_bilan_is_made_as_the_page_says(home, page):
    plan = re.search(r"^```\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)[1]
    (home / "plan.csv").write_text(plan, "utf-8")
    for folder in ("ministries", "ministeres"):
        (home / folder).mkdir(exist_ok=True)
        book = openpyxl.Workbook()
        for line in plan.splitlines():
            book.active.append(line.split(";"))
        book.save(home / folder / "culture.xlsx")
    for each in commands(page):
        run(each, home)
    lines = json.loads(run("bilan plan.csv -f json", home).stdout)["lines"]
    assert [each["realised"]["why"] for each in lines] == ["as-planned", "equipment", "equipment"]
