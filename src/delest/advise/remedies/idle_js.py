"""Scripts whose functions and branches that never ran in the audit are emptied, coded as the site codes them."""

import re
from array import array
from typing import Any, Final

from delest.advise.coded import coded_alike
from delest.advise.reencoded import Reencoded, version
from delest.advise.way import Way

_MOST_BYTES: Final = 4_000_000
_MOST_DEPTH: Final = 60
_HEAD: Final = re.compile(
    r"(?:(?:static|async|get|set|function)\s+|\*\s*|async(?=\())*(?:function\b\s*\*?\s*)?(?:[\w$#]+\s*)?(?=\()"
)
_ONE_NAME: Final = re.compile(r"(?:async\s+)?[\w$]+\s*(?==>)")
_ARROW: Final = re.compile(r"\s*(?:=>)?\s*")
_SPACE: Final = re.compile(r"[\s;,]*")
_STEP: Final = re.compile(
    r"""//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[`/(){}\[\]]|[\w$]+|\s+|[^\w\s]""",
    re.DOTALL,
)
_REGEX: Final = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_REGEX: Final = frozenset("(,=:[!&|?{};+-*%~^<>") | {"return", "typeof", "case", "in", "of", "void", "delete"}
_OPEN: Final = {"{": "}", "(": ")", "[": "]"}


class _LostError(ValueError):
    """The text is not read to its end: it is left as it is."""


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the script in ``body`` with ``{}`` in the place of blocks in which nothing is in ``used``.

    ``used``: first character and end of each part in turn, as UTF-16 counts. The result is a script that loads, and
    whose emptied functions do nothing: it shows what the others weigh, and is not to be published.
    """
    if len(body) > _MOST_BYTES:
        return Reencoded()
    units = array("H", body.decode("utf-8").encode("utf-16-le"))
    text = "".join(map(chr, units))
    ends: list[int] = options["used"]
    emptied = without_idle(text, list(zip(ends[::2], ends[1::2], strict=True)))
    smaller = emptied.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()
    coded = coded_alike(body, smaller, str(options["coding"]), int(options["coded_bytes"]))
    if coded is None or len(smaller) >= len(body):
        return Reencoded()
    name = f"idle functions emptied, {coded.name}" if coded.name else "idle functions emptied"
    return Reencoded(usual=version(name, coded.body, "", coded.content_encoding))


def without_idle(text: str, used: list[tuple[int, int]]) -> str:
    """Return a script with the blocks between its ``used`` parts emptied, as far as these are read for sure."""
    pieces: list[str] = []
    at = 0
    for start, end in [*used, (len(text), len(text))]:
        if start > at:
            pieces.append(_emptied(text[at:start]))
        pieces.append(text[max(at, start) : end])
        at = max(at, end)
    return "".join(pieces)


def _emptied(part: str) -> str:
    """Return functions and blocks, one after the other, emptied; the part itself where it is anything else."""
    pieces: list[str] = []
    at = 0
    try:
        while at < len(part):
            start = _SPACE.match(part, at)
            opens = _block(part, start.end() if start else at)
            if opens is None:
                break
            close = _closing(part, opens)
            pieces.append(part[at:opens] + "{}")
            at = close + 1
    except (_LostError, RecursionError):
        return part
    rest = part[at:]
    return "".join(pieces) + rest if not rest.strip(" \t\r\n;,") else part


def _block(part: str, at: int) -> int | None:
    """Return where the block of a function or branch that begins at ``at`` opens; None: it is neither."""
    if part.startswith("{", at):
        return at
    head = _HEAD.match(part, at)
    if head is not None:
        after = _closing(part, head.end()) + 1
    else:
        name = _ONE_NAME.match(part, at)
        if name is None:
            return None
        after = name.end()
    arrow = _ARROW.match(part, after)
    after = arrow.end() if arrow else after
    return after if part.startswith("{", after) else None


def _closing(text: str, at: int, depth: int = 0) -> int:
    """Return where the bracket at ``at`` is closed, strings, comments and patterns left out."""
    if depth > _MOST_DEPTH or at >= len(text):
        raise _LostError
    waiting = [_OPEN[text[at]]]
    before, at = text[at], at + 1
    while at < len(text):
        one = text[at]
        if one == "`":
            at = _template_end(text, at, depth) + 1
            before = "`"
            continue
        step = (
            _REGEX.match(text, at)
            if one == "/" and before in _BEFORE_REGEX and text[at + 1 : at + 2] not in "/*"
            else None
        )
        step = step or _STEP.match(text, at)
        if step is None:
            raise _LostError
        word = step[0]
        if word in _OPEN:
            waiting.append(_OPEN[word])
        elif word in ")}]":
            if word != waiting.pop():
                raise _LostError
            if not waiting:
                return at
        if not word.isspace() and not word.startswith(("//", "/*")):
            before = word
        at = step.end()
    raise _LostError


def _template_end(text: str, at: int, depth: int) -> int:
    at += 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "`":
            return at
        elif text.startswith("${", at):
            at = _closing(text, at + 1, depth + 1) + 1
        else:
            at += 1
    raise _LostError


WAY: Final = Way(id="idle-js", make=make)
