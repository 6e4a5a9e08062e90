"""The list of a fleet as it is in its file, and with what the services answer."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from delest.crawl.client import Client, Fetched, fetch, open_client, user_agent
from delest.errors import N_
from delest.fleet.lists.doubles import changed_hosts, same_place
from delest.fleet.lists.read import read
from delest.inputs.text_file import read_text
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.records.fleet.service import FleetList, ProblemKind, RowProblem, Service
from delest.records.runs.scope import Access
from delest.urls import host, registrable_domain

_AT_ONCE: Final = 16
_PATIENCE_S: Final = 30.0
_HTTP_ERRORS: Final = 400


def fleet_list(path: Path, known_hosts: Mapping[str, str] | None = None) -> FleetList:
    """Return the services of a file; the paths that its rows name are taken from where the file is.

    Args:
        path: a table, or a DashLord configuration.
        known_hosts: host by id, of earlier campaigns: an id that is another host's is left out.

    Raises:
        InputError: the file cannot be used at all.
    """
    found = read(read_text(path), path.name)
    changed = changed_hosts(found.services, known_hosts or {})
    out = {each.service for each in changed}
    services = tuple(_placed(each, path.parent) for each in found.services if each.id not in out)
    problems = sorted((*found.problems, *changed), key=lambda each: each.line)
    return replace(found, services=services, problems=tuple(problems))


def _placed(service: Service, folder: Path) -> Service:
    views, login = (str((folder / name).resolve()) if name else "" for name in (service.views_file, service.login))
    return replace(service, views_file=views, login=login)


async def looked_up(found: FleetList, contact: str = "", told: Callable[[int, int], None] | None = None) -> FleetList:
    """Return the list with what asking each active service for its start page shows: one request each.

    Services of one registrable domain are asked one after the other, at most 16 at once.

    Args:
        found: the list.
        contact: URL that tells the sites' owners who asks.
        told: called with how many were asked, and of how many.
    """
    active = [each for each in found.services if each.active]
    lanes: defaultdict[str, list[Service]] = defaultdict(list)
    for each in active:
        lanes[registrable_domain(host(each.url))].append(each)
    answers: dict[str, Fetched] = {}
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(open_client(Access(contact=contact), user_agent(contact)))
        gate = asyncio.Semaphore(_AT_ONCE)

        async def ask(lane: Sequence[Service]) -> None:
            async with gate:
                for each in lane:
                    answers[each.id] = await _asked(client, each)
                    if told is not None:
                        told(len(answers), len(active))

        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(ask(lane))
    problems = sorted((*found.problems, *_problems(active, answers)), key=lambda each: each.line)
    return replace(found, problems=tuple(problems), looked_up=True)


async def _asked(client: Client, service: Service) -> Fetched:
    return await fetch(client, service.url, limit_bytes=0, limit_s=_PATIENCE_S)


def _problems(services: Sequence[Service], answers: Mapping[str, Fetched]) -> list[RowProblem]:
    ends: dict[str, Service] = {}
    told: list[RowProblem] = []
    for each in services:
        answer = answers[each.id]
        reason = _why_not(answer)
        if reason is not None:
            remedy = _ask(each)
            message = Message.of(N_("no answer that can be measured: {reason}"), reason=reason)
            told.append(_problem(each, ProblemKind.NO_ANSWER, message, remedy))
            continue
        if registrable_domain(host(answer.url)) != registrable_domain(host(each.url)):
            message = Message.of(N_("it leads to another site: {url}"), url=answer.url)
            remedy = Message.of(N_("write that address in the list, or set active to no"))
            told.append(_problem(each, ProblemKind.LEADS_ELSEWHERE, message, remedy))
        first = ends.setdefault(answer.url, each)
        if first is not each:
            told.append(same_place(each, first, ProblemKind.SAME_PAGE))
    return told


def _ask(service: Service) -> Message:
    if service.contact:
        return Message.of(N_("open the address in a browser; ask {contact}"), contact=service.contact)
    return Message.of(N_("open the address in a browser; correct it, or set active to no"))


def _why_not(answer: Fetched) -> Reason | None:
    if answer.status is not None and answer.status >= _HTTP_ERRORS:
        return Reason.of(ReasonCode.HTTP_ERROR, answer.status)
    return answer.error if answer.status is None else None


def _problem(service: Service, kind: ProblemKind, message: Message, remedy: Message) -> RowProblem:
    return RowProblem(line=service.line, service=service.id, kind=kind, message=message, remedy=remedy)
