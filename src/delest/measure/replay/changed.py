"""A tape with other files in the place of those recorded, for the page to be loaded with them. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from delest.measure.replay import coding, wire
from delest.measure.replay.ranges import known_file
from delest.records.advice.remedy import Remedy
from delest.records.pages.tape import PARTIAL, Fields, Tape, TapedResponse
from delest.urls import host

_NOT_IN_HTTP2: Final = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})
_NOT_OF_THE_NEW: Final = frozenset(
    {"content-type", "content-encoding", "content-length", "transfer-encoding", "content-md5", "digest", "trailer"}
)


class Expected(Struct, frozen=True, kw_only=True):
    """What a change should take off one response, by the bytes of both."""

    method: str
    url: str
    avoided_bytes: int


class Changed(Struct, frozen=True, kw_only=True):
    """A tape that was changed, and what that should come to."""

    tape: Tape
    expected: tuple[Expected, ...]
    """One for each response that was changed, in the order of the tape."""


def with_remedies(tape: Tape, remedies: Iterable[Remedy]) -> Changed:
    """Return the tape with the lighter answers; of two for the same answer, the lighter one.

    A remedy takes the place of whole responses (GET, of its status) to its address whose decoded body is the one that
    it was made from. One that was made from no body also takes the place of those that the browser did not read, or
    not to the end, as of an image's error page. Of a file that came in parts, one response that has all of the new one
    takes the place of the parts.
    """
    best: dict[tuple[str, str], Remedy] = {}
    for each in remedies:
        known = best.get((each.url, each.replaces_sha256))
        if known is None or len(each.body) < len(known.body):
            best[each.url, each.replaces_sha256] = each
    return _mapped(tape, best)


def _mapped(tape: Tape, best: Mapping[tuple[str, str], Remedy]) -> Changed:
    urls = {url for url, _ in best}
    in_parts = _parts(tape, urls)
    of_parts = {url: _remedy_of_parts(parts, best) for url, parts in in_parts.items()}
    responses, expected = [], []
    for old in tape.responses:
        whole = of_parts.get(old.url) if _may_be_part(old) else None
        if whole is not None:
            if old is in_parts[old.url][0]:
                new = _with(replace(old, asked_range="bytes=0-", whole=True, read=True, read_bytes=None), whole)
                responses.append(new)
                avoided_bytes = sum(map(wire.sent_bytes, in_parts[old.url])) - wire.sent_bytes(new)
                expected.append(Expected(method=old.method, url=old.url, avoided_bytes=avoided_bytes))
            continue
        remedy = _remedy_of(old, best) if old.url in urls and _may_change(old) else None
        remedy = remedy if remedy is not None and remedy.status == old.status else None
        new = old if remedy is None else _with(old, remedy)
        responses.append(new)
        if new is not old:
            avoided_bytes = wire.sent_bytes(old) - wire.sent_bytes(new)
            expected.append(Expected(method=old.method, url=old.url, avoided_bytes=avoided_bytes))
    return Changed(tape=replace(tape, responses=tuple(responses)), expected=tuple(expected))


def _parts(tape: Tape, urls: Collection[str]) -> dict[str, list[TapedResponse]]:
    """Return the parts in which files came, by their addresses; those that came at once are left out."""
    found: defaultdict[str, list[TapedResponse]] = defaultdict(list)
    for each in tape.responses:
        if each.url in urls and _may_be_part(each):
            found[each.url].append(each)
    return {url: parts for url, parts in found.items() if any(each.is_part for each in parts)}


def _may_be_part(response: TapedResponse) -> bool:
    return response.method == "GET" and response.status == PARTIAL


def _remedy_of_parts(parts: list[TapedResponse], best: Mapping[tuple[str, str], Remedy]) -> Remedy | None:
    given = best.get((parts[0].url, ""))
    if given is not None:
        return given
    file = known_file(parts)
    body = file.body if file is not None else None
    return best.get((parts[0].url, hashlib.sha256(body).hexdigest())) if body else None


def _may_change(response: TapedResponse) -> bool:
    return response.method == "GET" and response.whole and not response.is_part


def _remedy_of(response: TapedResponse, best: Mapping[tuple[str, str], Remedy]) -> Remedy | None:
    if (remedy := best.get((response.url, ""))) is not None:
        return remedy
    if not response.read:
        return None
    decoded = coding.decoded(response.body, response.field("content-encoding"))
    return None if decoded is None else best.get((response.url, hashlib.sha256(decoded).hexdigest()))


def _with(response: TapedResponse, remedy: Remedy) -> TapedResponse:
    fields: Fields = tuple((name, value) for name, value in response.fields if name.lower() not in _NOT_OF_THE_NEW)
    if response.status == PARTIAL:
        fields = tuple(pair for pair in fields if pair[0].lower() != "content-range")
    kind = response.field("content-type")  # of the same type, with its charset
    same = kind.partition(";")[0].strip().lower() == remedy.content_type.lower()
    own = [("Content-Type", kind if same else remedy.content_type)]
    own += [("Content-Encoding", remedy.content_encoding)] if remedy.content_encoding else []
    own.append(("Content-Length", str(len(remedy.body))))
    if response.status == PARTIAL:  # of media that are asked for from their first byte on, all of the new file
        own.append(("Content-Range", f"bytes 0-{len(remedy.body) - 1}/{len(remedy.body)}"))
    return replace(response, fields=(*fields, *own), body=remedy.body, wire_bytes=None)


def without_hosts(tape: Tape, hosts: Iterable[str]) -> Tape:
    """Return the tape as if these hosts were out of reach."""
    return replace(tape, refused_hosts=(*tape.refused_hosts, *hosts))


def over_http2(tape: Tape, hosts: Iterable[str]) -> Tape:
    """Return the tape as if these hosts, which speak TLS, spoke HTTP/2."""
    wanted = frozenset(hosts)

    def changed(response: TapedResponse) -> TapedResponse:
        if not response.url.startswith("https:") or host(response.url) not in wanted:
            return response
        fields = tuple(pair for pair in response.fields if pair[0].lower() not in _NOT_IN_HTTP2)
        return replace(response, protocol="h2", fields=fields, wire_bytes=None)

    return replace(tape, responses=tuple(map(changed, tape.responses))) if wanted else tape


def with_field(tape: Tape, urls: Iterable[str], name: str, value: str) -> Tape:
    """Return the tape with a header field of these addresses' responses set to a value."""
    wanted = frozenset(urls)

    def changed(response: TapedResponse) -> TapedResponse:
        if response.url not in wanted:
            return response
        fields = tuple(pair for pair in response.fields if pair[0].lower() != name.lower())
        return replace(response, fields=(*fields, (name, value)), wire_bytes=None)

    return replace(tape, responses=tuple(map(changed, tape.responses)))
