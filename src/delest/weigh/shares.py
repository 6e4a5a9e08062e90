"""Parts of a weight: by kind, by party, and their sums."""

from collections import Counter
from collections.abc import Iterable

from delest.records.pages.load import PageLoad
from delest.records.pages.weight import Share
from delest.weigh.parties import party
from delest.weigh.wire import is_request, transferred_bytes


def by_kind(load: PageLoad) -> tuple[Share, ...]:
    """Return the parts that each kind has in ``load``, heaviest first."""
    return add_up(_part(t.kind, transferred_bytes(t), is_request(t)) for t in load.transfers)


def by_party(load: PageLoad) -> tuple[Share, ...]:
    """Return the parts that the first and the third parties have in ``load``, heaviest first."""
    return add_up(_part(party(t, load.final_url), transferred_bytes(t), is_request(t)) for t in load.transfers)


def _part(name: str, size_bytes: int, request: bool) -> Share:  # noqa: FBT001 - private, and one request or none
    return Share(name=str(name), transferred_bytes=size_bytes, requests=int(request))


def add_up(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Return one share for each name, heaviest first; names without bytes and requests are left out."""
    sizes: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    for share in shares:
        sizes[share.name] += share.transferred_bytes
        requests[share.name] += share.requests
    totals = (Share(name=name, transferred_bytes=sizes[name], requests=requests[name]) for name in sizes)
    present = (share for share in totals if share.transferred_bytes or share.requests)
    return tuple(sorted(present, key=lambda share: (-share.transferred_bytes, share.name)))
