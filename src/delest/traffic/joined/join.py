"""Views joined to the pages that were measured."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from msgspec import Struct

from delest.errors import N_, NN_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, Row, Traffic, UnmatchedReason
from delest.records.pages.load import Outcome
from delest.records.runs.audit import PageFacts
from delest.traffic.joined.annual import Found, annual, period_missing, source_of
from delest.traffic.joined.keys import Spelling, loose_key, on_hosts, page_key
from delest.traffic.joined.modelled import modelled
from delest.traffic.joined.unmatched import reason_of
from delest.traffic.period import season_warning
from delest.urls import host, normalise

_HOSTS_NAMED: Final = 3


class Audited(Struct, frozen=True, kw_only=True):
    """What the crawl knows of addresses, for the join."""

    spelled: Spelling = str
    hosts: tuple[str, ...] = ()
    """Hosts of the site beside those of its measured pages; ``*.example.org`` is the domain and all below."""
    templates: Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]] | None = None
    """Sorts URLs into families; None: pages that were not measured are not modelled."""


def of_another_site(source: str) -> InputError:
    """Return what is told of page views none of which is of the measured site."""
    return InputError(
        N_("{source}: no page view of the site that was measured"),
        remedy=N_("give the export of the site that is audited, with full addresses or paths from its root"),
        source=source,
    )


def join_views(
    export: Export, pages: Iterable[PageFacts], audited: Audited | None = None
) -> tuple[Traffic, tuple[Message, ...]]:
    """Return the traffic a year of ``pages`` as ``export`` has it, with warnings of what was left out.

    A row belongs to a page when its key (`page_key`) is that of the page's own URL, or of the URL that it ends at; a
    row that is a path is taken on the first page's host. Where no key fits, case makes no difference. Views of other
    pages whose template has measured pages are modelled: the measured ones answer for them in equal parts. Rows of
    other hosts are not this site's views. Views without a page are part of the whole.
    Views a year = views x 365 / days of the period.

    Raises:
        InputError: no page was measured, the export has no view of their site, or its period is not known.
    """
    audited = audited or Audited()
    everything = list(pages)
    measured = [page for page in everything if _is_measured(page)]
    found = _sorted_views(export, measured, audited)
    placed = math.fsum(found.own.values()) + math.fsum(found.others.values())
    if not placed:
        raise of_another_site(source_of(export))
    if export.period is None:
        raise period_missing(export)
    model = modelled(list(found.own), found.others, audited.templates, keep_out=_not_modelled)
    failed = frozenset(page_key(page.url) for page in everything if not _is_measured(page))
    base = measured[0].url
    traffic = annual(export, found, model, failed=failed, base=base)
    return traffic, tuple(_warnings(export, found, known=bool(traffic.pages)))


def _ends(page: PageFacts) -> Iterator[str]:
    """Yield the URL of a page, and those that it ends at."""
    yield page.url
    yield from (load.final_url for load in page.loads if load.outcome is Outcome.OK)


def _is_measured(page: PageFacts) -> bool:
    return any(load.outcome is Outcome.OK for load in page.loads)


def _sorted_views(export: Export, measured: Sequence[PageFacts], audited: Audited) -> Found:
    found = Found(own=dict.fromkeys((page.url for page in measured), 0.0), entries={}, others={}, foreign={})
    exact = _pages_by_key(measured, audited.spelled)
    loose = _without_doubt(exact)
    ours = on_hosts((url for page in measured for url in _ends(page)), audited.hosts)
    base = measured[0].url if measured else None
    for row in export.rows:
        url = normalise(row.page, base)
        if url is None or not ours(host(url)):
            found.foreign_rows += 1
            name = host(url) if url else ""
            found.foreign[name] = found.foreign.get(name, 0.0) + row.views
            continue
        _take(found, row, audited.spelled(url), exact, loose)
    return found


def _take(found: Found, row: Row, url: str, exact: Mapping[str, str], loose: Mapping[str, str]) -> None:
    key = page_key(url)
    page = exact.get(key) or loose.get(loose_key(key))
    if page is None:
        found.others[url] = found.others.get(url, 0.0) + row.views
        return
    found.own[page] += row.views
    if row.entries is not None:
        found.entries[page] = found.entries.get(page, 0.0) + row.entries


def _pages_by_key(measured: Sequence[PageFacts], spelled: Spelling) -> dict[str, str]:
    """Return the URL of each measured page by key: of the URLs that pages end at, then over these of their own."""
    ends = (
        (page_key(spelled(load.final_url)), page.url)
        for page in measured
        for load in page.loads
        if load.outcome is Outcome.OK
    )
    return dict(chain(ends, ((page_key(page.url), page.url) for page in measured)))


def _without_doubt(exact: Mapping[str, str]) -> dict[str, str]:
    """Return the pages by loose key, without those keys that several pages share."""
    pages: dict[str, set[str]] = {}
    for key, url in exact.items():
        pages.setdefault(loose_key(key), set()).add(url)
    return {key: urls.pop() for key, urls in pages.items() if len(urls) == 1}


def _not_modelled(url: str) -> bool:
    return reason_of(url) is not UnmatchedReason.NOT_MEASURED


def _warnings(export: Export, found: Found, *, known: bool) -> Iterator[Message]:
    source = source_of(export)
    if found.foreign_rows:
        hosts = sorted(found.foreign, key=lambda name: -found.foreign[name])
        yield Message.counted(
            NN_(
                "{source}: {n} line is of another site and was left out ({views} page views; {hosts})",
                "{source}: {n} lines are of other sites and were left out ({views} page views; {hosts})",
            ),
            found.foreign_rows,
            source=source,
            views=round(math.fsum(found.foreign.values())),
            hosts=", ".join(name or "?" for name in hosts[:_HOSTS_NAMED])
            + (" ..." if len(hosts) > _HOSTS_NAMED else ""),
        )
    if not known:
        evenly = N_("{source}: none of the measured pages is in it; its total is spread evenly over them")
        yield Message.of(evenly, source=source)
    if export.weak:
        yield Message.of(N_("{source}: counts clicks in a search engine, not page views: the true total is higher"),
                         source=source)  # fmt: skip
    season = export.period and season_warning(export.period)
    if season:
        yield season
