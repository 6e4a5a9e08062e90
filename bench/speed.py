"""What exactness costs: delest's loads beside a bare loader's and, where there is one, Lighthouse's.

    PYTHONPATH=src:. python bench/speed.py [--rounds 3] [--lighthouse PROGRAM] [--markdown FILE] [PAGE ...]

Every way loads the same pages of the demo site, one after another, in the same browser, each way in a process of its
own; the ways take turns. Wall time, the CPU time of all its processes, and the most memory they held at once (what
processes share counted in parts) are read from /proc: Linux only. Lighthouse comes with
``npm install --prefix "$(mktemp -d)" lighthouse``; its program is ``node_modules/.bin/lighthouse`` there.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.async_api import Browser

from bench.document import put_section
from bench.processes import family, seen
from delest import __version__
from delest.cli.demo import serve_demo
from delest.measure.browser import Driver, context_options
from delest.measure.load import PageLoader
from delest.measure.options import LoadOptions

PAGES = ("", "actualites/", "contact.html")
SAMPLE_S = 0.1
OPTIONS = LoadOptions(browser_path=os.environ.get("DELEST_BROWSER"))
SCROLL = """async () => {
  for (let last = -1; last !== scrollY; await new Promise(done => setTimeout(done, 100))) {
    last = scrollY;
    scrollBy({top: innerHeight * 0.8, behavior: "instant"});
  }
}"""
TITLE = "Speed"
INTRODUCTION = """\
What exactness costs: the same pages of the demo site, in the same browser, one after another, in one run. `bare` goes
to the page, waits for a quiet network, scrolls to the end, stays as long as delest does, and adds up what DevTools
says of each answer (`Network.loadingFinished`). Wall time is mostly waiting, by rule, on all pages alike: the seconds
that a visit stays are the same for both. `lighthouse` runs all its audits, in its own emulation, and a browser for
each page: another job, shown for its size. Each way's time includes its start. `make speed` makes this table again.
"""


class Cost(NamedTuple):
    wall_s: float
    cpu_s: float
    memory_bytes: int
    said: str
    """What the way itself said of the bytes it counted."""


async def load_with_delest(urls: list[str]) -> int:
    async with Driver(OPTIONS) as driver, PageLoader(driver, OPTIONS) as loader:
        return sum([(await loader.load(url)).load.transferred_bytes for url in urls])


async def load_bare(urls: list[str]) -> int:
    async with Driver(OPTIONS) as driver:
        started = await driver.start()
        total = sum([await _bare(started.process, url, context_options(OPTIONS, started)) for url in urls])
        await started.process.close()
        return total


async def _bare(browser: Browser, url: str, options: dict[str, object]) -> int:
    context = await browser.new_context(**options)
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    counts: list[int] = []
    session.on("Network.loadingFinished", lambda event: counts.append(int(event["encodedDataLength"])))
    await session.send("Network.enable")
    await page.goto(url, wait_until="networkidle")
    await page.evaluate(SCROLL)
    await page.wait_for_timeout(OPTIONS.stay_s * 1000)
    await context.close()
    return sum(counts)


def load_with_lighthouse(program: str, urls: list[str], browser: str) -> int:
    flags = "--headless=new" + (" --no-sandbox" if os.geteuid() == 0 else "")
    for url in urls:
        with tempfile.TemporaryDirectory() as folder:
            command = [program, url, "--quiet", "--output=json", f"--output-path={folder}/r", f"--chrome-flags={flags}"]
            subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser}, cwd=folder)
    return 0


def cost(command: list[str]) -> Cost:
    """Run a command and follow its processes; what one did between the last look and its end is lost."""
    cpu_s: dict[tuple[int, int], float] = {}
    most = 0
    start_s = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            now = [each for each in map(seen, family(process.pid)) if each]
            cpu_s.update((name, used) for name, used, _ in now)
            most = max(most, sum(memory for _, _, memory in now))
            time.sleep(SAMPLE_S)
        wall_s = time.monotonic() - start_s
        said = process.stdout.read().strip() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(wall_s, sum(cpu_s.values()), most, said)


def markdown(costs: dict[str, list[Cost]], product: str, pages: int) -> str:
    middle = {
        way: tuple(median(values) for values in zip(*((c.wall_s, c.cpu_s, c.memory_bytes) for c in of), strict=True))
        for way, of in costs.items()
    }
    rounds = len(costs["bare"])
    lines = [
        *INTRODUCTION.splitlines(),
        "",
        f"Measured with {product}, delest {__version__}; pages: {pages}, rounds: {rounds} (the median one).",
        f"Programs at work: {os.getloadavg()[2]:.0f}, on {os.cpu_count()} processors.",
        "On a machine that is busy with other work, compare CPU time and memory, not wall time.",
        "",
        "| way, against `bare` | wall time | CPU time | memory | bytes counted |",
        "|---|--:|--:|--:|--:|",
    ]
    for way, own in middle.items():
        ratios = [f"{mine / bare:.2f}" for mine, bare in zip(own, middle["bare"], strict=True)]
        lines.append(f"| {' | '.join([way, *ratios, costs[way][-1].said or '-'])} |")
    return "\n".join(lines) + "\n"


async def _browser() -> tuple[str, str]:
    async with Driver(OPTIONS) as driver, PageLoader(driver, OPTIONS) as loader:
        build = await loader.start()
        return build.product, build.path


def run_way(way: str, urls: list[str], lighthouse: str) -> int:
    if way == "lighthouse":
        program, _, browser = lighthouse.partition(os.pathsep)
        load_with_lighthouse(program, urls, browser)
    else:
        print(asyncio.run({"bare": load_bare, "delest": load_with_delest}[way](urls)))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lighthouse", default="", help="its program")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--way", choices=("bare", "delest", "lighthouse"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        return run_way(asked.way, asked.pages, asked.lighthouse)
    product, path = asyncio.run(_browser())
    ways = ["bare", "delest", *(["lighthouse"] if asked.lighthouse else [])]
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    with serve_demo() as home:
        urls = [home + page for page in asked.pages]
        for _ in range(asked.rounds):
            for way in ways:
                command = [
                    sys.executable,
                    __file__,
                    "--way",
                    way,
                    "--lighthouse",
                    f"{asked.lighthouse}{os.pathsep}{path}",
                ]
                costs[way].append(cost([*command, *urls]))
                print(way, costs[way][-1], flush=True)
    table = markdown(costs, product, len(urls))
    print(table)
    if asked.markdown:
        put_section(asked.markdown, TITLE, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
