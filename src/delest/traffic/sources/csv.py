"""A CSV file with the views of each page, as spreadsheets and analytics tools export it."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from delest.errors import N_, NN_, InputError
from delest.records.message import Message
from delest.traffic.count import parse_count
from delest.traffic.export import Export, Row, check_period
from delest.urls import has_credentials, host, normalise

MAX_FILE_BYTES: Final = 200_000_000
_HEADER_LINES: Final = 100
"""The header is looked for in so many lines: exports begin with titles and comments."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SHOWN_LINES: Final = 5

_PAGE_COLUMNS: Final = (
    "url",
    "page url",
    "url de la page",
    "page location",
    "page",
    "page path",
    "page path and screen class",
    "chemin de la page",
    "chemin de la page et classe de l'écran",
    "adresse",
)
_VIEWS_COLUMNS: Final = (
    "views",
    "pageviews",
    "page views",
    "vues",
    "pages vues",
    "vues de page",
    "vues de pages",
    "nb hits",
)


def read(path: Path, period_days: float) -> Export:
    """Return the rows of a CSV file with a column of pages and a column of page views over ``period_days``.

    The separator is a comma, a semicolon or a tab; the text is UTF-8, UTF-16 or Windows-1252; the columns may bear
    any of the names above. A line is a row: one that cannot be read costs only itself, and is told in a warning.
    Visits are not page views and are never taken for them.

    Raises:
        InputError: no such file, no header with both columns, no line that can be read, or no period.
    """
    check_period(period_days)
    lines = _LINE_END.split(_text(path))
    header, separator, columns = _find_header(path, lines)
    rows: list[Row] = []
    unread: list[int] = []
    for number, line in enumerate(lines[header + 1 :], header + 2):
        if not line.strip():
            continue
        row = _row(_cells(line, separator), columns)
        if row is None:
            unread.append(number)
        else:
            rows.append(row)
    if not rows:
        raise InputError(
            N_("{file}: no line with a page and its page views after line {line}"),
            remedy=N_("each line holds an address and a count, for example: https://www.example.org/,12000"),
            file=path.name,
            line=header + 1,
        )
    warnings = (_left_out(path, unread),) if unread else ()
    return Export(source=f"csv {path.name}", period_days=period_days, rows=tuple(rows), warnings=warnings)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(
            N_("{file}: cannot be read: {reason}"),
            remedy=N_("check the name of the file and that you may read it"),
            file=path.name,
            reason=error.strerror or type(error).__name__,
        ) from error
    if len(content) > MAX_FILE_BYTES:
        raise InputError(
            N_("{file}: longer than {limit} MB"),
            remedy=N_("export fewer rows or fewer columns"),
            file=path.name,
            limit=MAX_FILE_BYTES // 1_000_000,
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error:  # a cell of more than 128 kB
        return []


def _find_header(path: Path, lines: Sequence[str]) -> tuple[int, str, tuple[int, int]]:
    """Return the index of the header, the separator, and the columns of pages and of views."""
    for index, line in enumerate(lines[:_HEADER_LINES]):
        for separator in ",;\t":
            names = [_name(cell) for cell in _cells(line, separator)]
            page = _column(names, _PAGE_COLUMNS)
            views = _column(names, _VIEWS_COLUMNS)
            if page is not None and views is not None:
                return index, separator, (page, views)
    raise InputError(
        N_("{file}: no line names a column of pages and a column of page views"),
        remedy=N_('the first line must name them, for example "url,views" or "url;vues"; visits are not page views'),
        file=path.name,
    )


def _name(cell: str) -> str:
    return " ".join(cell.replace("_", " ").replace("’", "'").split()).casefold()


def _column(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _row(cells: Sequence[str], columns: tuple[int, int]) -> Row | None:
    if len(cells) <= max(columns):
        return None
    page = _page(cells[columns[0]].strip())
    try:
        views = parse_count(cells[columns[1]])
    except InputError:
        return None
    return Row(page=page, views=views) if page else None


def _page(text: str) -> str | None:
    """Return an absolute URL or a path from the root; tools also write the host and path without a scheme."""
    if text.startswith("/"):
        return text
    written = text if "://" in text else f"https://{text}"
    url = normalise(written)
    return url if url and "." in host(url) and not has_credentials(written) else None


def _left_out(path: Path, lines: Sequence[int]) -> Message:
    return Message.counted(
        NN_(
            "{file}: {n} line could not be read and was left out (line {lines})",
            "{file}: {n} lines could not be read and were left out (lines {lines})",
        ),
        len(lines),
        file=path.name,
        lines=", ".join(map(str, lines[:_SHOWN_LINES])) + (" ..." if len(lines) > _SHOWN_LINES else ""),
    )
