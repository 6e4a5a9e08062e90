"""What each way of loading a page brings of what comes late, or on a sign of the visitor; the server says what it was.

    PYTHONPATH=src:. python bench/late.py [--before CHECKOUT] [--auditor NAME=PROGRAM ...] [--markdown FILE] [PAGE ...]

The pages are those of tests/browser/test_visit.py. ``--before`` is a checkout of an earlier delest, run with this
Python. bench/auditors.py says which other auditors are known.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.auditors import AUDITORS
from bench.document import put_section
from delest import __version__
from delest.measure.browser.browser import Driver
from delest.measure.browser.find import find
from delest.measure.load import PageLoader
from delest.records.runs.loading import LoadOptions
from tests.browser.small_site import Answer
from tests.browser.test_visit import BROUGHT, HEAD, PAGES, PARTS, Site

OPTIONS = LoadOptions(browser_path=os.environ.get("DELEST_BROWSER"))
NAMES = {
    "/timers": "timers of 2 to 9 s, nested and chained, in frames of other sites, polls, frames, an animation",
    "/scrolls": "scripts that wait until a scroll rests, that poll, that watch a narrow band",
    "/mouse": "scripts held back until the first move of the mouse, key, wheel",
    "/held-back": "a script after the first move that brings another; a timer that each scroll sets back",
    "/panels": "panels that the wheel turns",
    "/swaps": "pictures that the wheel changes",
    "/snap": "screens that the scroll snaps to",
    "/zero": "a timer of 5 s behind a loop of setTimeout(0)",
    "/sent-on": "a page that leads to another one after 5 s, and what that one loads 4 s later",
    "/boxes": "a box that scrolls by itself, pictures that change every 3 s",
    "/flip": "a bar that leaves the flow when the page is scrolled",
    "/leaves": "what is sent as the page is left",
    "/tall": "the end of a page of 20 000 px",
}
TITLE = "Late and interactive loads"


def with_delest(url: str) -> None:
    async def load() -> None:
        async with Driver(OPTIONS) as driver, PageLoader(driver, OPTIONS) as loader:
            await loader.load(url)

    asyncio.run(load())


def with_checkout(checkout: Path, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "delest", "audit", url, "--max-pages", "1", "-q", "--run", f"{folder}/run"]
        environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def with_auditor(name: str, program: str, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        AUDITORS[name](program, [url], str(find(OPTIONS.browser_path)), Path(folder))


def brought(site: Site, path: str, way: Callable[[str], None]) -> str:
    """Return how many of the loads of a page one way brings."""
    site.asked.clear()
    try:
        way(site.url(path))
    except subprocess.CalledProcessError:
        return "failed"
    return f"{len(set(BROUGHT[path]) & set(site.asked))} of {len(BROUGHT[path])}"


def markdown(found: dict[str, dict[str, str]], ways: Sequence[str]) -> str:
    lines = [
        "Loads that come late, or on a sign of the visitor, by what the server was asked for; `make late` makes this",
        f"table again. delest {__version__}; the others as they come.",
        "",
        f"| the page has | {' | '.join(ways)} |",
        f"|---|{'--:|' * len(ways)}",
        *(f"| {NAMES[path]} | {' | '.join(of[way] for way in ways)} |" for path, of in found.items()),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=list(NAMES))
    parser.add_argument("--before", type=Path, help="checkout of an earlier delest")
    parser.add_argument("--auditor", action="append", default=[], help="NAME=PROGRAM; names: " + ", ".join(AUDITORS))
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    ways: dict[str, Callable[[str], None]] = {"delest": with_delest}
    if before := asked.before:
        ways["delest before"] = lambda url: with_checkout(before, url)
    for name, _, program in (each.partition("=") for each in asked.auditor):
        ways[name] = lambda url, name=name, program=program: with_auditor(name, program, url)  # type: ignore[misc]
    found: dict[str, dict[str, str]] = {}
    with Site() as site:
        elsewhere = site.url("/frame-elsewhere", host="localhost")
        for path, body in (PAGES | PARTS).items():
            site.answers[path] = Answer((HEAD + "<p>A page" + body.replace("ELSEWHERE", elsewhere)).encode())
        for path in asked.pages:
            found[path] = {name: brought(site, path, way) for name, way in ways.items()}
            print(path, found[path], flush=True)
    if asked.markdown:
        put_section(asked.markdown, TITLE, markdown(found, list(ways)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
