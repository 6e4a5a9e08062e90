"""The Dockerfile gets all that the package is built from: what .dockerignore leaves out is not needed."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LEFT_OUT = (ROOT / ".dockerignore").read_text("utf-8").split()


def is_left_out(name):
    parts = Path(name).parts
    starts = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return any(fnmatchcase(start, pattern) for start in starts for pattern in LEFT_OUT)


def test_the_build_finds_its_files():
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], *PROJECT["project"]["license-files"]]
    needed += [PROJECT["project"]["readme"], "pyproject.toml", "requirements.lock"]
    assert all((ROOT / name).exists() for name in needed)
    assert [name for name in needed if is_left_out(name)] == []
    assert is_left_out("tests/command.py")
