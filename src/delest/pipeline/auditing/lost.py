"""A page whose requests were lost is loaded once more: the load that lost fewer of them counts."""

from typing import Protocol

from delest.crawl.site.turn import Turn, TurnOf
from delest.records.pages.consent import Choice
from delest.records.pages.failed_request import Cause
from delest.records.pages.load import Capture, Outcome, PageLoad
from delest.urls import host


class Loads(Protocol):
    """What loads pages: a loader, or one that records them as well."""

    async def load(
        self, url: str, *, keep_bodies: bool = False, after: str | None = None, consent: Choice | None = None
    ) -> Capture:
        """Load a page."""


class LostRequests:
    """What one audit knows of hosts that lose requests: those that did so twice in a row are not tried for again."""

    def __init__(self) -> None:
        self._hosts: set[str] = set()

    async def load(
        self,
        loader: Loads,
        url: str,
        turn: TurnOf,
        *,
        keep_bodies: bool = False,
        after: str | None = None,
        consent: Choice | None = None,
    ) -> Capture:
        """Load ``url`` as ``PageLoader.load`` does, once more where requests were lost that may come the next time."""
        first = await loader.load(url, keep_bodies=keep_bodies, after=after, consent=consent)
        if not self._worth_repeating(first.load) or await turn(url) is not Turn.COMES:
            return first
        second = await loader.load(url, keep_bodies=keep_bodies, after=after, consent=consent)
        better = second if _is_more_whole(second.load, first.load) else first
        self._hosts |= _losing_hosts(better.load)
        return better

    def _worth_repeating(self, load: PageLoad) -> bool:
        return load.outcome is Outcome.OK and bool(_losing_hosts(load) - self._hosts)


def _losing_hosts(load: PageLoad) -> set[str]:
    """Return the hosts of lost requests, without those that were still waiting when the limit of the visit came."""
    return {host(each.url) for each in load.failures.named if each.lost and each.cause is not Cause.UNANSWERED}


def _is_more_whole(second: PageLoad, first: PageLoad) -> bool:
    return second.outcome is Outcome.OK and second.failures.lost <= first.failures.lost
