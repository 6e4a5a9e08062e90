"""How a host compresses what it serves: ``brotli:5,gzip:6``."""

import re
import zlib
from typing import Final, NamedTuple, Self

import brotli

from delest.errors import N_, InputError

DEFAULT: Final = "brotli:5,gzip:6"
"""Levels at which common hosts compress while they serve: nginx's module for Brotli 6, most CDNs 4 or 5; gzip 6."""
_TERM: Final = re.compile(r"(brotli|gzip):([0-9]{1,2})")
_BEST: Final = {"brotli": 11, "gzip": 9}
_TOKENS: Final = {"brotli": "br", "gzip": "gzip"}
_NONE: Final = "identity"
_ACCEPTED: Final = re.compile(r"\s*([a-z*]+)\s*(?:;\s*q=([0-9.]+))?")


class Coding(NamedTuple):
    """The codings of a host, best first, with their levels; none where it sends files as they are."""

    levels: tuple[tuple[str, int], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``brotli:5,gzip:6``, ``gzip:9`` or ``identity``.

        Raises:
            InputError: another coding, or a level that it does not have.
        """
        if text.strip() == _NONE:
            return cls(())
        levels = []
        for term in text.split(","):
            match = _TERM.fullmatch(term.strip())
            if match is None or int(match[2]) > _BEST[match[1]]:
                raise InputError(
                    N_("not a compression: {text!r}"),
                    remedy=N_("write brotli:LEVEL (0 to 11) and gzip:LEVEL (0 to 9), or identity: brotli:5,gzip:6"),
                    text=text,
                )
            levels.append((match[1], int(match[2])))
        return cls(tuple(levels))

    def __str__(self) -> str:
        return ",".join(f"{name}:{level}" for name, level in self.levels) or _NONE

    def coded(self, body: bytes, accept_encoding: str) -> tuple[bytes, str]:
        """Return ``body`` in the first coding that the client accepts, and the coding's token; as it is where none."""
        accepted = {name for name, q in _ACCEPTED.findall(accept_encoding) if q not in {"0", "0.0"}}
        for name, level in self.levels:
            if _TOKENS[name] in accepted:
                return (_brotli(body, level) if name == "brotli" else _gzip(body, level)), _TOKENS[name]
        return body, ""


def _brotli(body: bytes, level: int) -> bytes:
    return bytes(brotli.compress(body, quality=level))


def _gzip(body: bytes, level: int) -> bytes:
    made = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return made.compress(body) + made.flush()
