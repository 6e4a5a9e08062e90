"""Matomo: the Pages, Entry pages and Downloads reports as files, flat or hierarchical (CSV, TSV, XML, JSON)."""

import re
from collections.abc import Sequence
from typing import Final

from delest.errors import N_, InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, RobotsBy
from delest.traffic.files.opened import Opened, all_lines
from delest.traffic.merged import merged
from delest.traffic.source import Asked, Source
from delest.traffic.tables.columns import ENTRIES, VIEWS, columns_of, find, name_of
from delest.traffic.tables.matomo_rows import export_of_tree, looks_like_tree, tree_of
from delest.traffic.tables.rows import Counted, cells, count_row, find_header, read_table, require_rows
from delest.traffic.tables.whole_table import export_of, message_of

_OWN: Final = frozenset({
    "nb hits", "nb visits", "entry nb visits", "nb uniq visitors", "nb actions", "sum time spent", "unique pageviews",
    "vues uniques", "pages vues uniques", "exit rate", "taux de sortie", "metadata: url", "metadata url",
    "métadonnées : url", "métadonnées: url", "bounce rate", "taux de rebond",
})  # fmt: skip
"""Columns by which Matomo's tables are told from others; one of pages and one of views come beside them."""
_PAGES: Final = re.compile(r"page urls?|pages|urls? des pages", re.IGNORECASE)
"""Titles of the table of pages in a scheduled report, which has many."""
_FIRST_COLUMNS: Final = frozenset({"label", "étiquette", "libellé", "nb uniq visitors", "nb visits"})


def _is_own(names: Sequence[str]) -> bool:
    return columns_of(names) is not None and bool({"label", "étiquette", "libellé"} & set(names) and _OWN & set(names))


def _is_other_report(names: Sequence[str]) -> bool:
    return "label" in names and "nb visits" in names and find(names, VIEWS) is None and find(names, ENTRIES) is None


def detects(file: Opened) -> Message | None:
    """Recognise a report of pages, alone or among the tables of a scheduled report, and answers of its API.

    Raises:
        InputError: a report of Matomo that does not count pages.
    """
    if looks_like_tree(file.head):
        return Message.of(N_("{file}: Matomo, a report of pages as its API gives it"), file=file.name)
    if _titles(file.lines):
        return Message.of(N_("{file}: Matomo, a scheduled report: its table of pages"), file=file.name)
    header = find_header(file.lines, _is_own)
    if header is not None and (columns := columns_of(header.names)):
        return message_of(
            N_("{file}: Matomo, a report of pages: pages in column {page}, page views in column {views}"),
            file, header, columns,
        )  # fmt: skip
    if find_header(file.lines, _is_other_report) is not None:
        raise wrong_report(file.name)
    return None


def wrong_report(name: str) -> InputError:
    """Return the error of a report of Matomo that counts something else than pages."""
    return InputError(
        N_("{file}: a report of Matomo, but not one of pages: it has no page views by page"),
        remedy=N_("export Behaviour > Pages, with all rows (row limit: All), flattened"),
        file=name,
    )


def _titles(lines: Sequence[str]) -> list[int]:
    """Return where the tables of a scheduled report begin: a title alone on its line, at the top or after a blank."""
    return [
        at
        for at, line in enumerate(lines[:-1])
        if line.strip()
        and _separator(line) is None
        and (at == 0 or not lines[at - 1].strip())
        and (separator := _separator(lines[at + 1])) is not None
        and name_of(lines[at + 1].split(separator)[0]) in _FIRST_COLUMNS
    ]


def _separator(line: str) -> str | None:
    return next((mark for mark in "\t;," if mark in line), None)


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the pages of Matomo's reports; ``nb_hits`` are page views, ``nb_visits`` are not."""
    return merged([_read(file, asked) for file in files], asked)


def _read(file: Opened, asked: Asked) -> Export:
    if looks_like_tree(file.head):
        return export_of_tree("matomo", file.name, tree_of(file), asked)
    lines = all_lines(file.text()) if _titles(file.lines) else []
    if lines:
        return export_of("matomo", file, _section(file, lines), asked, robots_by=RobotsBy.TOOL)
    header = find_header(file.lines, _is_own)
    columns = None if header is None else columns_of(header.names)
    if header is None or columns is None:
        raise wrong_report(file.name)
    counted = read_table(file, header, columns, spelled=_path)
    require_rows(file, header.line, counted)
    return export_of("matomo", file, counted, asked, robots_by=RobotsBy.TOOL)


def _path(label: str) -> str:
    """Return a label as a path: flat reports leave out the first slash; a name without any is a folder's."""
    return f"/{label}" if "/" in label and "://" not in label and not label.startswith("/") else label


def _section(file: Opened, lines: Sequence[str]) -> Counted:
    """Return the rows of the table of pages of a scheduled report.

    Raises:
        InputError: it has none.
    """
    counted, titles = Counted(), _titles(lines)
    for at, end in zip(titles, [*titles[1:], len(lines)], strict=True):
        if _PAGES.fullmatch(lines[at].strip()):
            separator = _separator(lines[at + 1]) or ","
            columns = columns_of(tuple(map(name_of, cells(lines[at + 1], separator))))
            for number, line in enumerate(lines[at + 2 : end], at + 3):
                if line.strip() and columns is not None:
                    count_row(counted, number, cells(line, separator), columns, _path)
    if not counted.rows:
        raise InputError(
            N_("{file}: none of its {tables} tables is the report of pages"),
            remedy=N_("add the report “Page URLs” to the scheduled report"),
            file=file.name,
            tables=len(titles),
        )
    return counted


SOURCE = Source(id="matomo", rank=10, detects=detects, read=read)
