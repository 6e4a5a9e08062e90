"""How a crawl ended: what was left out and why, and what a reader has to know of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from delest.crawl.frontier import KNOWN_LIMIT, Frontier
from delest.crawl.pages.links import LINKS_LIMIT
from delest.crawl.traps import (
    PATH_SEGMENTS_LIMIT,
    QUERY_VARIANTS_LIMIT,
    SEGMENT_REPEATS_LIMIT,
    URL_LENGTH_LIMIT,
    NotKept,
)
from delest.errors import NN_
from delest.message import Message
from delest.records.runs.audit import OtherHost, SkippedPage
from delest.records.runs.scope import Scope
from delest.records.runs.skip_reason import MAY_PASS, SkipReason

_MAX_SKIPPED: Final = 1000
_NOT_KEPT: Final[Mapping[NotKept, tuple[tuple[str, str], dict[str, int]]]] = {
    NotKept.QUERY: (
        NN_(
            "{n} address was left out: no more than {limit} query strings are taken of one path",
            "{n} addresses were left out: no more than {limit} query strings are taken of one path",
        ),
        {"limit": QUERY_VARIANTS_LIMIT},
    ),
    NotKept.LINKS: (
        NN_(
            "{n} link was left out: no more than {limit} links are taken of one page",
            "{n} links were left out: no more than {limit} links are taken of one page",
        ),
        {"limit": LINKS_LIMIT},
    ),
    NotKept.ADDRESSES: (
        NN_(
            "{n} address was left out: no more than {limit} are kept in one audit",
            "{n} addresses were left out: no more than {limit} are kept in one audit",
        ),
        {"limit": KNOWN_LIMIT},
    ),
    NotKept.PATH: (
        NN_(
            "{n} address was left out: its path has more than {limit} parts, or one more than {repeats} times",
            "{n} addresses were left out: their paths have more than {limit} parts, or one more than {repeats} times",
        ),
        {"limit": PATH_SEGMENTS_LIMIT, "repeats": SEGMENT_REPEATS_LIMIT},
    ),
    NotKept.LONG: (
        NN_(
            "{n} address was left out: longer than {limit} characters",
            "{n} addresses were left out: longer than {limit} characters",
        ),
        {"limit": URL_LENGTH_LIMIT},
    ),
}


def skipped_pages(
    frontier: Frontier, skipped: Mapping[str, SkipReason], why: SkipReason, scope: Scope
) -> tuple[tuple[SkippedPage, ...], dict[SkipReason, int]]:
    """Return the first of the URLs without a record, and how many there are of each reason.

    ``skipped`` are those of a reason of their own, all others were not handed out because of ``why``.
    """
    listed = [
        SkippedPage(url=url, reason=reason)
        for url, reason in (dict(skipped) | dict.fromkeys(frontier.queue.remaining(), why)).items()
    ]
    starts = frozenset(scope.start_urls)
    # The verdict needs those that should have been loaded.
    listed.sort(key=lambda page: page.url not in starts and page.reason not in MAY_PASS)
    not_kept = Counter({SkipReason.NOT_KEPT: sum(frontier.traps.not_kept.values())})
    counts = Counter(skipped.values()) + Counter({why: frontier.known.left}) + not_kept
    return tuple(listed[:_MAX_SKIPPED]), dict(counts)


def not_kept(frontier: Frontier) -> Iterator[Message]:
    """Yield how many addresses were left out of those known, by limit."""
    for why, n in frontier.traps.not_kept.items():
        forms, values = _NOT_KEPT[why]
        yield Message.counted(forms, n, **values)


def other_hosts(frontier: Frontier) -> tuple[OtherHost, ...]:
    """Return the hosts of the site that were out of scope."""
    return tuple(OtherHost(host=name, links=n) for name, n in frontier.reach.other_hosts.items())
