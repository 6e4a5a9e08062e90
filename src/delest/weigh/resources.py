"""The resources behind a weight."""

from collections import defaultdict
from collections.abc import Iterable

from delest.records.audit import PageRecord
from delest.records.load import CacheState, Transfer
from delest.records.weight import ResourceWeight
from delest.weigh.parties import Party, party
from delest.weigh.spread import counted, median_load
from delest.weigh.wire import transferred_bytes


def page_resources(page: PageRecord) -> tuple[ResourceWeight, ...]:
    """Return what the page's median cold load transferred, by URL, heaviest first; nothing if no load ended ok.

    A resource is a URL without its fragment, its query kept. One that was transferred several times counts each time.
    """
    loads = counted(page.loads, CacheState.COLD)
    if not loads:
        return ()
    typical = median_load(loads)
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


def site_resources(pages: Iterable[PageRecord], limit: int) -> tuple[ResourceWeight, ...]:
    """Return the ``limit`` resources of most bytes summed over ``pages``, most first."""
    by_url: defaultdict[str, list[ResourceWeight]] = defaultdict(list)
    for page in pages:
        for resource in page_resources(page):
            by_url[resource.url].append(resource)
    ranked = sorted(by_url.values(), key=lambda seen: (-sum(r.transferred_bytes for r in seen), seen[0].url))
    return tuple(_over_pages(seen) for seen in ranked[:limit])


def _over_pages(seen: list[ResourceWeight]) -> ResourceWeight:
    largest = max(seen, key=lambda resource: (resource.transferred_bytes, resource.kind, resource.first_party))
    return ResourceWeight(
        url=largest.url,
        kind=largest.kind,
        first_party=largest.first_party,
        transferred_bytes=largest.transferred_bytes,
        pages=len(seen),
    )
