"""The answers of a page load that a rule may look at: what came whole from the network in one cold load."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from delest.records.pages.load import CacheState, Capture, Outcome, ServedFrom, Transfer

_OK: Final = 200


def answers(capture: Capture) -> tuple[Transfer, ...]:
    """Return the complete answers (status 200) that crossed the network with a known cost, in the load's order.

    Nothing from loads that are warm or did not end ok; partial, aborted, revalidated and error answers left out.
    """
    load = capture.load
    if load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return ()
    whole = [t for t in load.transfers if _is_whole(t)]
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for each in load.transfers:
        if each.body_sha256 in capture.bodies:
            kept[each.url].append(each.body_sha256)
    return tuple(t if t.body_sha256 or t.method != "GET" else _with_body(t, kept[t.url], capture) for t in whole)


def media(capture: Capture) -> tuple[Transfer, ...]:
    """Return the answers of one cold load that crossed the network, one for each file: media come in parts (206).

    The bytes are those of all parts. It has a body where one of them has: that of the whole file.
    """
    load = capture.load
    if load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return ()
    whole = answers(capture)
    known = {(t.url, t.start_ms) for t in whole}
    partial = [t for t in load.transfers if t.served_from is ServedFrom.NETWORK and (t.url, t.start_ms) not in known]
    files: dict[str, Transfer] = {}
    for each in (*whole, *partial):
        file = files.get(each.url)
        files[each.url] = each if file is None else _with_part(file, each)
    return tuple(files.values())


def _with_part(file: Transfer, part: Transfer) -> Transfer:
    return replace(
        file,
        transferred_bytes=(file.transferred_bytes or 0) + (part.transferred_bytes or 0),
        encoded_body_bytes=None,
        body_sha256=file.body_sha256 or part.body_sha256,
    )


def _with_body(transfer: Transfer, known: Sequence[str], capture: Capture) -> Transfer:
    """Return an answer with the body that the page had of the same address, where it is as long.

    Of a font that a style sheet asks for twice, browsers tell what crossed the network and what came of it apart.
    """
    fits = (sha256 for sha256 in known if len(capture.bodies[sha256]) == transfer.decoded_body_bytes)
    return replace(transfer, body_sha256=next(fits, ""))


def _is_whole(transfer: Transfer) -> bool:
    return (
        transfer.served_from is ServedFrom.NETWORK
        and transfer.status == _OK
        and not transfer.failure
        and bool(transfer.transferred_bytes)
    )


def with_bodies(capture: Capture) -> Iterator[tuple[Transfer, bytes]]:
    """Yield the answers whose body was kept, with the decoded body; those of most bytes first."""
    for transfer in sorted(answers(capture), key=lambda t: (-(t.transferred_bytes or 0), t.url)):
        body = capture.bodies.get(transfer.body_sha256)
        if body:
            yield transfer, body


def body_bytes(transfer: Transfer, body: bytes) -> int:
    """Return what the body of an answer cost on the wire, in bytes, its headers left out.

    Where only the whole answer is known, a body without content coding cost its own length.
    """
    whole = transfer.transferred_bytes or 0
    coded = transfer.encoded_body_bytes if transfer.encoded_body_bytes is not None else len(body)
    return min(coded, whole)
