"""Piano Analytics (AT Internet): an export of Data Query; its pages are names unless the full URL was added."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.merged import merged
from delest.traffic.source import Asked, Source
from delest.traffic.tables.columns import Columns, find
from delest.traffic.tables.rows import Header, find_header, no_columns, read_table, require_rows
from delest.traffic.tables.whole_table import export_of, message_of

_URL: Final = (
    "event url full",
    "event url",
    "page full url",
    "url complète",
    "url de l'évènement",
    "url complète de la page",
)
_NAME: Final = ("page", "page name", "nom de la page", "page full name", "nom complet de la page")
_VIEWS: Final = (
    "m page loads",
    "page loads",
    "chargements de pages",
    "chargements de page",
    "chargements",
    "pages vues",
)
_OWN: Final = frozenset({
    "m page loads", "m visits", "page chapter1", "page chapter2", "page chapter3", "site level2", "event url full",
    "chapitre 1", "chapitre 2", "chapitre 3", "chapter 1", "chapter 2", "chapter 3", "niveau 2", "site de niveau 2",
})  # fmt: skip
_CHAPTERS: Final = (
    ("page chapter1", "chapitre 1", "chapter 1"),
    ("page chapter2", "chapitre 2", "chapter 2"),
    ("page chapter3", "chapitre 3", "chapter 3"),
)


def _is_own(names: Sequence[str]) -> bool:
    return bool(_OWN & set(names)) and find(names, _VIEWS) is not None and find(names, (*_URL, *_NAME)) is not None


def _header(file: Opened) -> Header | None:
    return find_header(file.lines, _is_own)


def _columns(header: Header) -> Columns:
    found = [at for at in (find(header.names, _URL), find(header.names, _NAME)) if at is not None]
    return Columns(pages=tuple(found), views=find(header.names, _VIEWS))


def detects(file: Opened) -> Message | None:
    """Recognise a table with the properties and metrics of Piano Analytics."""
    header = _header(file)
    if header is None:
        return None
    return message_of(
        N_("{file}: Piano Analytics: pages in column {page}, page views in column {views}"),
        file, header, _columns(header),
    )  # fmt: skip


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the pages by URL; names of pages get the URL that the user's list has for them.

    Raises:
        InputError: pages are names, and there is no list.
    """
    return merged([_read(file, asked) for file in files], asked)


def _read(file: Opened, asked: Asked) -> Export:
    header = _header(file)
    if header is None:
        raise no_columns(file)
    if find(header.names, _URL) is None and not asked.names:
        raise InputError(
            N_("{file}: pages of Piano Analytics are names, not addresses: column {column}"),
            remedy=N_("add the property event_url_full to the export, or name the addresses with --traffic-names FILE"),
            file=file.name,
            column=header.written[find(header.names, _NAME) or 0],
        )
    counted = read_table(file, header, _columns(header), spelled=lambda cell: asked.names.get(cell.strip(), cell))
    require_rows(file, header.line, counted)
    return export_of("piano", file, counted, asked)


SOURCE = Source(id="piano", rank=20, detects=detects, read=read)
