"""Plausible: the files of its export (``imported_pages_...csv``, a row a day), and the tables of its dashboard."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, RobotsBy
from delest.traffic.files.opened import Opened
from delest.traffic.merged import merged, summed
from delest.traffic.source import Asked, Source
from delest.traffic.tables.columns import Columns, find
from delest.traffic.tables.rows import Header, find_header, no_columns
from delest.traffic.tables.whole_table import export_of_table, message_of

_PAGES: Final = ({"date", "page", "pageviews"}, {"name", "visitors", "pageviews"})
_ENTRIES: Final = ({"date", "entry page", "entrances"}, {"name", "unique entrances"}, {"name", "total entrances"})
_OTHER: Final = ({"date", "visitors", "visits", "visit duration", "bounces"}, {"name", "visitors", "bounce rate"})


def _has(names: Sequence[str], kinds: Sequence[set[str]]) -> bool:
    return any(kind <= set(names) for kind in kinds)


def _header(file: Opened) -> Header | None:
    return find_header(file.lines[:1], lambda names: _has(names, _PAGES) or _has(names, _ENTRIES))


def _columns(header: Header) -> Columns:
    names = header.names
    entries = find(names, ("entrances", "total entrances", "unique entrances"))
    page = find(names, ("page", "entry page", "name")) or 0
    views = find(names, ("pageviews",)) if entries is None else None
    return Columns(
        pages=(page,), views=views, entries=entries, host=find(names, ("hostname",)), date=find(names, ("date",))
    )


def detects(file: Opened) -> Message | None:
    """Recognise pages or entry pages of Plausible.

    Raises:
        InputError: another file of its export.
    """
    header = _header(file)
    if header is not None:
        return message_of(N_("{file}: Plausible: pages in column {page}, counts in column {views}"), file, header,
                          _columns(header))  # fmt: skip
    if find_header(file.lines[:1], lambda names: _has(names, _OTHER[:1])) is not None:
        raise InputError(
            N_("{file}: an export of Plausible, but not one of pages"),
            remedy=N_("give imported_pages_... and imported_entry_pages_... of the export, or its zip file"),
            file=file.name,
        )
    return None


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the pages of the export, its days added up; entries come from the file of entry pages."""
    return merged([_read(file, asked) for file in files], asked)


def _read(file: Opened, asked: Asked) -> Export:
    header = _header(file)
    if header is None:
        raise no_columns(file)
    export = export_of_table("plausible", file, header, _columns(header), asked, robots_by=RobotsBy.TOOL)
    return replace(export, rows=summed(export.rows))


SOURCE = Source(id="plausible", rank=20, detects=detects, read=read)
