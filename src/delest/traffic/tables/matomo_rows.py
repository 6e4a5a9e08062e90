"""What Matomo's API answers: rows with subtables, whose leaves are pages; in JSON or XML, of a file or of a server."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from delest.errors import N_, InputError
from delest.records.co2e.traffic import Export, Period, RobotsBy
from delest.traffic.files.addresses import is_place_holder
from delest.traffic.files.opened import Opened
from delest.traffic.merged import merged
from delest.traffic.period import month_of
from delest.traffic.source import Asked
from delest.traffic.tables.rows import MOST_VIEWS, Counted, broken
from delest.traffic.tables.whole_table import export_of

Tree = dict[str, list[dict[str, Any]]]
"""Rows by period, as ``period`` and ``date`` name it (``2026-01``); an empty name where there is only one."""

_MOST_LEVELS: Final = 50
_VIEWS: Final = "nb_hits"
_ENTRIES: Final = "entry_nb_visits"


def looks_like_tree(head: bytes) -> bool:
    """Tell whether a file begins like an answer of Matomo's API."""
    begin = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:4_000]
    as_xml = begin.startswith(b"<?xml") and b"<result" in begin and b"<row>" in begin and b"<label>" in begin
    return as_xml or (begin[:1] in {b"[", b"{"} and b'"label"' in begin and b'"nb_' in begin)


def tree_of(file: Opened) -> Tree:
    """Return the rows of a file.

    Raises:
        InputError: it is broken.
    """
    text = file.text().lstrip("\ufeff \r\n\t")
    try:
        return xml_tree(text) if text.startswith("<") else json_tree(msgspec.json.decode(text))
    except (msgspec.DecodeError, ParseError, DefusedXmlException, RecursionError) as error:
        raise broken(file, error) from error


def json_tree(answer: Any) -> Tree:
    """Return the rows of an answer in JSON: a list, or lists by period."""
    if isinstance(answer, list):
        return {"": [row for row in answer if isinstance(row, dict)]}
    if isinstance(answer, dict):
        return {str(key): json_tree(rows)[""] for key, rows in answer.items() if isinstance(rows, list)}
    return {"": []}


def xml_tree(text: str) -> Tree:
    """Return the rows of an answer in XML: one ``result``, or several with their dates."""
    root = fromstring(text)
    if root.tag == "results":
        return {part.get("date", ""): list(_rows(part)) for part in root.iter("result")}
    return {"": list(_rows(root))}


def _rows(within: Element) -> Iterator[dict[str, Any]]:
    for row in within.findall("row"):
        cells: dict[str, Any] = {cell.tag: cell.text or "" for cell in row if cell.tag != "subtable"}
        subtable = row.find("subtable")
        if subtable is not None:
            cells["subtable"] = list(_rows(subtable))
        yield cells


def export_of_tree(source: str, name: str, tree: Tree, asked: Asked, *, total: float | None = None) -> Export:
    """Return the export of an answer; its parts are added up. ``total``: all page views, where they are known apart.

    Raises:
        InputError: it has no page.
    """
    file = Opened(name, content=b"")
    parts = [_part(source, file, key, rows, asked, total) for key, rows in tree.items() if rows]
    if not any(part.rows or part.documents for part in parts):
        raise InputError(
            N_("{file}: no row of it has page views (nb_hits) or entries (entry_nb_visits)"),
            remedy=N_("export Behaviour > Pages, with all rows (row limit: All), flattened"),
            file=name,
        )
    whole = merged(parts, asked)
    return msgspec.structs.replace(whole, files=(name,))


def _part(
    source: str, file: Opened, key: str, rows: Sequence[dict[str, Any]], asked: Asked, total: float | None
) -> Export:
    counted = Counted(totals=[] if total is None else [total])
    for number, (path, row) in enumerate(leaves(rows), 1):
        _count(counted, number, path, row)
    period: Period | None = month_of(key) if key else None
    return export_of(source, file, counted, asked, period=period, robots_by=RobotsBy.TOOL)


def leaves(rows: Sequence[dict[str, Any]], above: str = "", level: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows without subtable with the path that their labels spell; a folder's row sums up what it holds."""
    for row in rows:
        label = str(row.get("label", "")).strip()
        below = row.get("subtable")
        if isinstance(below, list) and below and level < _MOST_LEVELS:
            yield from leaves([each for each in below if isinstance(each, dict)], f"{above}/{label}", level + 1)
        else:
            yield f"{above}/{label.lstrip('/')}" if above else label, row


def _count(counted: Counted, number: int, path: str, row: dict[str, Any]) -> None:
    views, entries = _number(row.get(_VIEWS)), _number(row.get(_ENTRIES))
    if views is None and entries is None:
        counted.cannot_read(number, path)
        return
    url = str(row.get("url") or "")
    label = path.rpartition("/")[2] if not url else ""
    # What has neither an address nor a place holder's name has the path that its labels spell.
    spelled = path if path.startswith("/") or not path.count("/") else f"/{path}"
    pages = [url] if url else [label if is_place_holder(label) else spelled.removesuffix("/index") or "/"]
    counted.add(pages, views or 0.0, entries)


def _number(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if 0 <= found <= MOST_VIEWS else None
