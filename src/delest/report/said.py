"""What a printed page says within a line: words with figures, addresses and labels, none of them written yet."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from string import Formatter
from typing import Final

from msgspec import Struct

from delest.units import Estimate

NOTHING: Final = "-"
"""Said in a table where there is no value."""


class Unit(StrEnum):
    """What a figure counts, and so how it is written."""

    BYTES = "bytes"
    KG = "kg"
    """Of CO2e, at two significant digits as every claim."""
    COUNT = "count"
    """A whole number."""
    MEAN = "mean"
    """A mean of counts, with one decimal."""
    SHARE = "share"
    """0 to 1, written in percent."""
    SECONDS = "seconds"
    NUMBER = "number"
    """Any other quantity, at four significant digits."""


class Figure(Struct, frozen=True):
    """A number that a format writes as the reader's language does."""

    value: float
    unit: Unit = Unit.COUNT
    digits: int = 0
    """Significant ones, of kilograms and plain numbers; 0: as many as the unit has."""


class Range(Struct, frozen=True):
    """Two figures of one unit; one where both read the same."""

    low: float
    high: float
    unit: Unit
    digits: int = 0


class Moment(Struct, frozen=True):
    """A day, or a day and its time in UTC."""

    at: datetime
    with_time: bool = False


class Link(Struct, frozen=True):
    """An address on the web, shown as such: shortened in its middle where there is no room."""

    url: str
    site: str = ""
    """Host whose own pages are shown by their path alone."""
    text: str = ""
    """Said in its place; ours, never a page's."""


class Jump(Struct, frozen=True):
    """Leads to the part of the same page that has this id, or, ending in ``.html``, to a page beside this one."""

    to: str
    said: "Words"


class Leaf(Struct, frozen=True):
    """Leads to another file of the same report, beside this one."""

    file: str
    """Its name, of our own making: letters, digits, hyphens, dots; after a ``#``, the id of a part of it."""
    said: "Words"


class Quoted(Struct, frozen=True):
    """Text that somebody else wrote (a title, a header, a reason): kept apart, and shortened at its end."""

    text: str


class Code(Struct, frozen=True):
    """What is typed: an option, a command, a name in a file."""

    text: str


class Label(Struct, frozen=True):
    """A word or two that classify."""

    text: str
    tone: str = ""
    """``good``, ``bad``, ``plain`` (empty: plain), or ``strong`` for emphasis alone."""


class Key(Struct, frozen=True):
    """The sign that joins a row to its part of a chart: id of a kind, a party, a state."""

    id: str


class Dots(Struct, frozen=True):
    """How far something goes, in a few steps: ``2`` of ``3``."""

    filled: int
    of: int = 3


class Bar(Struct, frozen=True):
    """A share of one, drawn; says nothing that a figure beside it does not say."""

    share: float
    parts: tuple[tuple[str, float], ...] = ()
    """Ids of keys and their shares of one, which sum to ``share``; empty: all of one sort."""


class Lapse(Struct, frozen=True):
    """When something began and ended, as shares of a whole, drawn; figures beside it say the same."""

    start: float
    end: float
    key: str


class Heat(Struct, frozen=True):
    """A share of one, in percent, on a ground that is the darker the larger it is."""

    share: float


Inline = str | Figure | Range | Moment | Link | Jump | Leaf | Quoted | Code | Label | Key | Dots | Bar | Lapse | Heat


class Sentence(Struct, frozen=True):
    """Words with figures, addresses and labels in them."""

    parts: tuple[Inline, ...]


Words = Inline | Sentence


def say(template: str, **values: Words) -> Sentence:
    """Return a sentence already translated, its places filled in: ``say(_("{n} pages"), n=Figure(3))``."""
    return Sentence(tuple(_filled(template, values)))


def _filled(template: str, values: dict[str, Words]) -> Iterator[Inline]:
    for text, name, _spec, _conversion in Formatter().parse(template):
        if text:
            yield text
        if name is not None:
            value = values[name]
            yield from value.parts if isinstance(value, Sentence) else (value,)


def joined(words: Sequence[Words], between: str = ", ") -> Sentence:
    """Return one sentence of several."""
    parts: list[Inline] = []
    for at, each in enumerate(words):
        parts += [between] if at else []
        parts += each.parts if isinstance(each, Sentence) else (each,)
    return Sentence(tuple(parts))


def of_bytes(n: float) -> Figure:
    """Return transferred bytes."""
    return Figure(n, Unit.BYTES)


def of_kg(kg: float, digits: int = 0) -> Figure:
    """Return kg CO2e."""
    return Figure(kg, Unit.KG, digits)


def share(of_one: float) -> Figure:
    """Return a share."""
    return Figure(of_one, Unit.SHARE)


def number(value: float, digits: int = 0) -> Figure:
    """Return a quantity without a unit of its own."""
    return Figure(value, Unit.NUMBER, digits)


def between(estimate: Estimate, unit: Unit) -> Range:
    """Return the bounds of an estimate."""
    return Range(estimate.low, estimate.high, unit)
