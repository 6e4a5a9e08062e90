"""Google Search Console: clicks in a search engine, a weak substitute where nothing counts page views."""

from collections.abc import Sequence

from delest.errors import N_
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.merged import merged
from delest.traffic.source import Asked, Source
from delest.traffic.tables.columns import CLICKS, PATH, URL, Columns, find
from delest.traffic.tables.rows import Header, find_header, no_columns
from delest.traffic.tables.whole_table import export_of_table, message_of


def _columns(names: Sequence[str]) -> Columns | None:
    page, clicks = find(names, (*URL, *PATH)), find(names, CLICKS)
    shown = "impressions" in names
    return Columns(pages=(page,), views=clicks) if page is not None and clicks is not None and shown else None


def _header(file: Opened) -> Header | None:
    return find_header(file.lines, lambda names: _columns(names) is not None)


def detects(file: Opened) -> Message | None:
    """Recognise the table of pages of the performance report."""
    header = _header(file)
    columns = None if header is None else _columns(header.names)
    if header is None or columns is None:
        return None
    return message_of(
        N_("{file}: Google Search Console: clicks in column {views}, not page views: much less than all views"),
        file, header, columns,
    )  # fmt: skip


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the clicks by page; the export is marked as weak."""
    return merged([_read(file, asked) for file in files], asked)


def _read(file: Opened, asked: Asked) -> Export:
    header = _header(file)
    columns = None if header is None else _columns(header.names)
    if header is None or columns is None:
        raise no_columns(file)
    return export_of_table("search-console", file, header, columns, asked, weak=True)


SOURCE = Source(id="search-console", rank=20, detects=detects, read=read)
