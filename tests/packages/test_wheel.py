"""The wheel and the source archive, as a user gets them: built, and installed away from the clone."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from delest.factors.load import released
from scripts import release
from tests.command import SILENT

pytestmark = pytest.mark.browser  # one test audits the demo site

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


class Installed(NamedTuple):
    python: Path
    away: Path
    """A folder outside the clone."""
    wheel: Path
    archive: Path

    def run(self, *command):
        clean = {name: value for name, value in release.outside().items() if name not in SILENT}
        return subprocess.run(
            command, cwd=self.away, env=clean | {"LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False,
            timeout=300,
        )  # fmt: skip

    def delest(self, *arguments):
        return self.run(self.python.parent / "delest", *arguments)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    room = tmp_path_factory.mktemp("packages")
    wheel, archive = release.build(room / "dist", room)
    python = release.environment(room / "fresh")
    release.install(python, wheel)
    (room / "away").mkdir()
    return Installed(python, room / "away", wheel, archive)


def test_the_packages_hold_what_a_user_needs_and_nothing_else(installed):
    assert release.lacking(installed.wheel, installed.archive) == ""


def test_what_it_needs_is_installed_and_agrees(installed):
    answer = installed.run(sys.executable, "-m", "pip", "--python", installed.python, "check")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_version_names_the_browser_and_the_factor_sets(installed):
    answer = installed.delest("--version")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"delest {VERSION}\n")
    assert "Chrom" in answer.stdout
    said = " ".join(answer.stdout.split())
    for factors in released().values():
        assert f"{factors.ref.id} {factors.ref.version}" in said


def test_it_is_the_wheel_that_answers(installed):
    answer = installed.run(installed.python, "-c", "import delest, delest.library; print(delest.__file__)")
    assert answer.stdout.startswith(str(installed.python.parents[1])), answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "poids de page", "--lang", "fr"), "octets transférés"),
        (("factors", "list"), "ademe-fr-2026"),
        (("rules",), "image-encoding"),
        (("estimate", "page", "--views", "1000000", "--from", "2 MB", "--to", "500 kB"), "259"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_the_data_inside_is_found(installed, arguments, said):
    answer = installed.delest(*arguments)
    assert answer.returncode == 0, answer.stderr
    assert said in answer.stdout


def test_it_audits_the_demo_site_and_reports_in_french(installed):
    audit = installed.delest("audit", "--max-pages", "1", "--depth", "0", "--prove", "0", "-q", "--run", "run")
    assert audit.returncode == 0, audit.stdout + audit.stderr
    pages = json.loads((installed.away / "run" / "report.json").read_text("utf-8"))["pages"]
    assert [page["outcome"] for page in pages] == ["ok"]
    report = installed.delest("report", "run", "--lang", "fr", "-o", "audit.html")
    assert report.returncode == 0, report.stderr
    assert 'lang="fr"' in (installed.away / "audit.html").read_text("utf-8")
