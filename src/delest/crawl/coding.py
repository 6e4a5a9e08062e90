"""Unpacks a body as browsers do, whatever coding the server chose, and never beyond a limit. Pure."""

import zlib
from typing import Final, Protocol

import brotli
import zstandard

BROKEN: Final = (zlib.error, brotli.error, zstandard.ZstdError)
"""What a decoder raises for a body that is not in its coding."""
_ZSTD_PIECE: Final = 64
"""Bytes of input at a time: a Zstandard block of four bytes may unpack into 128 KiB."""
_ZLIB_METHOD: Final = 8


class Decoder(Protocol):
    """Takes a body as it comes."""

    def feed(self, data: bytes, room: int) -> bytes:
        """Return what ``data`` unpacks into; once that is more than ``room`` bytes, the rest may be lost."""

    @property
    def complete(self) -> bool:
        """Whether the body came to its own end."""


class _Plain:
    complete = True

    def feed(self, data: bytes, room: int) -> bytes:  # noqa: ARG002 - it unpacks into what it is
        return data


class _Zlib:
    """Gzip and deflate; a body that does not begin like either is taken as it is."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._begin = b""
        self._unpacker: zlib._Decompress | None = None
        self._plain = False

    @property
    def complete(self) -> bool:
        return self._plain or self._unpacker is None or self._unpacker.eof

    def feed(self, data: bytes, room: int) -> bytes:
        if self._plain:
            return data
        if self._unpacker is None:
            self._begin += data
            if len(self._begin) < 2:  # noqa: PLR2004 - its first two bytes tell
                return b""
            data, self._unpacker = self._begin, self._fitting()
            if self._unpacker is None:
                self._plain = True
                return data
        return b"" if self._unpacker.eof else self._unpacker.decompress(data, max(room, 0) + 1)

    def _fitting(self) -> "zlib._Decompress | None":
        if self._gzip:
            # Servers that map the name .gz to this coding send what was never packed, or packed by nothing else.
            return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if self._begin.startswith(b"\x1f\x8b") else None
        first, second = self._begin[:2]
        wrapped = first & 0x0F == _ZLIB_METHOD and (first << 8 | second) % 31 == 0
        return zlib.decompressobj(wbits=zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


class _Brotli:
    def __init__(self) -> None:
        self._unpacker = brotli.Decompressor()

    @property
    def complete(self) -> bool:
        return bool(self._unpacker.is_finished())

    def feed(self, data: bytes, room: int) -> bytes:
        if self.complete:
            return b""
        out = bytearray(self._unpacker.process(data, output_buffer_limit=max(room, 0) + 1))
        while len(out) <= room and not self._unpacker.can_accept_more_data():
            out += self._unpacker.process(b"", output_buffer_limit=max(room - len(out), 0) + 1)
        return bytes(out)


class _Zstandard:
    def __init__(self) -> None:
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 23).decompressobj()

    @property
    def complete(self) -> bool:
        return bool(self._unpacker.eof)

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        for start in range(0, len(data), _ZSTD_PIECE):
            if len(out) > room or self.complete:
                break
            out += self._unpacker.decompress(data[start : start + _ZSTD_PIECE])
        return bytes(out)


class _Chain:
    """Several codings, one over the other: the last one applied is the first one undone."""

    def __init__(self, decoders: list[Decoder]) -> None:
        self._decoders = decoders

    @property
    def complete(self) -> bool:
        return all(decoder.complete for decoder in self._decoders)

    def feed(self, data: bytes, room: int) -> bytes:
        for decoder in self._decoders:
            data = decoder.feed(data, room)
        return data


_CODINGS_LIMIT: Final = 3


def decoder_of(content_encoding: str) -> Decoder:
    """Return what undoes a ``Content-Encoding``; unknown names (``none``, ``UTF-8``) are passed over."""
    names = [name.strip().lower() for name in content_encoding.split(",")][:_CODINGS_LIMIT]
    decoders = [decoder for name in reversed(names) if (decoder := _of(name)) is not None]
    if not decoders:
        return _Plain()
    return decoders[0] if len(decoders) == 1 else _Chain(decoders)


def _of(name: str) -> Decoder | None:
    match name:
        case "gzip" | "x-gzip":
            return _Zlib(gzip=True)
        case "deflate":
            return _Zlib(gzip=False)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstandard()
    return None
