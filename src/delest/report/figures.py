"""Writes what a `Page` leaves to be written: figures, ranges and dates, in the language in use."""

from collections.abc import Callable, Mapping
from typing import Final

from delest.report.language import numbers
from delest.report.language.safe_text import printable
from delest.report.language.words import _
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
    Unit,
    Words,
)

_DIGITS: Final = 4
_ONE_PERCENT: Final = 0.01


def written(value: Figure | Range | Moment) -> str:
    """Return a value as text: ``392 kB``, ``0.12 kg to 91 kg``, ``29 November 2026``."""
    if isinstance(value, Moment):
        return numbers.moment_text(value.at) if value.with_time else numbers.date_text(value.at)
    if isinstance(value, Range):
        low, high = (written(Figure(end, value.unit, value.digits)) for end in (value.low, value.high))
        return low if low == high else _("{low} to {high}").format(low=low, high=high)
    return _WRITERS[value.unit](value)


_WRITERS: Final[Mapping[Unit, Callable[[Figure], str]]] = {
    Unit.BYTES: lambda figure: numbers.bytes_text(figure.value),
    Unit.KG: lambda figure: numbers.kg_text(figure.value, figure.digits or 2),
    Unit.COUNT: lambda figure: numbers.count_text(figure.value),
    Unit.MEAN: lambda figure: numbers.mean_text(figure.value),
    Unit.SHARE: lambda figure: numbers.percent_text(figure.value),
    Unit.SECONDS: lambda figure: numbers.duration_text(figure.value),
    Unit.NUMBER: lambda figure: numbers.figure_text(figure.value, figure.digits or _DIGITS),
}


def percent(heat: Heat) -> str:
    """Return a share as a bare number of percent; what a table of them is said to hold."""
    return "<1" if 0 < heat.share < _ONE_PERCENT else f"{100 * heat.share:.0f}"


def plain(words: Words) -> str:
    """Return words on one line, as a title or the name of a chart says them."""
    return printable(raw(words))


def raw(words: Words) -> str:
    """Return the same as it comes: what a page says in it is neither bounded nor made harmless."""
    if isinstance(words, Sentence):
        return "".join(map(raw, words.parts))
    if isinstance(words, str):
        return words
    if isinstance(words, Figure | Range | Moment):
        return written(words)
    if isinstance(words, Jump | Leaf):
        return raw(words.said)
    if isinstance(words, Dots):
        return f"{words.filled}/{words.of}"
    return percent(words) if isinstance(words, Heat) else _of_signs(words)


def _of_signs(words: Link | Quoted | Code | Label | Key | Bar | Lapse) -> str:
    return "" if isinstance(words, Key | Bar | Lapse) else words.text or getattr(words, "url", "")
