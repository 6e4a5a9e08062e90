"""The wheel and the source archive, as a user gets them: built, and installed away from the clone."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

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
    release.install(python, wheel, light=True)  # `make release` lets the registry resolve what it needs
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


@pytest.fixture(scope="module")
def audited(installed):
    """The run of an audit of the demo site's first page."""
    audit = installed.delest(
        "audit", "--max-pages", "1", "--depth", "0", "--prove", "0", "-q", "--run", "delest-runs/demo"
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
    return installed.away / "delest-runs" / "demo"


def test_it_audits_the_demo_site_and_reports_in_french(installed, audited):
    pages = json.loads((audited / "report.json").read_text("utf-8"))["pages"]
    assert [page["outcome"] for page in pages] == ["ok"]
    report = installed.delest("report", audited, "--lang", "fr", "-o", "audit.html")
    assert report.returncode == 0, report.stderr
    assert 'lang="fr"' in (installed.away / "audit.html").read_text("utf-8")


COMPLETED = """
eval "$(delest completion bash)"
for line in "$@"; do
    IFS=' ' read -r -a COMP_WORDS <<< "delest $line"
    [[ $line != *' ' ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
    _delest_completion delest "${COMP_WORDS[COMP_CWORD]}" ""
    echo "${COMPREPLY[@]}"
done
"""
OFFERED = {
    "che": {"check"},
    "check --bas": {"--baseline", "--basic-auth"},
    "audit --lang ": {"en", "fr"},
    "explain soft-404": {"soft-404", "soft-404-alike"},
    "report delest": {"delest-runs/demo"},
}


@pytest.mark.usefixtures("audited")
def test_bash_completes_with_the_script_that_it_prints(installed):
    path = f"{installed.python.parent}:{os.environ['PATH']}"
    answer = installed.run("env", f"PATH={path}", "bash", "--norc", "-c", COMPLETED, "bash", *OFFERED)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert {line: set(offered.split()) for line, offered in zip(OFFERED, lines, strict=True)} == OFFERED


@pytest.fixture(scope="module")
def built(installed):
    """A build folder in the folder away from the clone."""
    folder = installed.away / "dist"
    folder.mkdir()
    text = "<p>Town hall, open from nine to five, Monday to Friday.</p>" * 40
    (folder / "index.html").write_text(f"<!doctype html><html lang=en><title>Town hall</title><h1>Town hall</h1>{text}")
    return folder


@pytest.mark.parametrize(("limit", "code"), [("1 MB", 0), ("300 B", 1)])
def test_the_steps_of_the_action_do_what_a_runner_asks(installed, built, tmp_path, limit, code):
    (tmp_path / "delest").symlink_to(installed.python.parents[1])  # what the step before installs
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    script = next(step["run"] for step in steps if step.get("id") == "check")
    asked = {
        "RUNNER_TEMP": tmp_path, "GITHUB_OUTPUT": tmp_path / "output", "GITHUB_STEP_SUMMARY": tmp_path / "summary",
        "CHECK_TARGET": f"./{built.name}", "DELEST_LANG": "fr",
        "CHECK_ARGUMENTS": f"--stay 0.1 --max-page-weight '{limit}' -q",
    }  # fmt: skip
    given = [f"{name}={value}" for name, value in asked.items()]
    answer = installed.run("env", *given, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
    assert answer.returncode == code, answer.stdout + answer.stderr
    assert (tmp_path / "output").read_text().splitlines() == [
        f"exit-code={code}",
        f"verdict={tmp_path}/delest-verdict/verdict.md",
    ]
    assert (tmp_path / "summary").read_text("utf-8").startswith("<!-- delest-verdict -->")
    assert ("::error" in answer.stdout) == bool(code)
    assert json.loads((tmp_path / "delest-verdict" / "verdict.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_the_job_of_gitlab_writes_its_reports(installed, built, tmp_path):
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))["delest"]
    given = [f"PATH={installed.python.parent}:{os.environ['PATH']}", f"CHECK_TARGET={built}",
             "CHECK_ARGUMENTS=--max-page-weight 1MB --stay 0.1 -q"]  # fmt: skip
    after = next(n for n, line in enumerate(job["script"], 1) if line.startswith("pip install"))
    script = "\n".join((f"cd '{tmp_path}'", *job["script"][after:]))
    answer = installed.run("env", *given, "bash", "-eo", "pipefail", "-c", script)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    for report in job["artifacts"]["reports"].values():
        assert (tmp_path / report).stat().st_size
