"""What exactness costs: delest's loads beside a bare loader's and those of other auditors, where there are any.

    PYTHONPATH=src:. python bench/speed.py [--rounds 3] [--auditor NAME=PROGRAM ...] [--markdown FILE] [PAGE ...]

Every way loads the same pages of the demo site, one after another, in the same browser, each way in a process of its
own; the ways take turns. Wall time, the CPU time of all its processes, and the most memory they held at once (what
processes share counted in parts) are read from /proc: Linux only. bench/auditors.py says which auditors it knows and
where they come from.
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

from playwright.async_api import Browser, async_playwright

from bench.auditors import AUDITORS
from bench.document import put_section
from bench.processes import family, seen
from delest import __version__
from delest.measure.browser.browser import Driver, context_options
from delest.measure.browser.find import find
from delest.measure.load import PageLoader
from delest.records.runs.loading import LoadOptions
from delest.serving.demo import serve_demo

PAGES = ("", "actualites/", "contact.html")
SAMPLE_S = 0.1
BARE_STAY_S = 4.0
"""As long as delest stayed while it kept to the clock; no tool can know what comes later without waiting for it."""
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
to the page, waits for a quiet network, jumps to the end of the page and stays for four real seconds. It adds up what
DevTools says of each response (`Network.loadingFinished`). Its browser is as Playwright starts it. In the second row it
is as delest starts it, which leaves out what the browser would load for itself. delest moves a mouse, turns the wheel
to the end, and watches the page for ten seconds of its own time, which runs ahead of real time. The other auditors run
as they come, with all that they look at, in their own emulation: another job, shown for its size. Each way's time
includes its start. `make speed` makes this table again.
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
    screen = {"width": OPTIONS.device.width_px, "height": OPTIONS.device.height_px}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(OPTIONS.browser_path))
        return sum([await _bare(browser, url, {"viewport": screen}) for url in urls])


async def load_bare_in_our_browser(urls: list[str]) -> int:
    async with Driver(OPTIONS) as driver:
        started = await driver.start()
        return sum([await _bare(started.process, url, context_options(OPTIONS, started)) for url in urls])


async def _bare(browser: Browser, url: str, options: dict[str, object]) -> int:
    context = await browser.new_context(**options)
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    counts: list[int] = []
    session.on("Network.loadingFinished", lambda event: counts.append(int(event["encodedDataLength"])))
    await session.send("Network.enable")
    await page.goto(url, wait_until="networkidle")
    await page.evaluate(SCROLL)
    await page.wait_for_timeout(BARE_STAY_S * 1000)
    await context.close()
    return sum(counts)


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
        lines.append(f"| {' | '.join([way, *ratios, costs[way][-1].said])} |")
    return "\n".join(lines) + "\n"


OWN = {"bare": load_bare, "bare, delest's browser": load_bare_in_our_browser, "delest": load_with_delest}


async def _browser() -> tuple[str, str]:
    async with Driver(OPTIONS) as driver, PageLoader(driver, OPTIONS) as loader:
        build = await loader.start()
        return build.product, build.path


def run_way(way: str, urls: list[str], programs: dict[str, str], browser: str) -> int:
    if way in OWN:
        return asyncio.run(OWN[way](urls))
    with tempfile.TemporaryDirectory() as folder:
        return AUDITORS[way](programs[way], urls, browser, Path(folder))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--auditor", action="append", default=[], help="NAME=PROGRAM; names: " + ", ".join(AUDITORS))
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--way", choices=(*OWN, *AUDITORS), help=argparse.SUPPRESS)
    parser.add_argument("--browser", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    programs = dict(each.split("=", 1) for each in asked.auditor)
    if asked.way:
        print(run_way(asked.way, asked.pages, programs, asked.browser))
        return 0
    product, path = asyncio.run(_browser())
    ways = [*OWN, *programs]
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    with serve_demo() as home:
        urls = [home + page for page in asked.pages]
        for _ in range(asked.rounds):
            for way in ways:
                told = [f"--auditor={name}={program}" for name, program in programs.items()]
                costs[way].append(cost([sys.executable, __file__, "--way", way, "--browser", path, *told, *urls]))
                print(way, costs[way][-1], flush=True)
    table = markdown(costs, product, len(urls))
    print(table)
    if asked.markdown:
        put_section(asked.markdown, TITLE, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
