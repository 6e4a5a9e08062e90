"""Pages of two audits, paired, with what became of their resources. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from delest.compare.statistics import certainty, change, mean_certainty
from delest.records.gate.baseline import Change, ResourceBaseline
from delest.records.gate.comparison import (
    MOST_CHANGES,
    Certainty,
    Comparison,
    Difference,
    KindChange,
    PagePair,
    ResourceChange,
    Side,
)
from delest.records.pages.weight import Spread
from delest.units import Estimate

_RESOURCES: Final = 30
_FORBIDDING: Final = ("device", "screen", "consent", "cache", "visitor", "visit")
_NAMES: Final = {
    "delest": "delest",
    "browser": "browser",
    "device": "device",
    "consent": "consent",
    "cache": "cache",
    "screen": "screen",
    "visitor": "visitor",
    "visit": "visit",
    "sampled": "sample",
    "complete": "complete",
}


class WeighedPage(Struct, frozen=True, kw_only=True):
    """What a comparison needs of one page of an audit."""

    key: str
    """Path and query, by which pages of two audits are paired."""
    url: str
    cold: Spread
    """Transferred bytes with an empty cache."""
    missing: frozenset[str] = frozenset()
    """Resources whose bytes the weight misses; empty text: more than are named, or bytes that were not counted."""
    resources: tuple[ResourceBaseline, ...] = ()
    """Of the median load, under their names across builds."""


def compare(baseline: tuple[Side, Sequence[WeighedPage]], scenario: tuple[Side, Sequence[WeighedPage]]) -> Comparison:
    """Return how the pages of two audits differ; nothing is converted to kg CO2e here."""
    before = {page.key: page for page in baseline[1]}
    after = {page.key: page for page in scenario[1]}
    both = [key for key in before if key in after]
    common = [key for key in both if before[key].missing == after[key].missing]
    pairs = sorted(
        (_pair(before[key], after[key]) for key in common), key=lambda pair: (-abs(pair.change_bytes.central), pair.url)
    )
    sure, probability = mean_certainty([p.change_bytes for p in pairs], [p.certainty for p in pairs])
    return Comparison(
        baseline=baseline[0],
        scenario=scenario[0],
        differences=tuple(_differences(baseline[0], scenario[0])),
        pairs=tuple(pairs),
        only_baseline=tuple(sorted(before[key].url for key in before.keys() - after.keys())),
        only_scenario=tuple(sorted(after[key].url for key in after.keys() - before.keys())),
        lost_requests=tuple(sorted(after[key].url for key in both if before[key].missing != after[key].missing)),
        mean_before_bytes=_mean(pair.before_bytes for pair in pairs),
        mean_after_bytes=_mean(pair.after_bytes for pair in pairs),
        mean_change_bytes=_mean_change(pairs),
        certainty=sure if pairs else Certainty.UNKNOWN,
        probability=probability,
        kinds=tuple(_kinds(before, after, common)),
        resources=tuple(_resources(before, after, common)),
    )


def _pair(before: WeighedPage, after: WeighedPage) -> PagePair:
    changes = changes_of(before.resources, after.resources)
    return PagePair(
        url=after.url,
        before_bytes=before.cold.median,
        after_bytes=after.cold.median,
        change_bytes=change(before.cold, after.cold),
        certainty=certainty(before.cold, after.cold),
        changes=tuple(changes[:MOST_CHANGES]),
        more_changes=max(0, len(changes) - MOST_CHANGES),
    )


def changes_of(before: Iterable[ResourceBaseline], after: Iterable[ResourceBaseline]) -> list[Change]:
    """Return the resources whose bytes differ, largest change first."""
    old, new = ({each.name: each for each in side} for side in (before, after))
    found = []
    for name in old.keys() | new.keys():
        known = new.get(name) or old[name]
        made = Change(
            name=name,
            kind=known.kind,
            first_party=known.first_party,
            before_bytes=old[name].transferred_bytes if name in old else 0,
            now_bytes=new[name].transferred_bytes if name in new else 0,
        )
        if made.more_bytes:
            found.append(made)
    return sorted(found, key=lambda each: (-abs(each.more_bytes), each.name))


def _differences(before: Side, after: Side) -> Iterable[Difference]:
    for field, name in _NAMES.items():
        old, new = str(getattr(before, field)), str(getattr(after, field))
        if old != new:
            yield Difference(name=name, before=old, after=new, forbids=field in _FORBIDDING)


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 0.0


def _mean_change(pairs: Sequence[PagePair]) -> Estimate | None:
    if not pairs:
        return None
    total = Estimate(low=0.0, central=0.0, high=0.0)
    for pair in pairs:
        total = total + pair.change_bytes
    return total * (1 / len(pairs))


def _kinds(
    before: Mapping[str, WeighedPage], after: Mapping[str, WeighedPage], keys: Sequence[str]
) -> Iterable[KindChange]:
    sums: tuple[defaultdict[str, int], defaultdict[str, int]] = (defaultdict(int), defaultdict(int))
    for total, side in zip(sums, (before, after), strict=True):
        for key in keys:
            for each in side[key].resources:
                total[each.kind] += each.transferred_bytes
    names = sorted(sums[0].keys() | sums[1].keys(), key=lambda name: (-abs(sums[1][name] - sums[0][name]), name))
    for name in names:
        yield KindChange(name=name, before_bytes=sums[0][name] / len(keys), after_bytes=sums[1][name] / len(keys))


def _resources(
    before: Mapping[str, WeighedPage], after: Mapping[str, WeighedPage], keys: Sequence[str]
) -> Iterable[ResourceChange]:
    summed: dict[str, Change] = {}
    pages: defaultdict[str, int] = defaultdict(int)
    for key in keys:
        for each in changes_of(before[key].resources, after[key].resources):
            known = summed.get(each.name)
            pages[each.name] += 1
            summed[each.name] = Change(
                name=each.name,
                kind=each.kind,
                first_party=each.first_party,
                before_bytes=each.before_bytes + (known.before_bytes if known else 0),
                now_bytes=each.now_bytes + (known.now_bytes if known else 0),
            )
    largest = sorted(summed.values(), key=lambda each: (-abs(each.more_bytes), each.name))
    return (ResourceChange(change=each, pages=pages[each.name]) for each in largest[:_RESOURCES])
