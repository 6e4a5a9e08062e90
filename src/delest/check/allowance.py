"""Failed requests that a team knows of, and that do not keep a page from passing (``--allow-failed``)."""

import re
from collections import Counter
from collections.abc import Container, Iterable

from delest.records.gate.budget import AllowedFailures
from delest.records.pages.failed_request import FailedRequest
from delest.records.pages.load import CacheState, LoadFacts, Outcome
from delest.records.runs.audit import PageFacts
from delest.urls import host, url_pattern


class Allowance:
    """The patterns, and how many lost requests each of them let pass."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = {pattern: _matcher(pattern) for pattern in patterns}
        self._used: Counter[str] = Counter()

    def kept_out(self, loads: Iterable[LoadFacts]) -> tuple[FailedRequest, ...]:
        """Return the lost requests of loads that no pattern allows, each URL once; count the others."""
        kept: dict[str, FailedRequest] = {}
        for load in loads:
            lost = [each for each in load.failures.named if each.lost]
            for failed in lost:
                if (pattern := self._allowing(failed.url)) is None:
                    kept.setdefault(failed.url, failed)
                else:
                    self._used[pattern] += failed.requests
            if load.failures.lost > sum(failed.requests for failed in lost):
                # Some failed requests are not listed, so it is not known whether they are allowed.
                kept.setdefault(lost[-1].url, lost[-1])
        return tuple(kept.values())

    def used(self) -> tuple[AllowedFailures, ...]:
        """Return what each pattern let pass."""
        return tuple(AllowedFailures(pattern=each, requests=self._used[each]) for each in self._patterns)

    def _allowing(self, url: str) -> str | None:
        return next(
            (pattern for pattern, allows in self._patterns.items() if allows.match(_subject(pattern, url))), None
        )


def cold_loads(page: PageFacts) -> tuple[LoadFacts, ...]:
    """Return the loads with an empty cache."""
    return loads_in(page, {CacheState.COLD})


def loads_in(page: PageFacts, states: Container[CacheState]) -> tuple[LoadFacts, ...]:
    """Return the loads in these states of the cache that ended well."""
    return tuple(load for load in page.loads if load.outcome is Outcome.OK and load.cache_state in states)


def _matcher(pattern: str) -> re.Pattern[str]:
    return url_pattern(pattern if "/" in pattern else pattern.lower())


def _subject(pattern: str, url: str) -> str:
    return url if "/" in pattern else host(url)
