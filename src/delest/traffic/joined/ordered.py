"""Which pages of a site people see most, before any of them is measured."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from delest.records.co2e.traffic import Export
from delest.traffic.joined.keys import Spelling, on_hosts, page_key
from delest.urls import host, normalise


def views_by_key(
    export: Export, start_url: str, spelled: Spelling = str, hosts: Iterable[str] = ()
) -> dict[str, float]:
    """Return the views of each page of the site of ``start_url`` over the export's period, by `page_key`.

    Pages are matched as by `join_views`; those without any view are not in it. Views without a page have an empty key:
    they are part of the whole.
    """
    ours = on_hosts([start_url], hosts)
    views: defaultdict[str, float] = defaultdict(float)
    for row in export.rows:
        url = normalise(row.page, start_url)
        if url is not None and row.views > 0 and ours(host(url)):
            views[page_key(spelled(url))] += row.views
    unplaced = math.fsum(each.views for each in export.unplaced)
    return dict(views) | ({"": unplaced} if unplaced and views else {})


def most_viewed(export: Export, start_url: str, spelled: Spelling = str, hosts: Iterable[str] = ()) -> Iterator[str]:
    """Yield the URLs of the site of ``start_url`` that an export names, most views first, each page once."""
    ours, seen = on_hosts([start_url], hosts), set()
    for row in sorted(export.rows, key=lambda row: -row.views):
        url = normalise(row.page, start_url)
        if url is None or row.views <= 0 or not ours(host(url)):
            continue
        url = spelled(url)
        if (key := page_key(url)) not in seen:
            seen.add(key)
            yield url
