"""What ``delest config`` and ``delest completion`` say."""

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.command import delest

SCHEMA = Path(__file__).parents[2] / "docs" / "delest.schema.json"


@pytest.fixture(scope="module")
def schema():
    return json.loads(delest("config", "--schema").stdout)


def test_every_value_is_shown_with_where_it_comes_from(tmp_path):
    (tmp_path / "delest.toml").write_text('max-pages = 50\nloads = 3\n[audit]\nto = "70%"\n', "utf-8")
    asked = ("config", "audit", "--depth", "2", "-o", "a.html")
    answer = delest(*asked, cwd=tmp_path, env={"DELEST_LOADS": "2", "DELEST_BROWSER": "/b"})
    assert answer.returncode == 0, answer.stderr
    rows = {" ".join(line.split()) for line in answer.stdout.splitlines()}
    assert {
        "max-pages 50 delest.toml, line 1",
        'loads "2" DELEST_LOADS',
        'to "70%" delest.toml, line 4',
        'depth "2" command line',
        'output ["a.html"] command line',
        'browser "/b" DELEST_BROWSER',
        'country "FRA" default',
        "jobs - default",
    } <= rows
    every = delest("config", cwd=tmp_path).stdout
    assert {"[audit]", "[check]", "[estimate.page]", "[factors.list]"} <= set(every.splitlines())
    assert delest("config", "adit", cwd=tmp_path).returncode == 2
    assert "No such option '--nope'" in delest("config", "audit", "--nope", cwd=tmp_path).stderr


def test_no_password_is_shown(tmp_path):
    (tmp_path / "delest.toml").write_text('proxy = "http://me:hidden@proxy.example:8080"\n', "utf-8")
    shown = delest("config", cwd=tmp_path).stdout + delest("config", "audit", "--proxy", "me:hidden@p:1").stdout
    assert "proxy.example:8080" in shown
    assert "hidden" not in shown


def test_the_schema_in_the_docs_is_the_one_that_the_options_make(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(SCHEMA.read_text("utf-8")) == schema


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ('max-pages = 50\n[audit]\nmobile-share = "50%"\n[devices.a]\nwidth-px = 300\nheight-px = 300', True),
        ("max-pages = 0", False),
        ("max-page = 1", False),
        ('include = "a"', False),
        ("[estimate.page]\nviews = 1000000", True),
        ("[estimate.pages]", False),
    ],
)
def test_the_schema_and_delest_agree(tmp_path, schema, text, fits):
    (tmp_path / "delest.toml").write_text(text, "utf-8")
    assert jsonschema.Draft202012Validator(schema).is_valid(tomllib.loads(text)) is fits
    assert (delest("config", "doctor", cwd=tmp_path).returncode == 0) is fits


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_example_can_be_used_as_it_is_and_with_every_key(tmp_path, schema, language):
    text = delest("config", "--example", "--lang", language).stdout
    assert ("Load at most" in text) is (language == "en")
    full = re.sub(r"^# (?=[a-z-]+ = )", "", text, flags=re.MULTILINE)
    assert full.count("\nmax-pages = 20\n") == 1
    for each in (text, full):
        jsonschema.validate(tomllib.loads(each), schema)
    (tmp_path / "delest.toml").write_text(text, "utf-8")
    assert delest("config", "doctor", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_commands_and_options(shell):
    assert "_DELEST_COMPLETE" in delest("completion", shell).stdout
    typed = {"COMP_WORDS": "delest audit --max-p", "COMP_CWORD": "--max-p" if shell == "fish" else "2"}
    answer = delest(env={"_DELEST_COMPLETE": f"{shell}_complete", **typed})
    assert "--max-pages" in answer.stdout


COMPLETED = {
    "value": ("delest audit --device mo", "mobile"),
    "rule": ("delest rules image-enc", "image-encoding"),
    "word": ("delest explain soft-404-a", "soft-404-alike"),
    "run": ("delest report ", "delest-runs/of-a-site"),
    "begun": ("delest compare delest-runs/of", "delest-runs/of-a-site"),
    "resumed": ("delest audit --resume delest-", "delest-runs/of-a-site"),
    "target": ("delest check delest-runs/of", "delest-runs/of-a-site"),
    "elsewhere": ("delest advise kept/", "kept/old"),
}


@pytest.mark.parametrize(("typed", "wanted"), COMPLETED.values(), ids=COMPLETED)
def test_completion_knows_values_words_and_saved_audits(tmp_path, typed, wanted):
    for run in ("delest-runs/of-a-site", "kept/old"):
        (tmp_path / run).mkdir(parents=True)
        (tmp_path / run / "run.sqlite").touch()
    (tmp_path / "delest-runs" / "something-else").mkdir()
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
    answer = delest(env={"_DELEST_COMPLETE": "bash_complete", **words}, cwd=tmp_path)
    assert [line.partition(",")[2] for line in answer.stdout.splitlines()] == [wanted]
