"""The pages of a run folded into what its report holds, one after the other, so that none is in memory whole for long.

A page costs some kilobytes, however much it transferred: its facts, its weight, and the offenders that gain most.
"""

from collections.abc import Hashable, Iterable
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from delest.records.advice.finding import Finding
from delest.records.pages.load import LoadFacts
from delest.records.pages.weight import PageWeight, Request, SiteWeight
from delest.records.runs.audit import PageFacts, PageRecord
from delest.weigh.page import page_weight
from delest.weigh.resources import SiteResources, page_resources
from delest.weigh.site import site_weight
from delest.weigh.timeline import timeline

MOST_OFFENDERS: Final = 50
"""Of one finding; the others are counted."""
MOST_RESOURCES: Final = 10
"""Of one page."""
MOST_TIMELINES: Final = 20
"""Pages whose requests are kept, one by one: the heaviest."""
_MOST_VALUES: Final = 100_000
_T = TypeVar("_T", bound=Hashable)


class Folded(NamedTuple):
    """What the pages of a run come to."""

    pages: tuple[PageFacts, ...]
    weights: tuple[PageWeight, ...]
    """Heaviest first."""
    findings: tuple[Finding, ...]
    """Most avoidable bytes first."""
    site: SiteWeight | None


def fold(records: Iterable[PageRecord]) -> Folded:
    """Return what ``records`` come to; each is let go of before the next one is asked for."""
    values = _Values()
    resources, timelines = SiteResources(), _Timelines()
    pages: list[PageFacts] = []
    weights: list[PageWeight] = []
    findings: list[Finding] = []
    for record in records:
        pages.append(_facts(record, values))
        findings += (_bounded(finding, values) for finding in record.findings)
        if weight := page_weight(record.loads, record.consent_loads):
            found = page_resources(record.loads)
            resources.add(found)
            heaviest = tuple(map(values.one, found[:MOST_RESOURCES]))
            weights.append(replace(weight, url=values.one(weight.url), heaviest_resources=heaviest))
            timelines.add(weight, record)
    weights = [replace(each, requests=timelines.of(each.url)) if timelines.of(each.url) else each for each in weights]
    weights.sort(key=lambda weight: -weight.cold.transferred_bytes.median)
    findings.sort(key=lambda finding: -finding.avoidable_bytes.central)
    return Folded(tuple(pages), tuple(weights), tuple(findings), site_weight(weights, resources))


class _Timelines:
    """Holds the requests of the heaviest pages so far."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, tuple[Request, ...]]] = {}

    def add(self, weight: PageWeight, record: PageRecord) -> None:
        heavy = weight.cold.transferred_bytes.median
        if len(self._kept) >= MOST_TIMELINES:
            lightest = min(self._kept, key=lambda url: self._kept[url][0])
            if self._kept[lightest][0] >= heavy:
                return
            del self._kept[lightest]
        self._kept[weight.url] = heavy, timeline(record.loads)

    def of(self, url: str) -> tuple[Request, ...]:
        return self._kept[url][1] if url in self._kept else ()


class _Values:
    """Holds one value for all that are equal: what pages share is in memory once."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Hashable] = {}

    def one(self, value: _T) -> _T:
        if len(self._known) > _MOST_VALUES:
            self._known.clear()
        return self._known.setdefault(value, value)  # type: ignore[return-value] # equal values are of one type here


def _facts(record: PageRecord, values: _Values) -> PageFacts:
    url = values.one(record.url)
    loads, answered = (
        tuple(_load_facts(load, values) for load in each) for each in (record.loads, record.consent_loads)
    )
    return PageFacts(url=url, depth=record.depth, loads=loads, consent_loads=answered, links_found=record.links_found)


def _load_facts(load: LoadFacts, values: _Values) -> LoadFacts:
    facts = {name: getattr(load, name) for name in LoadFacts.__struct_fields__}
    for name in ("requested_url", "final_url", "title", "device", "browser", "consent"):
        facts[name] = values.one(facts[name])
    return LoadFacts(**facts)


def _bounded(finding: Finding, values: _Values) -> Finding:
    named = finding.offenders[:MOST_OFFENDERS]
    return replace(
        finding,
        page_url=values.one(finding.page_url),
        offenders=tuple(map(values.one, named)),
        more_offenders=finding.more_offenders + len(finding.offenders) - len(named),
    )
