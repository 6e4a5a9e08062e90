"""A taped response in HTTP/1.1: its head, and the body framed so that it costs what it cost. Pure."""

from typing import Final

from msgspec.structs import replace

from delest.records.pages.tape import TapedResponse

_BODILESS: Final = frozenset({204, 304})
_FIRST_FINAL: Final = 200
_LEAST_FRAMING: Final = 9
"""Of a body in one chunk: two line ends after size and data, and the last chunk (RFC 9112, section 7.1)."""
_MOST_PADDING: Final = 8_000
MOST_UNREAD_BYTES: Final = 60_000_000


def head(response: TapedResponse) -> bytes:
    """Return the head as sent."""
    lines = [f"HTTP/1.1 {response.status} {response.phrase}", *(f"{name}: {value}" for name, value in response.fields)]
    # No field can end its line early: the log told them line by line.
    return ("\r\n".join(line.replace("\r", "").replace("\n", "") for line in lines) + "\r\n\r\n").encode(
        "latin-1", "replace"
    )


def has_body(response: TapedResponse, method: str) -> bool:
    """Tell whether a response to a request of this method has a body at all."""
    return method != "HEAD" and response.status >= _FIRST_FINAL and response.status not in _BODILESS


def body(response: TapedResponse) -> bytes:
    """Return the body; of one that the browser did not read, as many bytes as it was said to have."""
    if response.body or response.read:
        return response.body
    stated = response.field("content-length")
    length = int(stated) if stated.isdecimal() and len(stated) < len(str(MOST_UNREAD_BYTES)) else 0
    if not stated and response.wire_bytes is not None and not is_chunked(response):
        length = max(0, response.wire_bytes - len(head(response)))
    return bytes(min(length, MOST_UNREAD_BYTES))


def fitted(response: TapedResponse, wire_bytes: int) -> TapedResponse:
    """Return the response so that it costs on the wire what the scale says that it did.

    The log keeps neither what of a body the browser did not read, nor spaces around the values of fields, nor interim
    responses: bytes without meaning take their place.
    """
    missing = wire_bytes - len(head(response)) - len(response.body)
    if missing < 0:
        return response
    sized = replace(response, wire_bytes=wire_bytes)
    if is_chunked(response) or not missing or not response.fields:
        return sized
    if response.whole and response.read:
        (name, value), *others = response.fields
        padded = (name, value + " " * missing) if missing <= _MOST_PADDING else (name, value)
        return replace(sized, fields=(padded, *others))
    if missing > MOST_UNREAD_BYTES or not response.body:
        return sized
    content = response.body + bytes(missing)
    whole = response.field("content-length") == str(len(content))
    return replace(sized, body=content, read=False, read_bytes=len(response.body), whole=whole)


def is_chunked(response: TapedResponse) -> bool:
    """Tell whether its body came in chunks."""
    return "chunked" in response.field("transfer-encoding").lower()


def chunked(response: TapedResponse) -> bytes:
    """Return the body in one chunk, with as many zeros before its size as the framing of the original took."""
    content = body(response)
    size = f"{len(content):x}"
    framing = len(size) + _LEAST_FRAMING
    if response.wire_bytes is not None and response.whole:
        missing = response.wire_bytes - len(head(response)) - len(content) - framing
        size = "0" * min(max(0, missing), _MOST_PADDING) + size
    end = b"0\r\n\r\n" if response.whole else b""
    return size.encode() + b"\r\n" + content + b"\r\n" + end if content else end


def ends_with_connection(response: TapedResponse) -> bool:
    """Tell whether the connection cannot be used again after this response."""
    delimited = response.field("content-length") or is_chunked(response) or response.status in _BODILESS
    return not delimited or "close" in response.field("connection").lower()


def sent_bytes(response: TapedResponse, method: str = "GET") -> int:
    """Return what a response costs: over HTTP/1.1 on the wire, over later versions without what compresses its head."""
    if not has_body(response, method):
        return len(head(response))
    content = chunked(response) if is_chunked(response) and response.protocol == "http/1.1" else body(response)
    return len(head(response)) + len(content)
