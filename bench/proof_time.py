"""How long the proof of a page takes, against loads of that page: at most ten, lighter files made beside them.

Pages of the demo site, and of real sites where the folder of ``corpus.py`` is given, are recorded once. Each is
proven as ``--prove`` does it, between two more loads, all in one run and one browser. A load waits as long as that of
an audit, and takes the mean of these two and of the first one of the proof::

    PYTHONPATH=src:. python bench/proof_time.py [--corpus FOLDER --real dsfr] [--markdown docs/bench.md]
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Generator
from functools import partial
from pathlib import Path
from statistics import mean
from typing import NamedTuple
from urllib.parse import urljoin

from bench.document import put_section
from bench.real import OUT, ROOT, build, entry_page, served
from delest import __version__
from delest.advise.workshop import Workshop
from delest.measure.browser.browser import Driver
from delest.measure.replay.record import record
from delest.measure.replay.replay import Player, Replayed, for_replay, player
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.changes import changes_of
from delest.pipeline.proving.page import PageProver
from delest.pipeline.proving.together import combined
from delest.records.advice.proof import Doubt
from delest.records.pages.look import Look
from delest.records.pages.tape import Tape
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from delest.serving.demo import serve_demo

DEMO = ("", "agenda.html", "actualites/", "actualites/pont.html", "en/", "demarches.html")
REAL = ("dsfr", "landing-photo")
BOUND = 10
"""Loads whose time the proof of a page takes at most."""


class Row(NamedTuple):
    page: str
    load_s: float
    made_s: float
    waited_s: float
    """For files, once the unchanged page was loaded."""
    proof_s: float
    loads: int
    looks: int
    tried: int
    late: int
    """Changes that were not tried for lack of time."""

    @property
    def ratio(self) -> float:
        return (self.proof_s - self.waited_s) / self.load_s


class Making:
    """The changes, still in the making, and how long they were waited for."""

    def __init__(self, making: Awaitable[list[Change]]) -> None:
        self._making = making
        self.waited_s = 0.0

    def __await__(self) -> Generator[object, None, list[Change]]:
        started = time.monotonic()
        changes = yield from self._making.__await__()
        self.waited_s = time.monotonic() - started
        return changes


class Counting:
    """A player that counts what it is asked for, and how long that takes."""

    def __init__(self, own: Player) -> None:
        self._own = own
        self.loads = self.looks = 0
        self._hurried = False
        self.loads_s: list[float] = []

    async def start(self) -> None:
        await self._own.start()

    def hurry(self, *, hurry: bool) -> None:
        self._hurried = hurry
        self._own.hurry(hurry=hurry)

    async def load(self, tape: Tape, *, after: str | None = None) -> Replayed:
        self.loads += 1
        started = time.monotonic()
        played = await self._own.load(tape, after=after)
        if after is None and not self._hurried:
            self.loads_s.append(time.monotonic() - started)
        return played

    async def look(self, tape: Tape) -> Look | None:
        self.looks += 1
        return await self._own.look(tape)


async def one_load_s(own: Player, tape: Tape) -> float:
    own.hurry(hurry=False)
    started = time.monotonic()
    await own.load(tape)
    return time.monotonic() - started


async def proven(name: str, own: Player, tape: Tape) -> Row:
    loads_s = [await one_load_s(own, tape)]
    with Workshop() as shop:
        counting, started = Counting(own), time.monotonic()

        def made() -> tuple[list[Change], float]:
            changes = changes_of(tape, shop)
            return changes, time.monotonic() - started

        made_s = 0.0

        async def making() -> list[Change]:
            nonlocal made_s
            changes, made_s = await asyncio.to_thread(made)
            return changes

        prover = PageProver(counting, tape, lambda: False, partial(combined, shop=shop))  # type: ignore[arg-type]
        made_later = Making(asyncio.create_task(making()))
        proof = await prover.prove(made_later)
        took = time.monotonic() - started
    loads_s += [*counting.loads_s, await one_load_s(own, tape)]
    late = sum(each.doubt is Doubt.TIME for each in proof.proofs)
    waited_s = made_later.waited_s
    return Row(
        name, mean(loads_s), made_s, waited_s, took, counting.loads, counting.looks, len(proof.proofs) - late, late
    )


async def timed(name: str, urls: list[tuple[str, str]], access: Access) -> list[Row]:
    options = LoadOptions(browser_path=os.environ.get("DELEST_BROWSER"), access=access, coverage=True)
    again, rows, taped = for_replay(options), [], []
    async with Driver(options) as driver:
        for page, url in urls:
            made = await record(driver, options, url)
            if made.tape is None:
                print(f"{name} {page}: not recorded: {made.reason}", file=sys.stderr)
                continue
            taped.append((page, made.tape))
    async with Driver(again) as driver, player(driver, again) as own:
        await one_load_s(own, taped[0][1])  # the first one in a browser takes longer
        for page, tape in taped:
            rows.append(await proven(f"{name} {page}", own, tape))
            print(rows[-1], file=sys.stderr, flush=True)
    return rows


def of_demo(pages: list[str]) -> list[Row]:
    with serve_demo() as url:
        return asyncio.run(timed("demo", [(page or "/", urljoin(url, page)) for page in pages], Access()))


def of_real(corpus: Path, name: str) -> list[Row]:
    with served(corpus, name, OUT / f"proof-time-{name}.jsonl") as at:
        access = Access(proxy=at["proxy"], insecure=True)
        return asyncio.run(timed(name, [("entry page", entry_page(name))], access))


def table(rows: list[Row]) -> str:
    lines = [
        "`make proof-time`: what the proof of a page takes, against one load: the mean of those before, in and after",
        "that wait as long as an audit does. Most loads of a proof wait less, since nothing comes late in them.",
        "Lighter files are made in child processes beside the unchanged loads. The proof is the whole, from the first",
        "unchanged load to the last verdict, with the looks at the page. What it waits for files is not in the loads.",
        "",
        f"delest {__version__}. Most that a proof took: {max(row.ratio for row in rows):.1f} loads.",
        f"Programs at work: {os.getloadavg()[0]:.0f}, on {os.cpu_count()} processors.",
        "",
        "| page | one load | files made after | proof | waiting | in loads | loads | looks | tried | no time for |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row.page} | {row.load_s:.1f} s | {row.made_s:.1f} s | {row.proof_s:.1f} s | {row.waited_s:.1f} s "
        f"| {row.ratio:.1f} | {row.loads} | {row.looks} | {row.tried} | {row.late} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="the folder of corpus.py")
    parser.add_argument("--demo", nargs="*", default=DEMO)
    parser.add_argument("--real", nargs="*", default=REAL)
    parser.add_argument("--markdown", type=Path)
    words = parser.parse_args()
    rows = of_demo(list(words.demo)) if words.demo else []
    if words.corpus is not None:
        build(words.corpus / "corpus.py", list(words.real))
        for name in words.real:
            rows += of_real(words.corpus / "corpus.py", name)
            if words.markdown:
                put_section(ROOT / words.markdown, "Time of proofs", table(rows))
    text = table(rows)
    print(text)
    if words.markdown:
        put_section(ROOT / words.markdown, "Time of proofs", text)
    return int(any(row.ratio > BOUND for row in rows))


if __name__ == "__main__":
    sys.exit(main())
