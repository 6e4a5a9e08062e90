"""What is tried on a recorded page: the lighter files that the rules make, by rule, and what third parties cost."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from delest import plugins
from delest.advise import rules
from delest.advise.coded import coded_alike
from delest.advise.examine import remedies_of
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.measure.replay import coding
from delest.measure.replay.capture import capture_of
from delest.measure.replay.lazy import made_lazy
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.learned import Studies
from delest.records.finding import Effect
from delest.records.load import Capture
from delest.records.proof import Effort
from delest.records.remedy import Remedy
from delest.records.tape import Tape
from delest.urls import host, registrable_domain

THIRD_PARTY: Final = "third-party"
LAZY: Final = "image-offscreen"
CACHE: Final = "cache-lifetime"
NOT_SCROLLED: Final = N_("For visitors who do not scroll down; a complete visit loads the images all the same.")
LATER: Final = N_("On the next page of a visit, and for visitors who come back; the first page weighs the same.")
GIVEN_UP: Final = N_("What this third party does on the page is given up.")
_MOST_THIRD_PARTIES: Final = 2
_LEAST_COST_BYTES: Final = 20_000
_SETTINGS: Final = frozenset({"text-compression", "cache-lifetime"})
_CODE: Final = frozenset({"css-unused", "js-unused", "image-offscreen", "preload-unused", THIRD_PARTY})


def changes_of(tape: Tape, shop: Workshop, only: Collection[str] = (), studies: Studies | None = None) -> list[Change]:
    """Return what to try on a page, what should avoid most first; of the rules in ``only`` if any.

    Without ``studies``, rules of the whole site know this page alone. Long work for the processor: call it in a thread.
    """
    capture = capture_of(tape)
    sizes = {t.url: t.transferred_bytes or 0 for t in capture.load.transfers}
    by_rule: defaultdict[str, list[Remedy]] = defaultdict(list)
    for each in remedies_of(capture, shop, only, studies):
        by_rule[each.rule].append(each)
    changes = [_change(rule, remedies) for rule, remedies in by_rule.items()]
    changes.sort(key=lambda change: -sum(sizes.get(each.url, 0) - len(each.body) for each in change.remedies))
    if not only or LAZY in only:
        changes += _lazy(tape, capture, shop)
    if not only or CACHE in only:
        changes += _cached(capture, shop)
    if not only or THIRD_PARTY in only:
        changes += third_parties(capture)
    return changes


def _named(rule: str, capture: Capture, shop: Workshop) -> tuple[str, ...]:
    """Return the addresses that a rule names on a page."""
    examine = plugins.load(rules, Rule, rule).examine
    found = examine(capture, shop) if examine is not None else None
    return tuple(offender.url for offender in found.offenders) if found else ()


def _lazy(tape: Tape, capture: Capture, shop: Workshop) -> Iterator[Change]:
    """Yield the page with its images far down made lazy: what a visitor who does not scroll is spared."""
    urls = _named(LAZY, capture, shop)
    document = next((each for each in tape.responses if each.url == tape.load.final_url and each.whole), None)
    if not urls or document is None:
        return
    name = document.field("content-encoding")
    now = coding.decoded(document.body, name)
    new = made_lazy(now, document.url, urls) if now is not None else None
    coded = coded_alike(now, new, name, len(document.body)) if now is not None and new is not None else None
    if coded is None or new == now:
        return  # its images are not in the served document: a script brings them
    made = Remedy(
        rule=LAZY,
        url=document.url,
        body=coded.body,
        content_type=document.field("content-type"),
        content_encoding=coded.content_encoding,
    )
    condition, effect = NOT_SCROLLED, Effect.BEFORE_SCROLL
    yield Change(rule=LAZY, remedies=(made,), condition=condition, effort=Effort.CODE, effect=effect)


def _cached(capture: Capture, shop: Workshop) -> Iterator[Change]:
    """Yield the page with a lifetime for the files that browsers may not keep."""
    urls = _named(CACHE, capture, shop)
    if urls:
        condition, effect = LATER, Effect.LATER_PAGES
        yield Change(rule=CACHE, cached_urls=urls, condition=condition, effort=Effort.SETTING, effect=effect)


def _change(rule: str, remedies: list[Remedy]) -> Change:
    conditions = dict.fromkeys(each.condition for each in remedies if each.condition)
    effort = Effort.SETTING if rule in _SETTINGS else Effort.CODE if rule in _CODE else Effort.FILES
    return Change(rule=rule, remedies=tuple(remedies), condition=" ".join(conditions), effort=effort)


def third_parties(capture: Capture) -> Iterator[Change]:
    """Yield the heaviest third parties, each left out whole with all its hosts."""
    own = registrable_domain(host(capture.load.final_url))
    sizes: defaultdict[str, int] = defaultdict(int)
    hosts: defaultdict[str, set[str]] = defaultdict(set)
    for transfer in capture.load.transfers:
        name = host(transfer.url)
        domain = registrable_domain(name)
        if name and domain != own:
            sizes[domain] += transfer.transferred_bytes or 0
            hosts[domain].add(name)
    for domain in sorted(sizes, key=lambda each: -sizes[each])[:_MOST_THIRD_PARTIES]:
        if sizes[domain] >= _LEAST_COST_BYTES:
            yield left_out(domain, hosts[domain])


def left_out(name: str, hosts: Collection[str]) -> Change:
    """Return the change that leaves hosts out."""
    return Change(
        rule=f"{THIRD_PARTY}:{name}",
        refused_hosts=tuple(sorted(hosts)),
        condition=GIVEN_UP,
        effort=Effort.CODE,
        effect=Effect.COST,
    )
