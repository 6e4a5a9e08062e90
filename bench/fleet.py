"""A fleet on workers: how long it takes beside one process, and what is lost when things end badly.

    PYTHONPATH=src:. python bench/fleet.py [--sites 40] [--tries 20] [--seed 1] [--markdown FILE]

The sites are served on loopback, one page each, and remember what they were asked. First the same campaign is run in
the process with two audits at once, and on two workers of this machine: ``--rounds`` times each, in turns; the ratio of
the medians is what is told. Then, in each try, something ends badly at a moment that the seed chooses: a worker is
killed, a worker freezes, the command is killed and started again, or a service hangs. Afterwards each service must be
there once, with its one page, and no process of the campaign may be left. Linux only: processes are found in /proc.

The full measurement (40 sites, 20 tries) takes an hour on two idle cores; ``--sites 6 --tries 3`` tells whether all is
well in ten minutes. A frozen worker takes the minute that Dask waits for it.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.document import put_section
from tests.browser.small_site import Answer, SmallSite

TITLE = "Fleets"
TOGETHER = 2
END_S = 900.0
BADLY = ("worker killed", "worker frozen", "command killed", "service hangs")


def site_at(number: int) -> SmallSite:
    address = f"127.0.1.{number + 1}"
    site = type("Site", (SmallSite,), {"address": address})()
    site.answers = {"/": Answer(b"<!doctype html><title>t</title><p>" + f"site {number} ".encode() * 400)}
    return site


def start(folder: Path, services: Path, *options: str) -> "subprocess.Popen[bytes]":
    line = [sys.executable, "-m", "delest", "fleet", "run", services, "--campaign", "bench", "--folder", folder, "-q",
            *options, "--", "--max-pages", "1", "--stay", "0"]  # fmt: skip
    with (folder / "said").open("ab") as said:
        return subprocess.Popen([str(each) for each in line], stdout=said, stderr=said)


def timed(root: Path, services: Path, *options: str) -> float:
    folder = Path(tempfile.mkdtemp(dir=root))
    began = time.perf_counter()
    code = start(folder, services, *options).wait(END_S)
    assert code == 0, (folder / "said").read_text()
    return time.perf_counter() - began


def processes(folder: Path) -> Iterator[tuple[int, int, bytes]]:
    """Yield process, parent and command line of those that work on a folder."""
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (each / "cmdline").read_bytes()
            if str(folder).encode() in line and int(each.name) != os.getpid():
                yield int(each.name), int((each / "stat").read_text().rpartition(")")[2].split()[1]), line


def a_worker(folder: Path, driver: "subprocess.Popen[bytes]") -> int:
    """Return a worker that has an audit under way, once there is one."""
    while driver.poll() is None:
        for _process, parent, line in processes(folder):
            if b"\0audit\0" in line:
                return parent
        time.sleep(0.05)
    message = "the campaign ended before anything could happen to it"
    raise RuntimeError(message)


def end_badly(how: str, folder: Path, services: Path, chance: random.Random) -> None:
    options = ["--workers", str(TOGETHER), "--service-time", "90s"]
    driver = start(folder, services, *options)
    worker = a_worker(folder, driver)
    time.sleep(chance.uniform(0, 6))
    if how == "worker killed":
        with contextlib.suppress(RuntimeError):
            worker = a_worker(folder, driver)
        os.kill(worker, signal.SIGKILL)
    elif how == "worker frozen":
        os.kill(worker, signal.SIGSTOP)
    elif how == "command killed":
        driver.kill()
        driver.wait()
        driver = start(folder, services, *options)
    code = driver.wait(END_S)
    assert code == 0, (folder / "said").read_text()


def faults(folder: Path, names: set[str], hanging: str) -> list[str]:
    with contextlib.closing(sqlite3.connect(folder / "bench" / "campaign.sqlite")) as database:
        entries = {name: json.loads(record) for name, record in database.execute("SELECT id, record FROM service")}
    told = [f"{name} is missing" for name in names - entries.keys()]
    for name, entry in entries.items():
        pages = len(entry["result"]["pages"]) if entry["result"] else 0
        wanted = ("failed", 0) if name == hanging else ("done", 1)
        told += [f"{name}: {entry['state']}, {pages} pages"] * ((entry["state"], pages) != wanted)
    ends = time.monotonic() + 20
    while (left := list(processes(folder))) and time.monotonic() < ends:
        time.sleep(0.2)
    return told + [f"left: {line!r}" for _process, _parent, line in left]


def tried(
    number: int, root: Path, sites: list[SmallSite], services: Path, chance: random.Random
) -> tuple[str, list[str]]:
    folder = Path(tempfile.mkdtemp(dir=root))
    how = BADLY[number % len(BADLY)]
    hanging = "s0" if how == "service hangs" else ""
    normal = sites[0].answers["/"]
    if hanging:
        sites[0].answers["/"] = Answer(normal.body, before=lambda: time.sleep(100))
    try:
        end_badly(how, folder, services, chance)
    finally:
        sites[0].answers["/"] = normal
    return how, faults(folder, {f"s{n}" for n in range(len(sites))}, hanging)


def beside(root: Path, services: Path, sites: int, rounds: int) -> Iterator[str]:
    alone, workers = [], []
    for _round in range(rounds):
        alone.append(timed(root, services, "--at-once", str(TOGETHER)))
        workers.append(timed(root, services, "--workers", str(TOGETHER)))
    if alone:
        one, two = statistics.median(alone), statistics.median(workers)
        yield f"{sites} sites of one page, {TOGETHER} at once, medians of {rounds} rounds in turns:"
        yield f"in the process {one:.1f} s, on {TOGETHER} workers {two:.1f} s: {two / one:.2f} times."


def ended_badly(root: Path, services: Path, sites: list[SmallSite], tries: int, seed: int) -> Iterator[str]:
    good = 0
    for number in range(tries):
        how, wrong = tried(number, root, sites, services, random.Random(seed * 1000 + number))
        good += not wrong
        print(f"try {number + 1}, {how}: {'all is well' if not wrong else '; '.join(wrong)}", flush=True)
    if tries:
        yield f"\nEnded badly (seed {seed}; {', '.join(BADLY)}): all is well in {good} of {tries} tries:"
        yield "each service once, with its one page or its reason, and no process left."


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sites", type=int, default=40)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--tries", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--markdown", type=Path)
    given = asked.parse_args()
    told: list[str] = []
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fleet-")))
        sites = [stack.enter_context(site_at(n)) for n in range(given.sites)]
        services = root / "services.csv"
        rows = "".join(f"s{n},{site.url(host=site.address)}\n" for n, site in enumerate(sites))
        services.write_text(f"id,url\n{rows}", "utf-8")
        for part in (
            beside(root, services, given.sites, given.rounds),
            ended_badly(root, services, sites, given.tries, given.seed),
        ):
            for line in part:
                told.append(line)
                print(line, flush=True)
    if given.markdown:
        put_section(given.markdown, TITLE, "\n".join(told))


if __name__ == "__main__":
    main()
