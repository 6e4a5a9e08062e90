"""Subresource integrity: pages name hashes of their files, which change with the files.

Where a page, or a script that loads others, has ``integrity="sha384-..."`` of a file that a change makes lighter, the
hash is replaced by that of the new file, as the team that publishes it has to do.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from delest.advise.coded import coded_alike
from delest.measure.replay import coding
from delest.records.advice.remedy import Remedy
from delest.records.pages.tape import Tape, TapedResponse

_ALGORITHMS: Final = ("sha256", "sha384", "sha512")
_NAMES_HASHES: Final = ("text/html", "application/xhtml+xml", "javascript")
_MARK: Final = b"sha"


def with_integrity(tape: Tape, remedies: Sequence[Remedy]) -> tuple[Remedy, ...]:
    """Return the remedies with the hashes of what they change in the documents and scripts that name them.

    Long work for the processor: call it in a thread.
    """
    plain = {id(each): coding.decoded(each.body, each.content_encoding) for each in remedies}
    swaps = _swaps(tape, remedies, plain)
    if not swaps:
        return tuple(remedies)
    made = list(remedies)
    places = {each.url: at for at, each in enumerate(made)}
    for url, response in {each.url: each for each in tape.responses}.items():
        at = places.get(url)
        changed = _renamed(response, None if at is None else made[at], swaps)
        if changed is not None and at is not None:
            made[at] = changed
        elif changed is not None:
            made.append(changed)
    return tuple(made)


def _swaps(tape: Tape, remedies: Iterable[Remedy], plain: Mapping[int, bytes | None]) -> dict[bytes, bytes]:
    """Return the hashes of changed files, old by new, as pages write them."""
    bodies = {each.url: each for each in tape.responses if each.method == "GET" and each.whole}
    swaps: dict[bytes, bytes] = {}
    for each in remedies:
        response, new = bodies.get(each.url), plain[id(each)]
        old = coding.decoded(response.body, response.field("content-encoding")) if response else None
        if old is None or new is None:
            continue
        for name in _ALGORITHMS:
            swaps[_hash(name, old)] = _hash(name, new)
    return swaps


def _hash(name: str, body: bytes) -> bytes:
    return f"{name}-{base64.b64encode(hashlib.new(name, body).digest()).decode()}".encode()


def _renamed(response: TapedResponse, known: Remedy | None, swaps: Mapping[bytes, bytes]) -> Remedy | None:
    """Return what a response is with the new hashes; None where it names none."""
    kind = response.field("content-type").lower()
    if response.method != "GET" or not response.whole or not any(name in kind for name in _NAMES_HASHES):
        return None
    name = response.field("content-encoding")
    sent = coding.decoded(response.body, name)
    now = sent if known is None else coding.decoded(known.body, known.content_encoding)
    if now is None or sent is None or _MARK not in now:
        return None
    new = now
    for old_hash, new_hash in swaps.items():
        new = new.replace(old_hash, new_hash)
    if new == now:
        return None
    coded = coded_alike(now, new, known.content_encoding if known else name, len((known or response).body))
    if coded is None:
        return None
    if known is not None:
        return replace(known, body=coded.body)
    digest = hashlib.sha256(sent).hexdigest()
    content_type = response.field("content-type")
    return Remedy(
        rule="integrity",
        url=response.url,
        body=coded.body,
        content_type=content_type,
        content_encoding=coded.content_encoding,
        replaces_sha256=digest,
    )
