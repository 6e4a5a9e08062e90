"""Tables as analytics tools and spreadsheets write them: which lines are rows, and what cannot be read of them."""

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from delest.errors import N_, NN_, InputError
from delest.inputs.count import parse_count
from delest.message import Message
from delest.records.co2e.traffic import Row, Unplaced
from delest.traffic.files.addresses import address, is_document, is_place_holder, is_total, without_clients
from delest.traffic.files.opened import Opened, all_lines
from delest.traffic.tables.columns import Columns, name_of

HEADER_LINES: Final = 100
"""The header is looked for in so many lines: exports begin with titles and comments."""
MOST_VIEWS: Final = 1e15
_SHOWN_LINES: Final = 5
_SHOWN_TEXT: Final = 80
_TITLES_AT_MOST: Final = 0.9
"""An export of which more views than this share are of titles instead of addresses is refused."""
_TOTAL_NEAR: Final = 0.01
_UNPLACED_LABELS: Final = 100


class Header(Struct, frozen=True, kw_only=True):
    """The line of a table that names its columns."""

    line: int
    """Its index, from 0."""
    separator: str
    names: tuple[str, ...]
    """As `name_of` spells them."""
    written: tuple[str, ...]
    """As the file does."""


def cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line; none where it is no line of a table."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # a cell of more than 128 kB
        return []


def find_header(lines: Sequence[str], wanted: Callable[[Sequence[str]], bool]) -> Header | None:
    """Return the first header whose names are ``wanted``; None where there is none in the first lines."""
    for index, line in enumerate(lines[:HEADER_LINES]):
        for separator in ",;\t":
            if separator not in line:
                continue
            written = cells(line, separator)
            names = tuple(map(name_of, written))
            if wanted(names):
                return Header(line=index, separator=separator, names=names, written=tuple(written))
    return None


class Counted(Struct, kw_only=True):
    """What a table counts, and what of it could not be read."""

    rows: list[Row] = []
    documents: list[Row] = []
    unplaced: list[Unplaced] = []
    titles: list[Unplaced] = []
    totals: list[float] = []
    unread: list[int] = []
    """Line numbers."""
    unread_text: str = ""
    """What the first of them holds."""
    dates: set[str] = set()

    def add(self, pages: Sequence[str], views: float, entries: float | None = None, host: str = "") -> None:
        """Take note of one row: the views of an address, of a place holder, of a title, or a total."""
        shown = next((page.strip() for page in pages if page.strip()), "")
        if is_total(shown):
            self.totals.append(views)
        elif not shown:
            self.unplaced.append(Unplaced(label="", views=views))
        elif is_place_holder(shown):
            self.unplaced.append(Unplaced(label=shown, views=views))
        elif page := next((found for page in pages if (found := address(page, host))), None):
            kind = self.documents if is_document(page) else self.rows
            kind.append(Row(page=page, views=views, entries=entries))
        else:
            self.titles.append(Unplaced(label=shown[:200], views=views))

    def cannot_read(self, number: int, text: str) -> None:
        """Take note of a row that is not a page with its views."""
        self.unread_text = self.unread_text if self.unread else text[:_SHOWN_TEXT]
        self.unread.append(number)

    @property
    def views(self) -> float:
        """All that is not a total."""
        parts = (self.rows, self.unplaced, self.titles)
        return math.fsum(row.views for part in parts for row in part)

    def settle(self) -> None:
        """Take rows without any page for totals where they are the sum of the others."""
        for row in [row for row in self.unplaced if not row.label]:
            rest = self.views - row.views
            if rest and abs(row.views - rest) <= _TOTAL_NEAR * rest:
                self.unplaced.remove(row)
                self.totals.append(row.views)


def read_table(file: Opened, header: Header, columns: Columns, *, spelled: Callable[[str], str] = str) -> Counted:
    """Return the rows of a table below its header; ``spelled``: the address in a cell, as the tool writes it.

    A row that cannot be read costs only itself, and is reported. Visits are not page views and are never taken for
    them.
    """
    counted = Counted()
    for number, line in enumerate(all_lines(file.text())[header.line + 1 :], header.line + 2):
        if line.strip() and not line.lstrip().startswith("#"):
            count_row(counted, number, cells(line, header.separator), columns, spelled)
    counted.settle()
    return counted


def count_row(
    counted: Counted, number: int, row: Sequence[str], columns: Columns, spelled: Callable[[str], str] = str
) -> None:
    """Count the row of line ``number``, or take note that it cannot be read."""
    last = max(at for at in (*columns.pages, columns.views, columns.entries) if at is not None)
    views = 0.0 if columns.views is None else amount(row, columns.views)
    if len(row) <= last or views is None:
        counted.cannot_read(number, ", ".join(row))
        return
    entries = None if columns.entries is None else amount(row, columns.entries)
    host = row[columns.host] if columns.host is not None and columns.host < len(row) else ""
    counted.add([spelled(row[at]) for at in columns.pages], views, entries, host)
    if columns.date is not None and columns.date < len(row):
        counted.dates.add(row[columns.date].strip())


def amount(row: Sequence[str], at: int) -> float | None:
    """Return the count in a cell; None where it has none, or one that cannot be (negative, beyond all bounds)."""
    try:
        found = parse_count(row[at])
    except (InputError, IndexError):
        return None
    return found if found <= MOST_VIEWS else None


def warnings_of(file: Opened, counted: Counted) -> Iterator[Message]:
    """Yield what is to be said of a table: lines left out, totals, pages by their titles."""
    if counted.unread:
        yield left_out(file.name, counted.unread, counted.unread_text)
    if counted.titles:
        yield Message.counted(
            NN_(
                "{file}: {n} row has a title or a folder instead of an address ({example}): its views are unplaced",
                "{file}: {n} rows have titles or folders instead of addresses ({example}): their views are unplaced",
            ),
            len(counted.titles),
            file=file.name,
            example=counted.titles[0].label[:60],
        )
    total, views = max(counted.totals, default=0.0), counted.views
    if total and abs(total - views) > _TOTAL_NEAR * total:
        more = N_(
            "{file}: its rows have {sum} page views, more than its total {total}: export the flat report, in which"
            " folders are not counted beside their pages"
        )
        less = N_("{file}: its total is {total} page views, its rows have {sum}: the difference is unplaced")
        form = less if total > views else more
        yield Message.of(form, file=file.name, total=round(total), sum=round(views))


def left_out(name: str, lines: Sequence[int], first: str) -> Message:
    """Return the warning of lines that could not be read; ``first``: what the first of them holds."""
    return Message.counted(
        NN_(
            "{file}: {n} line could not be read and was left out (line {lines}): {text!r}"
            " is not an address with a count of 0 or more",
            "{file}: {n} lines could not be read and were left out (lines {lines}):"
            " {text!r} is not an address with a count of 0 or more",
        ),
        len(lines),
        text=without_clients(first),
        file=name,
        lines=", ".join(map(str, lines[:_SHOWN_LINES])) + (" ..." if len(lines) > _SHOWN_LINES else ""),
    )


def unplaced_of(counted: Counted) -> tuple[Unplaced, ...]:
    """Return the views without an address by label, most views first; what the rows lack of a stated total too."""
    views: dict[str, float] = {}
    for row in (*counted.unplaced, *counted.titles):
        label = row.label if row.label in views or len(views) < _UNPLACED_LABELS else ""
        views[label] = views.get(label, 0.0) + row.views
    missing = max(counted.totals, default=0.0) - counted.views
    if missing > _TOTAL_NEAR * max(counted.totals, default=0.0):
        views["-"] = views.get("-", 0.0) + missing
    return tuple(Unplaced(label=label, views=n) for label, n in sorted(views.items(), key=lambda item: -item[1]))


def no_columns(file: Opened) -> InputError:
    """Return what is told of a table in which no line names the columns that are needed."""
    return InputError(N_("{file}: no line names a column of pages and a column of page views"), file=file.name)


def broken(file: Opened, error: Exception) -> InputError:
    """Return what is told of an export that is not the XML or JSON that it begins as."""
    return InputError(
        N_("{file}: broken XML or JSON: {reason}"),
        remedy=N_("export it again; an export that was cut off cannot be read"),
        file=file.name,
        reason=str(error)[:200],
    )


def require_rows(file: Opened, header_line: int, counted: Counted) -> None:
    """Refuse a table without any page.

    Raises:
        InputError: no line could be read, or pages are titles.
    """
    of_titles = math.fsum(row.views for row in counted.titles)
    if counted.titles and of_titles > _TITLES_AT_MOST * counted.views:
        raise titles_only(file.name, counted.titles[0].label)
    if not counted.rows and not counted.documents:
        raise InputError(
            N_("{file}: no line with a page and its page views after line {line}"),
            remedy=N_("each line contains an address and a count, for example: https://www.example.org/,12000"),
            file=file.name,
            line=header_line + 1,
        )


def titles_only(name: str, example: str) -> InputError:
    """Return the error of an export that names pages by their titles."""
    return InputError(
        N_("{file}: its pages are titles such as {example!r}, not addresses"),
        remedy=N_("add the page's URL or path to the export, or name the addresses with --traffic-names FILE"),
        file=name,
        example=example[:80],
    )
