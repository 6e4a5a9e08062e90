"""Crawls a made-up site of ``page/N`` into a journal until it is done or killed; goes on with a run that is there."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from delest.crawl.frontier import Frontier
from delest.pipeline.auditing.resume import take_up
from delest.records.pages.load import BrowserBuild, Device, Outcome, PageLoad
from delest.records.runs.audit import PageRecord, RunHeader, Step
from delest.records.runs.run import Run
from delest.records.runs.scope import Scope
from delest.records.runs.skip_reason import SkipReason
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME

SITE = "https://example.org/"
PAGES = 60
HEADER = RunHeader(
    run=Run(id="killed", delest_version="0", started_at=datetime.now(UTC)),
    scope=Scope(start_urls=(SITE,), max_pages=40),
)


def links(url):
    """Each page links to two others."""
    n = int(url.removeprefix(SITE) or 0)
    return tuple(f"{SITE}{link}" for link in (2 * n + 1, 2 * n + 2) if link < PAGES)


def record(url, depth):
    build = BrowserBuild(product="none", mode="full", sandboxed=True)
    load = PageLoad(requested_url=url, final_url=url, outcome=Outcome.OK, device=Device(), browser=build)
    return PageRecord(url=url, depth=depth, loads=(load,))


def main():
    run = Path(sys.argv[1])
    there = (run / FILE_NAME).exists()
    with Journal.resume(run) if there else Journal.create(run, HEADER) as journal:
        frontier = Frontier(HEADER.scope)
        if there:
            take_up(journal, frontier)
        while (entry := frontier.next()) is not None:
            url, depth = entry
            sys.stdout.write(f"{url}\n")
            sys.stdout.flush()
            time.sleep(0.002)  # a page takes a while to load
            if url.endswith("7"):
                frontier.give_back()
                journal.leave_out(Step(url=url, depth=depth, final_url=url, reason=SkipReason.NOT_A_PAGE, counts=False))
                continue
            found = links(url)
            for link in found:
                frontier.add(link, depth=depth + 1, source="link")
            journal.add(record(url, depth), Step(url=url, depth=depth, final_url=url, links=found))


if __name__ == "__main__":
    main()
