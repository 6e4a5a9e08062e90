"""The model of a printed page: what is said and in which order; no layout, and no number that is written yet.

A page function (``pages``) makes a `Page` of a record, with all its words. A format (``formats``) makes text, HTML or
Markdown of a `Page`, with all its layout. What a line says is in ``said``; its figures stay values until ``figures``
writes them, in the language in use, for every format.
"""

from msgspec import Struct

from delest.report.said import Figure, Words


class Cell(Struct, frozen=True):
    """One field of a table, with what is said below it in small."""

    said: Words
    notes: tuple[Words, ...] = ()


Field = Words | Cell


class Column(Struct, frozen=True):
    """One column of a table."""

    title: str
    figures: bool = False
    """Set to the right, and sorted by value."""
    spare: bool = False
    """May be left out where there is little room: it says again what others say."""
    long: bool = False
    """Takes the room that the others leave: an address, a sentence."""
    whole: bool = False
    """Plain text never cuts it: what a person copies from it, such as the name of a directory."""


class Row(Struct, frozen=True):
    """One row of a table: as many fields as there are columns."""

    fields: tuple[Field, ...]
    id: str = ""
    """Where `Jump` may lead."""
    group: bool = False
    """The title of the rows below: its first field alone is said."""


class Table(Struct, frozen=True):
    """Rows under titled columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    rest: Words = ""
    """How many rows were left out, and where they are."""
    filter: str = ""
    """What a field is called that finds rows; empty: none is offered."""


class Prose(Struct, frozen=True):
    """A paragraph."""

    said: Words
    tone: str = ""
    """``lead`` (the answer), ``note`` (in small), or empty."""


class Items(Struct, frozen=True):
    """A list of sentences."""

    said: tuple[Words, ...]
    numbered: bool = False


class Fact(Struct, frozen=True):
    """A term and what is said of it, part by part."""

    term: str
    said: tuple[Words, ...]


class Facts(Struct, frozen=True):
    """Terms with what is said of them."""

    rows: tuple[Fact, ...]


class Tile(Struct, frozen=True):
    """One figure, large, and what it is."""

    name: str
    said: Words
    notes: tuple[Words, ...] = ()


class Tiles(Struct, frozen=True):
    """The figures that answer first."""

    tiles: tuple[Tile, ...]


class Notice(Struct, frozen=True):
    """What must not be overlooked: it changes how the rest is to be read."""

    said: Words
    tone: str = ""
    """``bad``, ``good`` or empty."""


class Command(Struct, frozen=True):
    """Lines to copy."""

    text: str


class Piece(Struct, frozen=True):
    """One part of a whole."""

    key: str
    name: str
    value: float


class Stack(Struct, frozen=True):
    """A whole cut into pieces, as one bar."""

    alt: str
    pieces: tuple[Piece, ...]
    table: Table
    """The same figures: of every chart, formats that cannot draw show this."""


class Mark(Struct, frozen=True):
    """One value on an axis."""

    name: str
    value: Figure
    tone: str = ""
    """``open``: beside the others, not one of them."""


class Axis(Struct, frozen=True):
    """Values that differ by orders of magnitude, on a logarithmic axis."""

    alt: str
    marks: tuple[Mark, ...]
    table: Table
    span: int = 3
    """How many of the marks, from the first, make the range that is drawn."""


class Box(Struct, frozen=True):
    """One area of a treemap."""

    name: str
    value: Figure
    key: str
    to: str = ""
    """Id of the row that says more."""
    avoidable: float = 0.0
    """Share of it."""


class Treemap(Struct, frozen=True):
    """Areas in proportion to their values."""

    alt: str
    boxes: tuple[Box, ...]
    table: Table


class Distribution(Struct, frozen=True):
    """How values spread, each one tick on an axis from zero, with some named."""

    alt: str
    values: tuple[float, ...]
    marks: tuple[Mark, ...]
    table: Table | None = None
    """None: the table stands elsewhere on the page, and ``alt`` says where."""
    caption: str = ""
    """Said below it."""


class Trend(Struct, frozen=True):
    """A value over time."""

    alt: str
    marks: tuple[Mark, ...]
    """Oldest first; ``good`` or ``bad``: a change beyond chance."""
    table: Table


Chart = Stack | Axis | Treemap | Distribution | Trend


class Picture(Struct, frozen=True):
    """One picture, drawn by us, beside the blocks that follow; formats without pictures leave it out."""

    webp: bytes
    width_px: int
    height_px: int
    alt: Words


class Pair(Struct, frozen=True):
    """Two pictures side by side, drawn by us; formats without pictures show what is said of them."""

    said: Words
    before: bytes
    """WebP."""
    after: bytes
    width_px: int
    height_px: int
    before_alt: str
    after_alt: str


class Details(Struct, frozen=True):
    """What is folded away until somebody asks."""

    summary: Words
    blocks: tuple["Block", ...]
    id: str = ""


class Section(Struct, frozen=True):
    """A titled part of a page; parts of it are sections too."""

    id: str
    """Where `Jump` may lead; empty: nothing leads there."""
    title: Words
    blocks: tuple["Block", ...]


Block = Prose | Items | Facts | Tiles | Notice | Command | Table | Chart | Picture | Pair | Details | Section


class Page(Struct, frozen=True):
    """A whole answer."""

    title: Words
    mark: str = ""
    """In Markdown, a hidden comment at the beginning by which a program finds it again: letters and hyphens."""
    over: Words = ""
    """Said above the title: what this is, and its date."""
    lead: tuple[Block, ...] = ()
    """Before the first section."""
    contents: str = ""
    """Title of the list of sections; empty: there is none."""
    sections: tuple[Section, ...] = ()
    foot: Words = ""


def section(section_id: str, title: Words, *blocks: Block | None) -> tuple[Section, ...]:
    """Return a section of the blocks that there are; none where there is no block."""
    there = tuple(block for block in blocks if block is not None)
    return (Section(section_id, title, there),) if there else ()
