"""Whether the bytes of a picture hold more than one frame. Pure; a picture that ends early counts as far as it goes."""

from typing import Final

_GIF_HEAD: Final = 13
_MOST_BLOCKS: Final = 100_000


def is_animated(content: bytes) -> bool:
    """Tell whether a GIF, PNG, WebP or AVIF is animated; any other content is not.

    Sources: GIF89a specification, sections 15 to 24; PNG third edition, ``acTL``; RFC 9649 (WebP), section 2.7; AVIF
    1.1, brand ``avis``.
    """
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return _gif_frames(content) > 1
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        actl, idat = content.find(b"acTL"), content.find(b"IDAT")
        return 0 <= actl < (idat if idat >= 0 else len(content))
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X":
        return bool(int.from_bytes(content[20:21]) & 0x02)
    if content[4:8] == b"ftyp":
        return b"avis" in content[8 : min(int.from_bytes(content[:4], "big"), 256)]
    return False


def _gif_frames(content: bytes) -> int:
    """Count the pictures of a GIF, two at most."""
    at = _GIF_HEAD + _table(content[10] if len(content) > _GIF_HEAD else 0)
    frames = 0
    for _ in range(_MOST_BLOCKS):
        mark = content[at : at + 1]
        if mark == b"!":
            at = _after_blocks(content, at + 2)
        elif mark == b"," and at + 10 <= len(content):
            frames += 1
            at = _after_blocks(content, at + 11 + _table(content[at + 9]))
        else:
            break
        if frames > 1:
            break
    return frames


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while at < len(content) and content[at]:
        at += content[at] + 1
    return at + 1
