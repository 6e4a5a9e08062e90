"""Rows that stand for the same service: the same id, the same address, with and without ``www``. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from delest.errors import N_
from delest.message import Message
from delest.records.fleet.service import ProblemKind, RowProblem, Service
from delest.urls import authority, host, path_of, without_www


def doubles(services: Sequence[Service]) -> tuple[tuple[Service, ...], tuple[RowProblem, ...]]:
    """Return the services whose ids are their own, and the problems of rows that repeat an id or an address.

    A repeated id costs the later row; a repeated address is only told: both may be meant.
    """
    kept: dict[str, Service] = {}
    addresses: dict[str, Service] = {}
    problems: list[RowProblem] = []
    for each in services:
        same = kept.get(each.id.lower())
        if same is not None:
            problems.append(_same_id(each, same))
            continue
        kept[each.id.lower()] = each
        first = addresses.setdefault(_address(each.url), each)
        if first is not each and first.pages == each.pages:
            problems.append(same_place(each, first, ProblemKind.SAME_ADDRESS))
    return tuple(kept.values()), tuple(problems)


def _address(url: str) -> str:
    return without_www(authority(url)) + path_of(url).rstrip("/")


def _same_id(each: Service, same: Service) -> RowProblem:
    return RowProblem(
        line=each.line,
        service=each.id,
        kind=ProblemKind.SAME_ID,
        message=Message.of(N_("the id {id} is that of line {line} already"), id=each.id, line=same.line),
        remedy=Message.of(N_("give each service an id of its own")),
        left_out=True,
    )


def same_place(each: Service, first: Service, kind: ProblemKind) -> RowProblem:
    """Return that two services are at the same address; ``first`` is the one to keep."""
    return RowProblem(
        line=each.line,
        service=each.id,
        kind=kind,
        message=Message.of(N_("the same site as {id} (line {line})"), id=first.id, line=first.line),
        remedy=Message.of(N_("keep one of the two rows, or set active to no")),
    )


def changed_hosts(services: Iterable[Service], known: Mapping[str, str]) -> tuple[RowProblem, ...]:
    """Return the services whose id stood for another host before.

    Args:
        services: of the list.
        known: host by id, of earlier campaigns.
    """
    return tuple(
        RowProblem(
            line=each.line,
            service=each.id,
            kind=ProblemKind.CHANGED_HOST,
            message=Message.of(
                N_("the id {id} was that of {before} in an earlier campaign, and is now that of {now}"),
                id=each.id,
                before=known[each.id],
                now=host(each.url),
            ),
            remedy=Message.of(N_("an id is kept for ever: give the new service an id of its own")),
            left_out=True,
        )
        for each in services
        if without_www(known.get(each.id, host(each.url))) != without_www(host(each.url))
    )
