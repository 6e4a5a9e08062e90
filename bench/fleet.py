"""A fleet on workers: how long it takes beside one process, and what is lost when things end badly.

    PYTHONPATH=src:. python bench/fleet.py [--sites 40] [--tries 20] [--first 1] [--only NAME] [--log FILE]
                                           [--rounds 1] [--seed 1] [--markdown FILE]

The sites are served on loopback, one page each, and remember what they were asked. First the same campaign is run in
the process with two audits at once, and on two workers of this machine: ``--rounds`` times each, in turns; the ratio of
the medians is what is told. Then, in each try, something ends badly at a moment that the seed chooses: a worker is
killed, a worker freezes, the scheduler is killed, the command is killed, or a service hangs; where the command ended,
it is started again. Afterwards each service must be there once, with its one page, and no process of the campaign may
be left. Linux only: processes are found in /proc.

The full measurement (40 sites, 20 tries) takes an hour on two idle cores; ``--sites 6 --tries 3`` tells whether all is
well in ten minutes. A frozen worker takes the minute that Dask waits for it. In slices: ``--log FILE`` adds what each
slice saw to a file, ``--first 6 --tries 5`` makes the tries 6 to 10, ``--rounds 0`` leaves the times out, and what is
told at the end is of all slices in the file.
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
BADLY = ("worker killed", "worker frozen", "scheduler killed", "command killed", "service hangs")
ON_PAPER = """
In an earlier series one try hung without a worker.
Most likely its workers missed heartbeats on a busy machine.
Dask gives up local workers that are not back in 15 seconds.
Such a hang was reproduced. Since then delest starts these workers again, and a test holds that.

On paper, 10 000 services of 100 pages are 1 000 000 loads.
That is 2 780 browser-hours at 10 s a load, and 360 to 560 core-hours at 1.3 to 2 s of processor each.
It makes 1.5 TB of traffic and 6 to 15 GB of saved audits.
200 browsers take 14 hours; [how much it takes](fleet.md#how-much-it-takes) has what that means in machines."""
DASK = [sys.executable, "-m", "dask"]


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
    message = "the campaign ended before anything could happen to it: " + (folder / "said").read_text()[-600:]
    raise RuntimeError(message)


def end_badly(how: str, folder: Path, services: Path, chance: random.Random) -> None:
    if how == "scheduler killed":
        with_a_scheduler(folder, services, chance)
        return
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


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A scheduler and two workers, as processes of their own; yields the address, and the scheduler."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    with (folder / "dask.log").open("ab") as log, ExitStack() as stack:

        def begin(*line: str) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen([*DASK, *line], stdout=log, stderr=log)
            stack.callback(process.wait, 90)
            stack.callback(process.terminate)
            return process

        scheduler = begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file",
                          str(file))  # fmt: skip
        while not file.exists():
            assert scheduler.poll() is None, (folder / "dask.log").read_text()
            time.sleep(0.1)
        for _worker in range(TOGETHER):
            begin("worker", "--scheduler-file", str(file), "--nthreads", "1", "--memory-limit", "0", "--no-dashboard",
                  "--death-timeout", "60", "--local-directory", str(folder))  # fmt: skip
        yield json.loads(file.read_text())["address"], scheduler


def with_a_scheduler(folder: Path, services: Path, chance: random.Random) -> None:
    """Kill the scheduler of a campaign under way; then start another, and the same command again."""
    with cluster(folder) as (address, scheduler):
        driver = start(folder, services, "--cluster", address, "--service-time", "90s")
        a_worker(folder, driver)
        time.sleep(chance.uniform(0, 6))
        scheduler.kill()
        assert driver.wait(END_S) != 0, "the command must say that the cluster is gone"
    with cluster(folder) as (address, _scheduler):
        code = start(folder, services, "--cluster", address, "--service-time", "90s").wait(END_S)
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


def tried(how: str, root: Path, sites: list[SmallSite], services: Path, chance: random.Random) -> list[str]:
    folder = Path(tempfile.mkdtemp(dir=root))
    hanging = "s0" if how == "service hangs" else ""
    normal = sites[0].answers["/"]
    if hanging:
        sites[0].answers["/"] = Answer(normal.body, before=lambda: time.sleep(100))
    try:
        end_badly(how, folder, services, chance)
    except (AssertionError, RuntimeError, subprocess.TimeoutExpired) as error:
        return [f"{type(error).__name__}: {str(error)[-600:]}"]
    finally:
        sites[0].answers["/"] = normal
    return faults(folder, {f"s{n}" for n in range(len(sites))}, hanging)


def beside(root: Path, services: Path, sites: int, rounds: int) -> dict[str, object]:
    """Return how long a campaign takes in the process and on workers, in turns."""
    alone, workers = [], []
    for _round in range(rounds):
        alone.append(timed(root, services, "--at-once", str(TOGETHER)))
        workers.append(timed(root, services, "--workers", str(TOGETHER)))
        print(f"round: in the process {alone[-1]:.1f} s, on workers {workers[-1]:.1f} s", flush=True)
    one, two = statistics.median(alone), statistics.median(workers)
    return {"sites": sites, "rounds": rounds, "alone_s": one, "workers_s": two, "ratio": two / one}


def ended_badly(root: Path, services: Path, sites: list[SmallSite], numbers: range, given: argparse.Namespace) -> None:
    """Make these tries, and add what became of each to the log."""
    for number in numbers:
        how = given.only or BADLY[number % len(BADLY)]
        began = time.monotonic()
        wrong = tried(how, root, sites, services, random.Random(given.seed * 1000 + number))
        took_s = round(time.monotonic() - began, 1)
        print(f"try {number}, {how}, {took_s} s: {'all is well' if not wrong else '; '.join(wrong)}", flush=True)
        noted(given.log, {"try": number, "how": how, "sites": len(sites), "seconds": took_s, "wrong": wrong})


def noted(log: Path, line: dict[str, object]) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def of_all_slices(log: Path) -> Iterator[str]:
    """Yield what all slices in a log come to."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    for each in (line for line in lines if "ratio" in line):
        yield (
            f"{each['sites']} sites of one page, {TOGETHER} at once, {_rounds(each['rounds'])}: in"
            f" the process {each['alone_s']:.1f} s, on {TOGETHER} workers {each['workers_s']:.1f} s:"
            f" {each['ratio']:.2f} times."
        )
    tries = [line for line in lines if "how" in line]
    if tries:
        yield "\n| ended badly | tries | all is well | seconds, at most |\n|---|---|---|---|"
    for how in BADLY:
        those = [each for each in tries if each["how"] == how]
        if those:
            good = sum(not each["wrong"] for each in those)
            yield f"| {how} | {len(those)} | {good} | {max(each['seconds'] for each in those):.0f} |"
    if tries:
        yield "\nAll is well: each service is there once, with its one page or its reason, and no process is left."
        sizes = " or ".join(str(each) for each in sorted({line["sites"] for line in tries}))
        yield f"\nTried with {sizes} sites, on a machine with other work: the seconds say little."


def _rounds(n: int) -> str:
    return "one round" if n == 1 else f"medians of {n} rounds in turns"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sites", type=int, default=40)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--tries", type=int, default=20)
    asked.add_argument("--first", type=int, default=1, help="number of the first try")
    asked.add_argument("--only", choices=BADLY, help="the one thing that happens")
    asked.add_argument("--log", type=Path, help="add what is seen to this file; what is told is of all of it")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--markdown", type=Path)
    given = asked.parse_args()
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fleet-")))
        given.log = given.log or root / "log"
        sites = [stack.enter_context(site_at(n)) for n in range(given.sites)]
        services = root / "services.csv"
        rows = "".join(f"s{n},{site.url(host=site.address)}\n" for n, site in enumerate(sites))
        services.write_text(f"id,url\n{rows}", "utf-8")
        if given.rounds:
            noted(given.log, beside(root, services, given.sites, given.rounds))
        ended_badly(root, services, sites, range(given.first, given.first + given.tries), given)
        told = list(of_all_slices(given.log)) if given.log.exists() else []
    print("\n".join(told))
    if given.markdown:
        put_section(given.markdown, TITLE, "\n".join([*told, ON_PAPER]))


if __name__ == "__main__":
    main()
