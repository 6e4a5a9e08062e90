"""Plain text laid out in columns, at most 80 wide; the building blocks of the terminal's summary."""

from collections.abc import Iterable
from typing import Final

from delest.report.language.safe_text import columns, printable, shorten

WIDTH: Final = 80
_INDENT: Final = "  "
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def section(title: str, lines: Iterable[str]) -> list[str]:
    """Return a titled block with a blank line before it, or nothing where it has no lines."""
    body = list(lines)
    return ["", title, *body] if body else []


def prose(text: str, indent: str = _INDENT) -> list[str]:
    """Return a paragraph, made printable and wrapped; a word longer than the line is cut."""
    return [indent + line for line in _wrapped(text, WIDTH - len(indent))]


def item(cells: Iterable[tuple[str, int]], paragraphs: Iterable[str]) -> list[str]:
    """Return cells as in ``row``, then paragraphs, made printable and wrapped under one another."""
    lead = _lead(cells) + "  "
    room = WIDTH - columns(lead)
    lines = [line for text in paragraphs for line in _wrapped(text, room)]
    return [((lead if at == 0 else " " * columns(lead)) + line).rstrip() for at, line in enumerate(lines)]


def _wrapped(text: str, room: int) -> list[str]:
    lines = [""]
    for word in printable(text).split(" "):
        fitting = shorten(word, room)
        if lines[-1] and columns(lines[-1]) + 1 + columns(fitting) > room:
            lines.append("")
        lines[-1] += f" {fitting}" if lines[-1] else fitting
    return lines


def row(cells: Iterable[tuple[str, int]], last: str = "") -> str:
    """Return one line of a table.

    Args:
        cells: text and width; a negative width sets the text to the right.
        last: what fills the rest of the line, cut in its middle where it does not fit.
    """
    lead = _lead(cells)
    if not last:
        return lead.rstrip()
    return f"{lead}  {shorten(last, WIDTH - columns(lead) - 2)}"


def _lead(cells: Iterable[tuple[str, int]]) -> str:
    return _INDENT + "  ".join(pad(printable(text), width) for text, width in cells)


def pad(text: str, width: int) -> str:
    """Return ``text`` filled up with spaces to ``width`` columns: on the right, or on the left if it is negative."""
    fill = " " * (abs(width) - columns(text))
    return fill + text if width < 0 else text + fill


def widest(texts: Iterable[str]) -> int:
    """Return the columns that the widest text takes."""
    return max((columns(text) for text in texts), default=0)


def bar(share: float, width: int) -> str:
    """Return a bar of block characters, ``share`` (0 to 1) of ``width`` columns long; never empty above nothing."""
    eighths = max(round(share * width * 8), 1 if share > 0 else 0)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
