"""Bodies of a tape, decoded within bounds: what is on it may be a bomb. Pure."""

import zlib
from typing import Final

import brotli
import zstandard

MOST_DECODED_BYTES: Final = 60_000_000
_PIECE: Final = 1 << 16


def decoded(body: bytes, content_encoding: str) -> bytes | None:
    """Return a body without its content codings; None: damaged, of an unknown coding, or too large when decoded."""
    for name in reversed([each.strip().lower() for each in content_encoding.split(",")]):
        if name in {"", "identity"}:
            continue
        found = _decoded(body, name)
        if found is None:
            return None
        body = found
    return body


def _decoded(body: bytes, name: str) -> bytes | None:
    try:
        if name in {"gzip", "x-gzip"}:
            return _inflated(body, zlib.MAX_WBITS | 16)
        if name == "deflate":
            return _inflated(body, zlib.MAX_WBITS) if _has_zlib_head(body) else _inflated(body, -zlib.MAX_WBITS)
        if name == "br":
            return _unbrotlied(body)
        if name == "zstd":
            reader = zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True)
            found = reader.read(MOST_DECODED_BYTES + 1)
            return found if len(found) <= MOST_DECODED_BYTES else None
    except (zlib.error, brotli.error, zstandard.ZstdError, ValueError):
        return None
    return None


def _inflated(body: bytes, window: int) -> bytes | None:
    reader = zlib.decompressobj(window)
    found = reader.decompress(body, MOST_DECODED_BYTES)
    return found if not reader.unconsumed_tail else None


def _has_zlib_head(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 15 == zlib.DEFLATED and not (body[0] << 8 | body[1]) % 31


def _unbrotlied(body: bytes) -> bytes | None:
    reader, pieces, size = brotli.Decompressor(), [], 0
    given = body
    while not reader.is_finished():
        piece = reader.process(given, output_buffer_limit=_PIECE)
        size += len(piece)
        if size > MOST_DECODED_BYTES or (not piece and reader.can_accept_more_data()):
            return None
        pieces.append(piece)
        given = b""
    return b"".join(pieces)
