"""Words as lines of plain text: figures stay whole, only addresses are cut in their middle."""

import re
from typing import Final

from delest.report.figures import percent, written
from delest.report.language.safe_text import columns, printable, shorten
from delest.report.said import (
    Bar,
    Code,
    Dots,
    Figure,
    Heat,
    Jump,
    Key,
    Label,
    Lapse,
    Leaf,
    Link,
    Moment,
    Quoted,
    Range,
    Sentence,
    Words,
)

WIDTH: Final = 80
BAR_COLUMNS: Final = 30

_ORIGIN: Final = re.compile(r"https?://([^/:@?#]+)(?::[0-9]{1,5})?(?=/)")
_KEPT: Final = "\x00"
"""A space that no line ends at; nothing that is printable holds it."""
_QUOTED_COLUMNS: Final = 300
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def paragraph(words: Words, indent: int = 0, *, first: str | None = None, hanging: int = 0) -> list[str]:
    """Return words wrapped at 80 columns.

    Args:
        words: what is said.
        indent: columns left free.
        first: what the first line begins with in place of the indentation.
        hanging: columns left free beside those, on all lines but the first.
    """
    lead = " " * indent if first is None else first
    after = " " * (indent + hanging)
    lines, room = [], WIDTH - columns(lead)
    line = ""
    for word in _kept(words).split(" "):
        if line and columns(line) + 1 + columns(word) > room:
            lines.append(lead + line)
            lead, room, line = after, WIDTH - len(after), ""
        line += (" " if line else "") + (word if columns(word) <= room else shorten(word.replace(_KEPT, " "), room))
    return [each.replace(_KEPT, " ").rstrip() for each in (*lines, lead + line)]


def command_lines(command: str, indent: int) -> list[str]:
    """Return a command in lines of at most 80 columns that a shell reads as one; no word of it is cut."""
    lines: list[str] = []
    line = ""
    for word in command.split(" "):
        room = WIDTH - indent - 4 - (2 if lines else 0)  # a backslash may follow
        if line and columns(line) + 1 + columns(word) > room:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    ended = [f"{each} \\" for each in lines] + [line]
    return [part for at, each in enumerate(ended) for part in _within(" " * (indent + 2 * (at > 0)) + each)]


def _within(line: str) -> list[str]:
    """Return a line of a command, broken where one word is too long: a shell joins what a backslash ends.

    What is quoted stays whole: there, a backslash is a character like others.
    """
    if columns(line) <= WIDTH or "'" in line:
        return [line]
    first, *rest = broken(line, 0, WIDTH - 1)
    return [f"{each}\\" for each in (first, *rest[:-1])] + rest[-1:]


def broken(text: str, indent: int, width: int = WIDTH) -> list[str]:
    """Return a text that has no spaces to wrap it at, all of it, in lines of at most ``width`` columns."""
    lines = [""]
    for character in text:
        if columns(lines[-1] + character) > width - indent:
            lines.append("")
        lines[-1] += character
    return [" " * indent + each for each in lines]


def one_line(words: Words) -> str:
    """Return words on one line, as long as they are."""
    return _kept(words).replace(_KEPT, " ").strip(" ")


def shortened(words: Words, width: int) -> str:
    """Return words on one line of at most ``width`` columns: an address cut in its middle, all else at its end."""
    text = one_line(words)
    if columns(text) <= width:
        return text
    if is_address(words):
        return shorten(text, width)
    cut = ""
    for character in text:
        if columns(cut + character) > width - 1:
            break
        cut += character
    return cut.rstrip(" ") + "\u2026"


def is_address(words: Words) -> bool:
    """Tell whether words are, or hold, an address."""
    if isinstance(words, Jump | Leaf):
        return is_address(words.said)
    return isinstance(words, Link) or (isinstance(words, Sentence) and any(map(is_address, words.parts)))


def place(link: Link) -> str:
    """Return an address as people read it: a page of the site at hand by its path alone."""
    path = _ORIGIN.match(link.url) if link.site else None
    return link.url[path.end() :] if path and path[1] == link.site and link.url[path.end() :] else link.url


def bar(share: float, width: int) -> str:
    """Return a bar of block characters, ``share`` (0 to 1) of ``width`` columns long; never empty above nothing."""
    eighths = max(round(share * width * 8), 1 if share > 0 else 0)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def _kept(words: Words) -> str:
    """Return words with their spaces, those within figures marked."""
    if isinstance(words, Sentence):
        return "".join(map(_kept, words.parts))
    if isinstance(words, str):
        return _between(words)
    if isinstance(words, Jump | Leaf):
        return _kept(words.said)
    if isinstance(words, Quoted):
        return shortened(words.text, _QUOTED_COLUMNS)
    if isinstance(words, Label):
        return printable(words.text)
    return _whole(words).replace(" ", _KEPT)


def _whole(words: Figure | Range | Moment | Link | Code | Key | Dots | Bar | Lapse | Heat) -> str:
    if isinstance(words, Figure | Range | Moment):
        return written(words)
    if isinstance(words, Link):
        return printable(words.text or place(words))
    if isinstance(words, Code):
        return printable(words.text)
    if isinstance(words, Heat):
        return percent(words)
    if isinstance(words, Dots):
        return "●" * words.filled + "○" * (words.of - words.filled)
    return bar(words.share, BAR_COLUMNS) if isinstance(words, Bar) else ""


def _between(text: str) -> str:
    """Return our own words printable, with the spaces that join them to what is beside them."""
    if not text.strip(" "):
        return text[:1]
    return " " * text.startswith(" ") + printable(text) + " " * text.endswith(" ")
