"""The command line as a user runs it: a process of its own, in an environment that says nothing by chance."""

import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src"
SILENT = {"DELEST_LANG", "DELEST_BROWSER", "CHROME_PATH", "NO_COLOR", "LANGUAGE", "LANG", "COLUMNS", "PYTHONIOENCODING"}


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in SILENT and not name.startswith("LC_")}
    return kept | {"PYTHONPATH": str(SOURCES), "LC_ALL": "C.UTF-8"} | more


def command(*arguments):
    return [sys.executable, "-m", "delest", *map(str, arguments)]


def delest(*arguments, env=None, **options):
    """Run one command; its output is text unless ``text`` is False."""
    options = {"capture_output": True, "text": True, "timeout": 240} | options
    return subprocess.run(command(*arguments), env=environment(**(env or {})), check=False, **options)
