"""Lines of a log read and counted one by one."""

import re
from collections.abc import Callable
from typing import Final

from delest.traffic.logs.behaviour import is_behaving, watch
from delest.traffic.logs.block import COMMON_PARTS, OK, Agents, Block, Parse, Request
from delest.traffic.logs.formats import Layout, internal_test

_PATH: Final = re.compile(rb'[^ "?\\\n]*')


def count_lines(block: bytes, parse: Parse, agents: Agents, layout: Layout) -> Block:
    """Return the counts of a block whose lines are parsed one by one."""
    counts, internal = Block(), internal_test(layout.internal)
    for number, line in enumerate(block.splitlines(), 1):
        counts.lines += 1
        try:
            request = parse(line)
        except (ValueError, LookupError, TypeError):
            counts.cannot_read(number, line)
            continue
        if request is None:
            counts.no_request += 1
            continue
        if layout.behaviour is not None and layout.behaviour.robots is None:
            watch(counts, request, _path_of(request.target), layout.behaviour)
            continue
        _count(counts, request, agents, internal, layout)
    return counts


def _count(
    counts: Block, request: Request, agents: Agents, internal: Callable[[bytes], bool] | None, layout: Layout
) -> None:
    if request.when is not None:
        counts.took_place(request.when)
    if request.method != "GET" or request.status not in OK:
        counts.not_shown(request.method, request.status)
    elif internal is not None and internal(request.client):
        counts.internal += 1
    elif request.prefetched:
        counts.prefetched += 1
    elif _path_of(request.target).endswith(COMMON_PARTS):
        counts.parts += 1
    else:
        agent = request.agent or b""
        verdict = agents.known.get(agent)
        verdict = agents.judge(agent) if verdict is None else verdict
        whose = counts.robots if verdict == 1 else counts.people
        if verdict != 1 and layout.behaviour is not None and is_behaving(request, layout.behaviour):
            whose, verdict = counts.behaving, 1
        whose[request.target] = whose.get(request.target, 0) + 1
        counts.no_agent += verdict == 2  # noqa: PLR2004 - as ``Agents`` says


def _path_of(target: bytes) -> bytes:
    found = _PATH.match(target)
    return found[0] if found else b""
