"""Writes pages into the journal of the run directory that it is given until it is killed; says which are safe."""

import itertools
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from delest.records.pages.load import BrowserBuild, Device, Kind, Outcome, PageLoad, Transfer
from delest.records.runs.audit import PageRecord, RunHeader
from delest.records.runs.run import Run
from delest.records.runs.scope import Scope
from delest.store.journal import Journal


def page(n):
    """A page whose record does not shrink when it is compressed, so that writing it takes a while."""
    noise = random.Random(n)
    transfers = tuple(
        Transfer(url=noise.randbytes(100).hex(), kind=Kind.IMAGE, transferred_bytes=n) for _ in range(500)
    )
    build = BrowserBuild(product="none", mode="full", sandboxed=True)
    load = PageLoad(
        requested_url=str(n),
        final_url=str(n),
        outcome=Outcome.OK,
        device=Device(),
        browser=build,
        transfers=transfers,
    )
    return PageRecord(url=str(n), depth=0, loads=(load,))


def main():
    header = RunHeader(
        run=Run(id="killed", delest_version="0", started_at=datetime.now(UTC)),
        scope=Scope(start_urls=("https://example.org/",)),
    )
    with Journal.create(Path(sys.argv[1]), header) as journal:
        for n in itertools.count():
            journal.add(page(n))
            sys.stdout.write(f"{n}.\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
