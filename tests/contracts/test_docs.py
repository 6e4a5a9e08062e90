"""The pages on the command line name every command, every option and every exit code, and none that is not there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from delest.errors import ExitCode

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"commands.md": "audit and check", "fr/commandes.md": "audit et check"}
"""Page -> heading of what two commands share."""


def test_the_tables_are_those_that_the_options_make():
    script = DOCS.parent / "scripts" / "commands.py"
    answer = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False, timeout=120
    )
    assert answer.returncode == 0, f"{answer.stderr}run: PYTHONPATH=src:. .venv/bin/python scripts/commands.py"


@pytest.fixture(params=PAGES)
def sections(request):
    """Heading -> text, with what commands share under ``shared``."""
    text = (DOCS / request.param).read_text("utf-8")
    found = {"": text} | dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", text, re.MULTILINE))
    shared = next(heading for heading in found if heading.endswith(PAGES[request.param]))
    return found | {"shared": found[shared]}


def options(text):
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z0-9-]*", text))


def test_every_option_of_every_command_is_there(sections, path, commands):
    everywhere = sections[next(heading for heading in sections if heading in {"Everywhere", "Partout"})]
    told = options(everywhere) if len(path) == 0 else options(everywhere + sections[f"delest {' '.join(path)}"])
    if path in {("audit",), ("check",)}:
        told |= options(sections["shared"])
    for parameter in commands[path].params:
        if parameter.param_type_name == "option":
            assert set(parameter.opts) <= told, parameter.name


def test_no_option_is_there_that_no_command_has(sections, commands):
    known = {option for command in commands.values() for each in command.params for option in each.opts}
    assert options("".join(re.findall("`[^`\n]*`", sections[""]))) - known <= {"-h", "--help"}


def test_every_exit_code_is_there(sections):
    rows = re.findall(r"^\| (\d+) \|", sections[""], re.MULTILINE)
    assert rows == [str(int(code)) for code in ExitCode]
