"""Changes of a page's document that its findings ask for: lazy images, needless hints, redirects, media, protocol."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import urljoin

from msgspec.structs import replace

from delest import plugins
from delest.advise import rules
from delest.advise.examine import tried
from delest.advise.rule import Rule, Study
from delest.advise.rules.responses.prefetch_unused import PrefetchStudy
from delest.advise.workshop import Workshop, is_over
from delest.errors import N_
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.edits import Edit, How, touches
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Effort
from delest.records.advice.visits import PREFETCHES_NOT_USED, PRELOADS_NOT_USED, in_visits
from delest.records.pages.load import Capture
from delest.records.pages.tape import Tape
from delest.urls import host

LAZY: Final = "image-offscreen"
HINTS: Final = "preload-unused"
PREFETCHES: Final = "prefetch-unused"
REDIRECTS: Final = "redirects"
MEDIA: Final = "video-loading"
HTTP1: Final = "http1"
CACHE: Final = "cache-lifetime"
NOT_SCROLLED: Final = N_("For visitors who do not scroll down; a complete visit loads the images all the same.")
LATER: Final = N_("On the next page of a visit, and for visitors who come back; the first page weighs the same.")
NOT_PLAYED: Final = N_("Until the visitor plays them.")
FINAL_LINKS: Final = N_("For visitors whose link leads to the final address.")
_MOST_HOPS: Final = 20
_REDIRECTS: Final = range(300, 400)


class _Named(NamedTuple):
    """What a rule names on a page, and how many visits it knows of."""

    urls: tuple[str, ...]
    visits: int


class _Page(NamedTuple):
    tape: Tape
    capture: Capture
    studies: Mapping[str, Study] | None


def page_edits(
    tape: Tape, capture: Capture, shop: Workshop, only: Collection[str] = (), studies: Mapping[str, Study] | None = None
) -> Iterator[Change]:
    """Yield what to try on a page beside lighter files; of the rules in ``only`` if any.

    What there is no time for (``workshop.within``) is lost, as is what a rule gives up on.
    """
    made: dict[str, Callable[[Tape, _Named], Change | None]] = {
        HINTS: _hints,
        PREFETCHES: _prefetches,
        REDIRECTS: _redirects,
        HTTP1: _http2,
        LAZY: _lazy,
        CACHE: _cached,
        MEDIA: _media,
    }
    for rule, make in made.items():
        if only and rule not in only:
            continue
        if is_over():
            shop.lost += 1
            continue
        change = tried(partial(_change, rule, make, _Page(tape, capture, studies), shop), shop)
        if change is not None:
            yield change


def _change(rule: str, make: Callable[[Tape, _Named], Change | None], page: _Page, shop: Workshop) -> Change | None:
    """Return what a rule names on a page as a change; None where that would change nothing."""
    named = _named(rule, page.capture, shop, page.studies)
    change = make(page.tape, named) if named.urls else None
    return change if change is not None and all(touches(page.tape, edit) for edit in change.edits) else None


def _named(rule: str, capture: Capture, shop: Workshop, studies: Mapping[str, Study] | None) -> _Named:
    """Return what a rule names on a page."""
    loaded = plugins.load(rules, Rule, rule)
    study = (studies or {}).get(rule) or (loaded.study() if loaded.study else None)
    if study is not None and not studies:
        study.learn(capture)
    examine = study.examine if study is not None else loaded.examine
    found = examine(capture, shop) if examine is not None else None
    visits = study.visits if isinstance(study, PrefetchStudy) else 1
    return _Named(tuple(offender.url for offender in found.offenders) if found else (), visits)


def _edit(rule: str, how: How, urls: Collection[str], condition: str, effect: Effect) -> Change:
    edits = (Edit(how=how, urls=dict.fromkeys(urls, "")),)
    return Change(rule=rule, edits=edits, condition=condition, effort=Effort.CODE, effect=effect)


def _lazy(_tape: Tape, named: _Named) -> Change:
    return _edit(LAZY, How.LAZY, named.urls, NOT_SCROLLED, Effect.BEFORE_SCROLL)


def _media(_tape: Tape, named: _Named) -> Change:
    return _edit(MEDIA, How.ON_DEMAND, named.urls, NOT_PLAYED, Effect.COST)


def _hints(_tape: Tape, named: _Named) -> Change:
    return _without_hints(HINTS, named.urls, in_visits(PRELOADS_NOT_USED, named.visits))


def _prefetches(_tape: Tape, named: _Named) -> Change:
    return _without_hints(PREFETCHES, named.urls, in_visits(PREFETCHES_NOT_USED, named.visits))


def _without_hints(rule: str, urls: Collection[str], condition: str) -> Change:
    change = _edit(rule, How.NO_HINTS, urls, condition, Effect.AVOIDABLE)
    return replace(change, gone_urls=tuple(urls))


def _cached(_tape: Tape, named: _Named) -> Change:
    effort, effect = Effort.SETTING, Effect.LATER_PAGES
    return Change(rule=CACHE, cached_urls=named.urls, condition=LATER, effort=effort, effect=effect)


def _http2(_tape: Tape, named: _Named) -> Change:
    hosts = tuple(sorted({host(url) for url in named.urls}))
    return Change(rule=HTTP1, http2_hosts=hosts, effort=Effort.SETTING, effect=Effect.NOTICE)


def _redirects(tape: Tape, named: _Named) -> Change | None:
    """Return the page with the final addresses of its resources in its document, and opened at its own."""
    hops = _hops(tape)
    ends = {url: _end(url, hops) for url in named.urls if url in hops}
    opened = _chain(tape.page_url, hops)
    own = {url: end for url, end in ends.items() if url not in opened and end}
    tried = {url: end for url, end in own.items() if touches(tape, _final({url: end}))}
    gone = [each for url in tried for each in _chain(url, hops)]
    start = tape.load.final_url if opened and _end(tape.page_url, hops) == tape.load.final_url else ""
    gone += opened if start else []
    if not gone:
        return None
    return Change(
        rule=REDIRECTS,
        edits=(_final(tried),) if tried else (),
        gone_urls=tuple(dict.fromkeys(gone)),
        start_url=start,
        condition=FINAL_LINKS if start else "",
        effort=Effort.CODE,
    )


def _final(ends: dict[str, str]) -> Edit:
    return Edit(how=How.ADDRESSES, urls=ends)


def _hops(tape: Tape) -> dict[str, str]:
    """Return where each redirecting address of a tape leads."""
    found: dict[str, str] = {}
    for each in tape.responses:
        location = each.field("location")
        if each.status in _REDIRECTS and location and each.method == "GET":
            try:
                found[each.url] = urljoin(each.url, location).partition("#")[0]
            except ValueError:
                continue
    return found


def _chain(url: str, hops: dict[str, str]) -> list[str]:
    """Return the redirecting addresses from one on."""
    chain: list[str] = []
    while url in hops and url not in chain and len(chain) < _MOST_HOPS:
        chain.append(url)
        url = hops[url]
    return chain


def _end(url: str, hops: dict[str, str]) -> str:
    """Return where redirects from an address end; empty: nowhere."""
    chain = _chain(url, hops)
    end = hops[chain[-1]] if chain else ""
    return "" if end in hops else end
