"""Going on with a run that was cut off: its crawl as the journal tells it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from delest.crawl.frontier import Frontier
from delest.crawl.site.manners import is_failure
from delest.records.pages.load import Outcome
from delest.records.runs.audit import PageFacts, RunEnd, RunHeader
from delest.records.runs.skip_reason import ASKED_ANEW, MAY_PASS, NOT_ANOTHER_PAGE, SkipReason
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from delest.urls import same_site, with_route_of

_WORTH_ANOTHER_TRY: Final = frozenset({Outcome.TIMED_OUT, Outcome.REFUSED, Outcome.FAILED})
"""Endings that the network, the browser or the hour may be to blame for."""


class TakenUp(NamedTuple):
    """What a resumed crawl knows beside its frontier."""

    again: list[tuple[str, int]]
    """Pages to try once more, with their depth: their places are kept for them, and their records until then."""
    skipped: dict[str, SkipReason]
    """By URL."""


class Interrupted(NamedTuple):
    """What a run on disk says of how far it came."""

    header: RunHeader
    unfinished: bool
    measured: int
    """Pages that have a weight."""
    keeps_views: bool
    """It contains the page views by page that it was given."""


def holds_run(directory: Path) -> bool:
    """Tell whether there is a run in a directory."""
    return (directory / FILE_NAME).is_file()


def interrupted(run: Path) -> Interrupted:
    """Return how far the run in a directory came.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    with Journal.open(run) as journal:
        measured = sum(page.loads[0].outcome is Outcome.OK for page in journal.facts())
        more = unfinished(journal.ended(), journal.facts())
        return Interrupted(journal.header(), more, measured, journal.export() is not None)


def unfinished(end: RunEnd | None, pages: Iterable[PageFacts]) -> bool:
    """Tell whether going on with a run may bring more: it was cut off, or the site or the network had a bad day."""
    return (
        end is None
        or not end.complete
        or any(page.reason in MAY_PASS for page in end.skipped)
        or any(map(_worth_another_try, pages))
    )


def _worth_another_try(page: PageFacts) -> bool:
    first = page.loads[0]
    return first.outcome in _WORTH_ANOTHER_TRY or is_failure(first)


def take_up(journal: Journal, frontier: Frontier) -> TakenUp:
    """Bring ``frontier`` to where the journal says that the crawl came.

    What robots.txt refused is asked for again, and what sitemaps list: both may have changed.
    """
    failed = {page.url for page in journal.facts() if _worth_another_try(page)}
    again: list[tuple[str, int]] = []
    skipped: dict[str, SkipReason] = {}
    for step in journal.steps():
        if step.reason in ASKED_ANEW:
            continue
        frontier.resume(step.url, depth=step.depth, counts=step.counts)
        frontier.queue.went(step.url, counted=step.reason not in NOT_ANOTHER_PAGE)
        frontier.traps.resume(step.beyond)
        if step.reason:
            # Where it led is not taken: the page of that name may have been under way when the run was cut off.
            skipped[step.url] = step.reason
        elif not same_site(step.url, step.final_url):
            frontier.add(step.final_url, depth=0, source="start")
        elif step.url in failed:
            again.append((step.url, step.depth))
        else:
            frontier.ended_at(step.url, with_route_of(step.final_url, step.url))
            if not step.depth:
                frontier.reach.starts_at(step.final_url)
        for link in step.links:
            frontier.add(link, depth=step.links_depth, source="link")
        for link in step.doubtful:
            frontier.add(link, depth=step.links_depth, source="doubtful")
    return TakenUp(again, skipped)
