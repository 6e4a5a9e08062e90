"""A tape read as a capture, so that rules examine it as they do a page that was just loaded. Pure."""

import hashlib
from collections import defaultdict, deque

from msgspec.structs import replace

from delest.measure.replay import coding
from delest.measure.replay.ranges import known_file
from delest.records.pages.load import Capture, Transfer
from delest.records.pages.tape import PARTIAL, Tape, TapedResponse


def capture_of(tape: Tape) -> Capture:
    """Return the load of a tape with the decoded bodies of its whole responses.

    A file that came in parts and is known whole is the body of the first of them.
    """
    waiting: defaultdict[tuple[str, str], deque[TapedResponse]] = defaultdict(deque)
    for response in tape.responses:
        waiting[response.method, response.url].append(response)
    bodies: dict[str, bytes] = {}
    transfers = [_with_body(each, waiting[each.method, each.url], bodies) for each in tape.load.transfers]
    _join_parts(tape, transfers, bodies)
    load = replace(tape.load, transfers=tuple(transfers))
    return Capture(load=load, html=tape.html, bodies=bodies, observed=tape.observed)


def _with_body(transfer: Transfer, waiting: deque[TapedResponse], bodies: dict[str, bytes]) -> Transfer:
    if not transfer.protocol or not waiting:
        return transfer
    response = waiting.popleft()
    if not response.whole or not response.body or response.is_part:
        return transfer
    body = coding.decoded(response.body, response.field("content-encoding"))
    if body is None:
        return transfer
    digest = hashlib.sha256(body).hexdigest()
    bodies[digest] = body
    return replace(transfer, body_sha256=digest)


def _join_parts(tape: Tape, transfers: list[Transfer], bodies: dict[str, bytes]) -> None:
    """Give files that came in several parts to the first transfer of each."""
    parts: defaultdict[str, list[TapedResponse]] = defaultdict(list)
    for response in tape.responses:
        if response.status == PARTIAL:
            parts[response.url].append(response)
    at = {each.url: n for n, each in reversed(list(enumerate(transfers))) if each.status == PARTIAL}
    for url, responses in parts.items():
        file = known_file(responses) if url in at and any(each.is_part for each in responses) else None
        if file is not None and file.body:
            digest = hashlib.sha256(file.body).hexdigest()
            bodies[digest] = file.body
            transfers[at[url]] = replace(transfers[at[url]], body_sha256=digest)
