"""Style sheets without the rules that no page of the audit used, coded as the site codes them."""

from bisect import bisect_left
from typing import Any, Final

from delest.advise.coded import coded_alike
from delest.advise.reencoded import Reencoded, version
from delest.advise.way import Way

_MOST_BYTES: Final = 4_000_000
_ONE_UNIT: Final = 0xFFFF
"""Up to here a character is one unit of UTF-16."""
_SPACE: Final = " \t\r\n\f"


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the style sheet in ``body`` with the rules in ``used`` and all that is no plain rule.

    ``used``: first character and end of each used part in turn, as UTF-16 counts. Low is 0: rules for other states,
    pages and devices are among the unused.
    """
    if len(body) > _MOST_BYTES:
        return Reencoded()
    text = body.decode("utf-8")
    ends: list[int] = options["used"]
    smaller = without_unused(text, list(zip(ends[::2], ends[1::2], strict=True)))
    coded = coded_alike(body, smaller.encode(), str(options["coding"]), int(options["coded_bytes"]))
    if coded is None:
        return Reencoded()
    name = f"used rules alone, {coded.name}" if coded.name else "used rules alone"
    one = version(name, coded.body, "text/css; charset=utf-8", coded.content_encoding)
    return Reencoded(usual=one, best=one)


def without_unused(text: str, used: list[tuple[int, int]]) -> str:
    """Return ``text`` without the plain rules that no part of ``used`` touches.

    Blocks are found by their braces, with strings and comments left out. Rules of ``@font-face``, ``@keyframes``,
    ``@page`` and the like stay whole; those inside ``@media``, ``@supports``, ``@layer`` and ``@container`` are looked
    at one by one.
    """
    positions = _Positions(text)
    kept: list[str] = []
    _walk(text, (0, len(text)), _Used(used, positions), kept)
    return "".join(kept)


class _Positions:
    """Turns places in the text into places as UTF-16 counts them."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, one in enumerate(text) if ord(one) > _ONE_UNIT]

    def utf16(self, at: int) -> int:
        return at + (bisect_left(self._wide, at) if self._wide else 0)


class _Used:
    def __init__(self, parts: list[tuple[int, int]], positions: _Positions) -> None:
        self._parts = sorted(parts)
        self._starts = [start for start, _ in self._parts]
        self._positions = positions

    def touches(self, start: int, end: int) -> bool:
        start, end = self._positions.utf16(start), self._positions.utf16(end)
        first = bisect_left(self._starts, end)
        return any(part_end > start for _, part_end in self._parts[max(0, first - 1) : first])


_GROUPS: Final = ("@media", "@supports", "@layer", "@container", "@scope", "@starting-style", "@document")


def _walk(text: str, span: tuple[int, int], used: _Used, kept: list[str], depth: int = 0) -> None:
    at, end = span
    while at < end:
        stop, sign = _next(text, at, end)
        head = text[at:stop]
        if sign != "{":
            kept.append(text[at : stop + 1])  # a statement, or what is left
            at = stop + 1
            continue
        close = _closing(text, stop, end)
        name = _bare(head).lower()
        if name.startswith(_GROUPS) and depth < 8:  # noqa: PLR2004 - nested groups of hostile depth stay whole
            kept.append(text[at : stop + 1])
            _walk(text, (stop + 1, close), used, kept, depth + 1)
            kept.append(text[close : close + 1])
        elif name.startswith("@") or used.touches(at, close + 1):
            kept.append(text[at : close + 1])
        at = close + 1


def _bare(head: str) -> str:
    """Return what comes before a block without spaces and comments in front of it."""
    head = head.lstrip(_SPACE)
    while head.startswith("/*"):
        closed = head.find("*/")
        head = head[closed + 2 :].lstrip(_SPACE) if closed >= 0 else ""
    return head


def _next(text: str, at: int, end: int) -> tuple[int, str]:
    """Return where the next ``{`` or ``;`` outside of strings and comments is, and which one; the end where none is."""
    while at < end:
        one = text[at]
        if one in "{;":
            return at, one
        at = _after(text, at, end)
    return end, ""


def _closing(text: str, at: int, end: int) -> int:
    """Return where the block that begins at ``at`` ends."""
    depth = 0
    while at < end:
        one = text[at]
        depth += (one == "{") - (one == "}")
        if not depth:
            return at
        at = _after(text, at, end)
    return end


def _after(text: str, at: int, end: int) -> int:
    """Return the place after the character, comment or string at ``at``."""
    one = text[at]
    if one == "\\":
        return at + 2
    if text.startswith("/*", at):
        closed = text.find("*/", at + 2)
        return end if closed < 0 else closed + 2
    if one not in "\"'":
        return at + 1
    at += 1
    while at < end and text[at] not in (one, "\n"):
        at += 2 if text[at] == "\\" else 1
    return at + 1


WAY: Final = Way(id="used-css", make=make)
