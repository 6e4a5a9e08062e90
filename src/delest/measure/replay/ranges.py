"""What a tape knows of a file that came in parts (RFC 9110, section 14), and any range answered out of it. Pure.

Players ask for media in parts, and in a replay for others than in the recorded load: where they go on depends on how
fast the bytes came. What the parts have of the file answers these, too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from delest.records.pages.tape import PARTIAL, Fields, TapedResponse

_OK: Final = 200
_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_OF_THE_PART: Final = frozenset({"content-range", "content-length", "transfer-encoding"})


class KnownFile(Struct, frozen=True, kw_only=True):
    """What is known of one version of a file."""

    total_bytes: int
    pieces: tuple[tuple[int, bytes], ...]
    """Where each begins, and its bytes: in order, none touches another."""
    like: TapedResponse
    """Whose fields a response has."""

    @property
    def body(self) -> bytes | None:
        """The whole file; None: a part of it is not known."""
        start, content = self.pieces[0]
        return content if start == 0 and len(content) == self.total_bytes else None

    def known(self, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` on, up to ``end`` or to the first that is not known."""
        for at, content in self.pieces:
            if at <= start < at + len(content):
                return content[start - at : end - at]
        return b""


def known_file(responses: Iterable[TapedResponse]) -> KnownFile | None:
    """Return what responses to one address have of its file; None: nothing, or they are no files that come in parts.

    Of several versions the one that most is known of.
    """
    versions: defaultdict[tuple[int, str, str], list[tuple[int, TapedResponse]]] = defaultdict(list)
    for each in responses:
        place = _place(each)
        if place is not None:
            start, total_bytes = place
            versions[total_bytes, each.field("etag"), each.field("last-modified")].append((start, each))
    found = [_joined(total_bytes, parts) for (total_bytes, *_), parts in versions.items()]
    return max(found, key=lambda file: sum(len(content) for _, content in file.pieces), default=None)


def of_range(file: KnownFile, asked_range: str) -> TapedResponse | None:
    """Return the response to a request for a range; None: its first byte is not known, or it is no single range.

    Of a range that is known in part, the response is not whole: what follows does not come.
    """
    wanted = _asked(asked_range, file.total_bytes)
    if wanted is None:
        return None
    start, end = wanted
    content = file.known(start, end)
    if not content:
        return None
    said: Fields = (
        ("Content-Range", f"bytes {start}-{end - 1}/{file.total_bytes}"), ("Content-Length", str(end - start)),
    )  # fmt: skip
    whole = len(content) == end - start
    return _like(file, said, PARTIAL, "Partial Content", content, asked_range, whole=whole)


def of_all(file: KnownFile) -> TapedResponse | None:
    """Return the response to a request without a range; None: not all of the file is known."""
    content = file.body
    if content is None:
        return None
    return _like(file, (("Content-Length", str(len(content))),), _OK, "OK", content, "", whole=True)


def filled(response: TapedResponse, file: KnownFile | None) -> TapedResponse:
    """Return a part that was cut off with the file's own bytes where the browser did not read on."""
    place = _place(response) if response.read_bytes is not None else None
    if file is None or place is None:
        return response
    content = file.known(place[0], place[0] + len(response.body))
    return replace(response, body=content + response.body[len(content) :])


def _like(
    file: KnownFile, said: Fields, status: int, phrase: str, content: bytes, asked_range: str, *, whole: bool
) -> TapedResponse:  # fmt: skip
    kept = tuple(pair for pair in file.like.fields if pair[0].lower() not in _OF_THE_PART)
    return replace(
        file.like, status=status, phrase=phrase if file.like.phrase else "", fields=(*kept, *said), body=content,
        asked_range=asked_range, whole=whole, read=True, read_bytes=None, wire_bytes=None,
    )  # fmt: skip


def _place(response: TapedResponse) -> tuple[int, int] | None:
    """Return where the body of a response begins in the file, and how long that is; None: it cannot be told."""
    coded = response.field("content-encoding").lower() not in {"", "identity"}
    if coded or response.method != "GET" or not _content(response):
        return None
    if response.status == _OK and response.whole and response.field("accept-ranges").lower() == "bytes":
        return 0, len(response.body)
    said = _CONTENT_RANGE.fullmatch(response.field("content-range")) if response.status == PARTIAL else None
    if said is None:
        return None
    start, last, total_bytes = map(int, said.groups())
    return (start, total_bytes) if start <= last < total_bytes else None


def _content(response: TapedResponse) -> bytes:
    """Return what of a body is really the file's."""
    if response.read_bytes is not None:
        return response.body[: response.read_bytes]
    return response.body if response.read else b""


def _joined(total_bytes: int, parts: list[tuple[int, TapedResponse]]) -> KnownFile:
    pieces: list[tuple[int, bytearray]] = []
    for start, response in sorted(parts, key=lambda part: part[0]):
        content = _content(response)[: total_bytes - start]
        end = pieces[-1][0] + len(pieces[-1][1]) if pieces else -1
        if start <= end:
            pieces[-1][1].extend(content[end - start :])
        else:
            pieces.append((start, bytearray(content)))
    like = next((each for _, each in parts if each.status == PARTIAL), parts[0][1])
    return KnownFile(total_bytes=total_bytes, pieces=tuple((at, bytes(each)) for at, each in pieces), like=like)


def _asked(asked_range: str, total_bytes: int) -> tuple[int, int] | None:
    """Return the first byte that is asked for, and the one after the last."""
    said = _RANGE.fullmatch(asked_range.replace(" ", ""))
    first, last = said.groups() if said else ("", "")
    if not first and not last:
        return None
    start = int(first) if first else max(0, total_bytes - int(last))
    end = min(total_bytes, int(last) + 1) if first and last else total_bytes
    return (start, end) if start < end else None
