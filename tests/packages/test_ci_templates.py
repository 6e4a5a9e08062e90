"""What teams copy for their continuous integration is of the form that each host documents."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = ("docs/check.md", "docs/fr/controle.md")
SCHEMAS = {".github/workflows/": "vendor.github-workflows", ".gitlab-ci.yml": "vendor.gitlab-ci"}
FILES = {"action.yml": "vendor.github-actions", "ci/comment.yml": "vendor.github-workflows",
         "ci/gitlab.yml": "vendor.gitlab-ci"}  # fmt: skip


def validated(schema, *files):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def examples(page):
    """The YAML examples of a page: name of the file -> text."""
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    texts = [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip() for block in blocks]
    return {text.splitlines()[0].removeprefix("# "): text for text in texts if text.startswith("# .")}


@pytest.mark.parametrize("name", FILES)
def test_a_file_to_copy_is_valid(name):
    validated(FILES[name], ROOT / name)


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_the_documentation_are_valid(page, tmp_path):
    found = examples(page)
    assert {".pre-commit-config.yaml", ".gitlab-ci.yml"} < found.keys()
    assert sum(name.startswith(".github/workflows/") for name in found) == 3
    for name, text in found.items():
        file = tmp_path / name.replace("/", "-").lstrip(".")
        file.write_text(text, "utf-8")
        for start, schema in SCHEMAS.items():
            if name.startswith(start):
                validated(schema, file)


def test_both_languages_show_the_same_examples():
    english, french = map(examples, PAGES)
    assert english.keys() == french.keys()


def test_the_hook_is_one_that_the_examples_name():
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    for page in PAGES:
        example = yaml.safe_load(examples(page)[".pre-commit-config.yaml"])
        assert {hook["id"] for repo in example["repos"] for hook in repo["hooks"]} <= hooks
