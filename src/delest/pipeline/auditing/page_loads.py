"""How one page is loaded again: as often as was asked, or as its weight varies, in each state of the cache."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.crawl.pages.links import page_links
from delest.crawl.site.turn import Turn, TurnOf
from delest.measure.load import PageLoader
from delest.pipeline.auditing.lost import LostRequests
from delest.pipeline.order import Undecided
from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.pages.load import CacheState, Capture, Outcome, PageLoad
from delest.records.runs.audit import RunHeader
from delest.urls import origin, same_site
from delest.weigh.repeats import another_load, varies

_ENTRIES_TRIED: Final = 3


class LoadedPage(NamedTuple):
    """A page after its first load."""

    loader: PageLoader
    header: RunHeader
    first: Capture
    turn: TurnOf
    """Waits until a URL may be loaded; false if it may not, or if the user stops."""
    heard: Callable[[Capture], None]
    """Takes note of how a load went."""
    lost: LostRequests
    undecided: Undecided | None = None
    """Tells whether loads leave open what they are made for; None: where their weight varies."""


async def further_loads(page: LoadedPage) -> tuple[PageLoad, ...]:
    """Return the loads of a page after its first, cold one: those of one state of the cache after the other.

    A state that cannot be measured has one load, which says why.
    """
    header, first = page.header, page.first
    loads: list[PageLoad] = []
    if first.load.outcome is not Outcome.OK:
        return ()
    if CacheState.COLD in header.loading.cache_states:
        loads += await _repeated(page, None, [first.load])
    if CacheState.IN_VISIT in header.loading.cache_states:
        loads += await _in_visit(page)
    if CacheState.WARM in header.loading.cache_states:
        loads += await _repeated(page, first.load.requested_url, [])
    return tuple(loads)


async def consent_loads(page: LoadedPage) -> tuple[PageLoad, ...]:
    """Return the loads after refusing and after accepting, where these are to be compared and there is a banner."""
    found = page.first.load.consent
    if page.header.loading.consent is not Choice.COMPARE or found is None or found.reason:
        return ()
    refused = await _repeated(page, None, [], Choice.REFUSE)
    return tuple(refused + await _repeated(page, None, [], Choice.ACCEPT))


async def _repeated(
    page: LoadedPage, after: str | None, made: Sequence[PageLoad], consent: Choice | None = None
) -> list[PageLoad]:
    """Return the loads that come after those already made in the same state of the cache, with the same answer."""
    url, loads = page.first.load.requested_url, list(made)
    loading, undecided = page.header.loading, _undecided(page)
    while another_load(loads, loading.loads, loading.max_loads, undecided):
        if after is not None and await page.turn(after) is not Turn.COMES:
            break
        if await page.turn(url) is not Turn.COMES:
            break
        capture = await page.lost.load(page.loader, url, page.turn, after=after, consent=consent)
        page.heard(capture)
        load = capture.load
        if consent and load.consent is None:  # it did not come to an answer
            load = replace(
                load, consent=Answered(choice=consent, reason=load.reason or Reason(code=ReasonCode.PAGE_SILENT))
            )
        loads.append(load)
    return loads[len(made) :]


def _undecided(page: LoadedPage) -> Callable[[Sequence[PageLoad]], bool]:
    if page.undecided is None:
        return varies
    return partial(page.undecided, own_origin=origin(page.header.scope.start_urls[0]))


async def _in_visit(page: LoadedPage) -> list[PageLoad]:
    """Return the loads after the first page of the site that can be loaded: a start of the audit, else a link."""
    loads: list[PageLoad] = []
    for entry in list(_entries(page))[:_ENTRIES_TRIED]:
        loads = await _repeated(page, entry, [])
        if loads and loads[0].outcome is Outcome.OK:
            return loads
    none = Reason(code=ReasonCode.NO_PAGE_BEFORE)
    # Loads that were never made have no bytes: the first one lends what page, device and browser they would have had.
    return loads or [replace(_unmeasured(page.first.load), reason=none)]


def _unmeasured(load: PageLoad) -> PageLoad:
    return replace(
        load,
        outcome=Outcome.FAILED,
        cache_state=CacheState.IN_VISIT,
        consent=None,
        transfers=(),
        status=None,
        element_count=None,
        settled_after_ms=None,
        wire_bytes=None,
        sent_bytes=None,
        unsettled=None,
        before_interaction_bytes=None,
        before_scroll_bytes=None,
        scroll_cut=False,
        scroll_stuck=False,
    )


def _entries(page: LoadedPage) -> Iterator[str]:
    load = page.first.load
    links = page_links(page.first.html, load.final_url, parts=page.first.parts).pages
    for url in dict.fromkeys((*page.header.scope.start_urls, *links)):
        if url not in {load.requested_url, load.final_url} and same_site(url, load.final_url):
            yield url
