"""Which services are never audited at the same time, and in which order they come. Pure."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from delest.records.fleet.service import Service
from delest.urls import host, registrable_domain

_USUAL_PAGES: Final = 20


def lane_of(service: Service, addresses: Mapping[str, str] | None = None) -> str:
    """Return the lane of a service: the one that its row names, else that of its server's address, else its domain.

    Args:
        service: one of the list.
        addresses: address by host, where lanes are by address; a host that is not in it has its domain.
    """
    name = host(service.url)
    return service.lane or (addresses or {}).get(name) or registrable_domain(name)


def in_order(services: Iterable[Service], lanes: Mapping[str, str]) -> list[Service]:
    """Return services with those of the longest lanes first: the longest lane, not the fleet, sets the end.

    Within a lane they keep their order.
    """
    length: defaultdict[str, int] = defaultdict(int)
    listed = list(services)
    for each in listed:
        length[lanes[each.id]] += each.max_pages or len(each.pages) or _USUAL_PAGES
    return sorted(listed, key=lambda each: -length[lanes[each.id]])


def of_shard(services: Sequence[Service], lanes: Mapping[str, str], number: int, of: int) -> list[Service]:
    """Return the services of shard ``number`` (from 1) of ``of``: whole lanes, the same ones on every machine."""
    return [each for each in services if zlib.crc32(lanes[each.id].encode()) % of == number - 1]
