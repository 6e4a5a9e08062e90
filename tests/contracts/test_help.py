"""Help is quick to get, in the reader's language, with an example, and leaves no option unexplained."""

import functools
import re
import subprocess
import sys

import pytest

from delest.cli.options.option import Option, Section, options_by_section
from tests.command import delest, environment

MEASURING = {"httpx", "playwright", "bs4", "lxml", "PIL", "jinja2", "rich", "sqlite3"}
LOADED = """
import sys
from delest.cli.__main__ import run
code = run(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def page(path, commands):
    """A command and its help, with the modules that were loaded to print it."""
    text, loaded = printed(path)
    return commands[path], text, loaded


@functools.cache
def printed(path):
    """Run a command once for all tests: its help, and what it loaded."""
    asked = [sys.executable, "-c", LOADED, *path, "--help"]
    answer = subprocess.run(asked, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout, frozenset(answer.stderr.split())


def test_help_loads_nothing_that_measures(page):
    _command, _text, loaded = page
    assert {"click", "delest"} <= loaded
    assert loaded & MEASURING == set()


def test_help_has_an_example_and_explains_every_option(path, page):
    command, text, _loaded = page
    assert re.search(rf"\n  delest {' '.join(path)}".rstrip() + r"\b", text)
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name
            assert max(parameter.opts, key=len) in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "None" not in text


def test_every_option_describes_itself(path, commands):
    for parameter in commands[path].params:
        if parameter.param_type_name == "option" and parameter.name != "version":
            said = f"write --{parameter.name} with option(...) of delest.cli.options.option, which takes its section"
            assert isinstance(parameter, Option), said


def test_what_an_option_takes_the_place_of_is_there(path, commands):
    names = {parameter.name for parameter in commands[path].params}
    asked = {each for parameter in commands[path].params for each in getattr(parameter, "instead_of", ())}
    if path == ("audit",):
        assert asked <= names
        assert asked


def test_help_comes_in_sections():
    text = delest("audit", "--help").stdout
    titles = re.findall(r"^([A-Z].*):$", text, re.MULTILINE)
    assert titles == [
        "Which pages", "How pages are loaded", "Access to the site", "Traffic and factors", "Output", "General",
    ]  # fmt: skip


def test_the_options_of_every_command_come_in_titled_sections(page):
    command, text, _loaded = page
    sections = [section.value for section in options_by_section(command)]
    titles = re.findall(r"^([A-Z].*):$", text, re.MULTILINE)
    assert [title for title in titles if title in {*Section}] == (sections if len(sections) > 1 else [])


def test_help_speaks_french(path, page):
    english = page[1]
    answer = delest(*path, "--help", "--lang", "fr")
    assert answer.returncode == 0, answer.stderr
    french = answer.stdout
    assert french.startswith("Utilisation")
    for said in ("Usage:", "Show this message", "[default:", "[required]"):
        assert said not in french
    assert not re.search(r"\w:$", french, re.MULTILINE)  # French puts a space before a colon
    examples = {line for line in english.splitlines() if line.startswith("  delest ")}
    same = set(english.splitlines()) & set(french.splitlines())
    assert examples <= same
    # What stays as it is: names of columns and of choices, never a sentence.
    assert not any(re.search(r"\b(the|of|a)\b", line) for line in same - examples)
