"""The resources behind a weight."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from delest.records.pages.load import CacheState, PageLoad, Transfer
from delest.records.pages.weight import ResourceWeight
from delest.weigh.parties import Party, party
from delest.weigh.spread import counted, median_load
from delest.weigh.wire import transferred_bytes

MOST_RESOURCES: Final = 100_000
"""Different resources of a site that are told apart, some 40 MB of them."""
_FEW_PAGES: Final = 4
_NEARLY_ALL: Final = 0.9


def page_resources(loads: Sequence[PageLoad]) -> tuple[ResourceWeight, ...]:
    """Return what a page's median cold load transferred, by URL, heaviest first; nothing if no load ended ok.

    A resource is a URL without its fragment, its query kept. One that was transferred several times counts each time.
    """
    cold = counted(loads, CacheState.COLD)
    if not cold:
        return ()
    typical = median_load(cold)
    by_url: defaultdict[str, list[Transfer]] = defaultdict(list)
    for transfer in typical.transfers:
        if transferred_bytes(transfer):
            by_url[transfer.url.partition("#")[0]].append(transfer)
    found = (
        ResourceWeight(
            url=url,
            kind=max(transfers, key=transferred_bytes).kind,
            first_party=party(transfers[0], typical.final_url) is Party.FIRST,
            transferred_bytes=sum(map(transferred_bytes, transfers)),
            pages=1,
        )
        for url, transfers in by_url.items()
    )
    return tuple(sorted(found, key=lambda resource: (-resource.transferred_bytes, resource.url)))


class _Seen(Struct):
    """One resource over the pages so far."""

    total_bytes: int
    largest: ResourceWeight
    pages: int


class SiteResources:
    """The resources of a site, gathered page by page.

    Beyond ``MOST_RESOURCES`` different ones, the lighter half is let go: should one of these come again, it counts
    from there. None of the heaviest is lost by that, unless it is spread over pages thousands of pages apart.
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def add(self, resources: Iterable[ResourceWeight]) -> None:
        """Take in what one page transferred."""
        for resource in resources:
            seen = self._seen.get(resource.url)
            if seen is None:
                self._seen[resource.url] = _Seen(resource.transferred_bytes, resource, 1)
                continue
            seen.total_bytes += resource.transferred_bytes
            seen.largest = max(seen.largest, resource, key=_largest_first)
            seen.pages += 1
        if len(self._seen) > MOST_RESOURCES:
            self._seen = {seen.largest.url: seen for seen in self._ranked(MOST_RESOURCES // 2)}

    def heaviest(self, limit: int) -> tuple[ResourceWeight, ...]:
        """Return the ``limit`` resources of most bytes summed over the pages, most first."""
        return tuple(replace(seen.largest, pages=seen.pages) for seen in self._ranked(limit))

    def summed(self, limit: int) -> tuple[int, ...]:
        """Return what each of these transfers over all pages, in bytes."""
        return tuple(seen.total_bytes for seen in self._ranked(limit))

    def shared(self, pages: int) -> float | None:
        """Return the bytes per page of what at least nine pages in ten load alike; None where ``pages`` are few."""
        if pages < _FEW_PAGES:
            return None
        common = (seen.total_bytes for seen in self._seen.values() if seen.pages >= _NEARLY_ALL * pages)
        return sum(common) / pages

    def _ranked(self, limit: int) -> list[_Seen]:
        return heapq.nsmallest(limit, self._seen.values(), key=lambda seen: (-seen.total_bytes, seen.largest.url))


def _largest_first(resource: ResourceWeight) -> tuple[int, str, bool]:
    return resource.transferred_bytes, resource.kind, resource.first_party
