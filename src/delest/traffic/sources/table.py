"""A table with a column of pages and a column of page views, as spreadsheets and most analytics tools write it."""

from collections.abc import Sequence

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.merged import merged
from delest.traffic.source import Asked, Source
from delest.traffic.tables.columns import PATH, TITLE, URL, VIEWS, VISITS, columns_of, find
from delest.traffic.tables.rows import Header, find_header, no_columns, titles_only
from delest.traffic.tables.whole_table import export_of_table, message_of


def _header(file: Opened) -> Header | None:
    return find_header(file.lines, lambda names: columns_of(names) is not None)


def detects(file: Opened) -> Message | None:
    """Recognise a header with a column of pages and one of page views.

    Raises:
        InputError: it names pages by their titles alone, or counts visits alone.
    """
    header = _header(file)
    if header is not None and (columns := columns_of(header.names)):
        return message_of(N_("{file}: a table: pages in column {page}, page views in column {views}"), file, header,
                          columns)  # fmt: skip
    titled = find_header(file.lines, lambda names: find(names, TITLE) is not None and find(names, VIEWS) is not None)
    if titled is not None:
        raise titles_only(file.name, titled.written[find(titled.names, TITLE) or 0])
    visited = find_header(file.lines, lambda names: find(names, (*URL, *PATH)) is not None and _has_visits(names))
    if visited is not None:
        raise InputError(
            N_("{file}: line {line}: counts {column}, not page views"),
            remedy=N_("export the page views of each page too (page views, views, vues, pages vues)"),
            file=file.name,
            line=visited.line + 1,
            column=visited.written[find(visited.names, VISITS) or 0],
        )
    return None


def _has_visits(names: Sequence[str]) -> bool:
    return find(names, VISITS) is not None


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the rows of tables over the days that the user gives, or that the files' names state."""
    return merged([_read(file, asked) for file in files], asked)


def _read(file: Opened, asked: Asked) -> Export:
    header = _header(file)
    columns = None if header is None else columns_of(header.names)
    if header is None or columns is None:
        raise no_columns(file)
    return export_of_table("table", file, header, columns, asked)


SOURCE = Source(id="table", rank=90, detects=detects, read=read)
