"""Pages against their baseline: what got heavier, resource by resource. Pure.

An improvement here never pays for a regression there: each own resource is held against its own past. New resources
count less what they replace: resources of the same kind that are gone from the page.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from delest.check.noise import allowed, noise_of
from delest.check.renamed import renamed
from delest.identity import identity
from delest.records.gate.baseline import (
    Baseline,
    BaselineVerdict,
    Change,
    Conditions,
    PageBaseline,
    PageChange,
    ResourceBaseline,
)
from delest.records.pages.load import Kind
from delest.records.pages.weight import ResourceWeight

_NAMES = {"delest": "delest", "browser": "browser", "device": "device", "served": "compression", "consent": "consent"}


def resources_of(resources: Iterable[ResourceWeight], site_origin: str) -> tuple[ResourceBaseline, ...]:
    """Return a page's resources under their names across builds, sorted by name; equal names are added up."""
    by_name: dict[str, ResourceBaseline] = {}
    for each in resources:
        name = identity(each.url, site_origin)
        known = by_name.get(name)
        by_name[name] = ResourceBaseline(
            name=name,
            kind=known.kind if known else each.kind,
            first_party=each.first_party,
            transferred_bytes=each.transferred_bytes + (known.transferred_bytes if known else 0),
            count=1 + (known.count if known else 0),
        )
    return tuple(by_name[name] for name in sorted(by_name))


def over_loads(
    resources: Iterable[ResourceBaseline], each_load: Sequence[Iterable[ResourceBaseline]]
) -> tuple[ResourceBaseline, ...]:
    """Return ``resources``, those of the median load, with the least and the most of each over all loads of a page."""
    of_load = [{each.name: each.transferred_bytes for each in load} for load in each_load]
    found = []
    for resource in resources:
        weights = [load.get(resource.name, 0) for load in of_load]
        low, high = min(weights), max(weights)
        found.append(replace(resource, range_bytes=(low, high)) if low < high else resource)
    return tuple(found)


def by_party(each_load: Iterable[Iterable[ResourceBaseline]]) -> tuple[tuple[int, int], ...]:
    """Return the own bytes of each load, and those of third parties; in ascending order."""
    found = []
    for load in each_load:
        own, others = 0, 0
        for resource in load:
            own += resource.transferred_bytes if resource.first_party else 0
            others += 0 if resource.first_party else resource.transferred_bytes
        found.append((own, others))
    return tuple(sorted(found))


def compare(
    before: Baseline, pages: Sequence[PageBaseline], now: Conditions, *, third_parties: bool
) -> BaselineVerdict:
    """Return how ``pages`` compare with ``before``.

    Args:
        before: the baseline.
        pages: what was measured now.
        now: under which conditions; where they differ nothing is compared, and the differences are named.
        third_parties: whether their bytes count too.
    """
    differing = tuple(
        f"{_NAMES[name]}: {getattr(before.conditions, name)} -> {getattr(now, name)}"
        for name in Conditions.__struct_fields__
        if getattr(before.conditions, name) != getattr(now, name)
    )
    if differing:
        return BaselineVerdict(incomparable=differing, measured_on=before.measured_on)
    known = {page.page: page for page in before.pages}
    changes = [
        _page(known[page.page], page, before, third_parties=third_parties) for page in pages if page.page in known
    ]
    changes = [change for change in changes if change.regressions or change.improvements or change.third_party]
    changes.sort(key=lambda change: (-change.grown_bytes, change.page))
    measured = {page.page for page in pages}
    incomplete = measured & set(before.incomplete)
    moved = renamed(
        (page for page in before.pages if page.page not in measured),
        (page for page in pages if page.page not in known and page.page not in incomplete),
    )
    return BaselineVerdict(
        changes=tuple(changes),
        new_pages=tuple(sorted(measured - known.keys() - incomplete - {now for _, now in moved})),
        gone_pages=tuple(sorted(known.keys() - measured - {old for old, _ in moved})),
        renamed_pages=moved,
        incomplete_pages=tuple(sorted(incomplete)),
        compared_pages=len(measured & known.keys()),
        measured_on=before.measured_on,
    )


def _page(before: PageBaseline, now: PageBaseline, baseline: Baseline, *, third_parties: bool) -> PageChange:
    changes = _changes(before, now)
    gated = [change for change in changes if change.first_party or third_parties]
    regressions = [*_grown(gated, baseline), *_new(gated, baseline)]
    noise = noise_of(before, now, regressions, baseline, third_parties=third_parties)
    return PageChange(
        page=now.page,
        before_bytes=before.transferred_bytes,
        now_bytes=now.transferred_bytes,
        noise_bytes=noise.bytes,
        regressions=tuple(sorted(regressions, key=lambda change: (-change.more_bytes, change.name))),
        improvements=tuple(sorted((c for c in gated if c.more_bytes < 0), key=lambda c: (c.more_bytes, c.name))),
        third_party=() if third_parties else tuple(change for change in changes if not change.first_party),
        grown_bytes=sum(change.more_bytes for change in regressions),
        within_noise=bool(regressions) and not noise.beyond,
        open=bool(regressions) and noise.open,
    )


def _changes(before: PageBaseline, now: PageBaseline) -> list[Change]:
    old = {each.name: each for each in before.resources}
    new = {each.name: each for each in now.resources}
    found = []
    for name in sorted(old.keys() | new.keys()):
        was, is_now = old.get(name), new.get(name)
        known = is_now or old[name]
        change = Change(
            name=name,
            kind=known.kind,
            first_party=known.first_party,
            before_bytes=was.transferred_bytes if was else 0,
            now_bytes=is_now.transferred_bytes if is_now else 0,
        )
        if change.more_bytes:
            found.append(change)
    return found


def _grown(changes: Iterable[Change], baseline: Baseline) -> list[Change]:
    return [c for c in changes if c.before_bytes and c.more_bytes > allowed(c.before_bytes, baseline)]


def _new(changes: Iterable[Change], baseline: Baseline) -> list[Change]:
    """Return the new resources whose kind got heavier by more than what is gone of it, heaviest first, cut to that."""
    of_kind: Mapping[Kind, list[Change]] = defaultdict(list)
    for change in changes:
        if not change.before_bytes or not change.now_bytes:
            of_kind[change.kind].append(change)
    found: list[Change] = []
    for some in of_kind.values():
        more = sum(change.more_bytes for change in some)
        gone = sum(change.before_bytes for change in some)
        if more > allowed(gone, baseline):
            found += _cut(sorted((c for c in some if c.now_bytes), key=lambda c: (-c.now_bytes, c.name)), gone)
    return found


def _cut(new: Sequence[Change], gone_bytes: int) -> list[Change]:
    """Return new resources less the bytes that they replace, which are taken off the lightest ones first."""
    kept, left = [], gone_bytes
    for change in reversed(new):
        replaced = min(left, change.now_bytes)
        left -= replaced
        if replaced < change.now_bytes:
            kept.append(
                Change(
                    name=change.name,
                    kind=change.kind,
                    first_party=change.first_party,
                    before_bytes=replaced,
                    now_bytes=change.now_bytes,
                )
            )
    return kept
