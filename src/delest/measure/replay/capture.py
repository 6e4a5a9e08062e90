"""A tape read as a capture, so that rules examine it as they do a page that was just loaded. Pure."""

import hashlib
from collections import defaultdict, deque

from msgspec.structs import replace

from delest.measure.replay import coding
from delest.records.pages.load import Capture, Transfer
from delest.records.pages.tape import Tape, TapedResponse


def capture_of(tape: Tape) -> Capture:
    """Return the load of a tape with the decoded bodies of its whole responses."""
    waiting: defaultdict[tuple[str, str], deque[TapedResponse]] = defaultdict(deque)
    for response in tape.responses:
        waiting[response.method, response.url].append(response)
    bodies: dict[str, bytes] = {}
    transfers = tuple(_with_body(each, waiting[each.method, each.url], bodies) for each in tape.load.transfers)
    return Capture(load=replace(tape.load, transfers=transfers), html=tape.html, bodies=bodies, observed=tape.observed)


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
