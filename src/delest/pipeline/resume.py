"""Going on with a run that was cut off: its crawl as the journal tells it."""

from typing import Final, NamedTuple

from delest.crawl.frontier import Frontier
from delest.records.load import Outcome
from delest.store.journal import Journal
from delest.urls import same_site

_WORTH_ANOTHER_TRY: Final = frozenset({Outcome.TIMED_OUT, Outcome.REFUSED, Outcome.FAILED})
"""Endings that the network, the browser or the hour may be to blame for."""


class TakenUp(NamedTuple):
    """What a resumed crawl knows beside its frontier."""

    again: list[tuple[str, int]]
    """Pages to try once more, with their depth: their places are kept for them, and their records until then."""
    skipped: dict[str, str]
    """Reason by URL."""


def take_up(journal: Journal, frontier: Frontier) -> TakenUp:
    """Bring ``frontier`` to where the journal says that the crawl came.

    What robots.txt refused and what sitemaps list is not in the journal: both are asked for anew, and may have changed.
    """
    failed = {page.url for page in journal.facts() if page.loads[0].outcome in _WORTH_ANOTHER_TRY}
    again: list[tuple[str, int]] = []
    skipped: dict[str, str] = {}
    for step in journal.steps():
        frontier.resume(step.url, depth=step.depth, counts=step.counts)
        if step.reason:
            # Where it led is not taken: the page of that name may have been under way when the run was cut off.
            skipped[step.url] = step.reason
        elif not same_site(step.url, step.final_url):
            frontier.add(step.final_url, depth=0, source="start")
        elif step.url in failed:
            again.append((step.url, step.depth))
        else:
            frontier.ended_at(step.url, step.final_url)
        for link in step.links:
            frontier.add(link, depth=step.depth + 1, source="link")
        for link in step.doubtful:
            frontier.add(link, depth=step.depth + 1, source="doubtful")
    return TakenUp(again, skipped)
