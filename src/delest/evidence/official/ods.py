"""The official spreadsheet as ods: its content is edited in place, so that all that we do not know of stays."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from delest.evidence.framework import data_file
from delest.evidence.official.entries import MARK, written
from delest.evidence.official.layout import CHANGES, COVER, DATE, bound, check, merged, unreadable
from delest.records.state.evidence import Conflict, SheetFill

BLANK: Final = "rgesn_2024_outil_declaration_ecoconception.ods"
_CONTENT: Final = "content.xml"
_MIMETYPE: Final = "mimetype"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROWS_REPEATED: Final = f"{_TABLE}number-rows-repeated"
_COLUMNS_REPEATED: Final = f"{_TABLE}number-columns-repeated"
_ADDRESS: Final = re.compile(r"([A-Z]+)([0-9]+)")
_LETTERS: Final = 26
_LONGEST: Final = 32_000


def fill_ods(fill: SheetFill, given: bytes | None, file: str) -> tuple[bytes, tuple[Conflict, ...]]:
    """Return the spreadsheet filled in, and the cells where a person wrote something else.

    The last values of formulas are taken out, so that they are computed again when it is opened.

    Raises:
        InputError: it is not the official spreadsheet of RGESN 2024, or its cells have moved.
    """
    blank = data_file(BLANK).read_bytes()
    reference = _Sheets(blank, BLANK)
    book = _Sheets(blank if given is None else given, file)
    check(file, book.names, book.read)
    conflicts: list[Conflict] = []
    for sheet, cell, text in list(written(fill, book.read, reference.read, conflicts)):
        if book.covered(sheet, cell):
            raise merged(file, sheet, cell)
        book.put(sheet, cell, text, is_date=(sheet, cell) == (COVER, "C11") or cell.startswith(DATE))
    for entry in fill.entries:
        cell = f"{CHANGES}{entry.row}"
        if entry.finding and book.read(entry.sheet, cell).startswith(MARK):
            book.link(entry.sheet, cell, entry.anchor)
    return book.saved(), tuple(conflicts)


class _Sheets:
    """The cells of a spreadsheet, by sheet and address."""

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        try:
            bound(content, file)
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                read = packed.read(_CONTENT)
            self._tree = etree.fromstring(read, etree.XMLParser(resolve_entities=False, no_network=True))
        except (zipfile.BadZipFile, KeyError, OSError, EOFError, etree.XMLSyntaxError, NotImplementedError) as error:
            raise unreadable(file, error) from error
        self._tables = {table.get(f"{_TABLE}name"): table for table in self._tree.iter(f"{_TABLE}table")}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets, in their order."""
        return tuple(self._tables)

    def read(self, sheet: str, address: str) -> str:
        """Return the text of a cell; a date as ISO; empty: nothing is there."""
        cell = self._cell(sheet, address, alone=False)
        if cell is None:
            return ""
        day = cell.get(f"{_OFFICE}date-value")
        return day[:10] if day else "\n".join(_paragraph(each) for each in cell.findall(f"{_TEXT}p"))

    def covered(self, sheet: str, address: str) -> bool:
        """Tell whether a cell lies within a merged one."""
        cell = self._cell(sheet, address, alone=False)
        return cell is not None and cell.tag == _CELLS[1]

    def put(self, sheet: str, address: str, text: str, *, is_date: bool) -> None:
        """Write text, or a date, into a cell."""
        cell = self._cell(sheet, address, alone=True)
        for name in [each for each in cell.attrib if each.startswith((_OFFICE, _CALC)) or each == f"{_TABLE}formula"]:
            del cell.attrib[name]
        for child in cell.findall(f"{_TEXT}p"):
            cell.remove(child)
        cell.set(f"{_OFFICE}value-type", "date" if is_date else "string")
        if is_date:
            cell.set(f"{_OFFICE}date-value", text)
        for line in [text] if is_date else _clean(text).split("\n"):
            etree.SubElement(cell, f"{_TEXT}p").text = line

    def link(self, sheet: str, address: str, target: str) -> None:
        """Let the text of a cell lead to a file beside the spreadsheet; such an address begins within its archive."""
        cell = self._cell(sheet, address, alone=True)
        for paragraph in cell.findall(f"{_TEXT}p"):
            text = _paragraph(paragraph)
            paragraph.clear()
            anchor = etree.SubElement(paragraph, f"{_TEXT}a")
            anchor.set(f"{_XLINK}href", f"../{target}")
            anchor.set(f"{_XLINK}type", "simple")
            anchor.text = text

    def saved(self) -> bytes:
        """Return the file with the new content; the type comes first and unpacked, as the format asks."""
        for cell in self._tree.iter(_CELLS[0]):
            if cell.get(f"{_TABLE}formula"):
                for name in [each for each in cell.attrib if each.startswith((_OFFICE, _CALC))]:
                    del cell.attrib[name]
                for child in cell.findall(f"{_TEXT}p"):
                    cell.remove(child)
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._content)) as packed,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
        ):
            for each in sorted(packed.infolist(), key=lambda info: info.filename != _MIMETYPE):
                body = packed.read(each)
                if each.filename == _CONTENT:
                    body = etree.tostring(self._tree, xml_declaration=True, encoding="UTF-8")
                kind = zipfile.ZIP_STORED if each.filename == _MIMETYPE else zipfile.ZIP_DEFLATED
                again.writestr(each.filename, body, kind)
        return out.getvalue()

    def _cell(self, sheet: str, address: str, *, alone: bool) -> Any:
        """Return a cell; with ``alone``, one that stands for itself only, split off from its repetitions."""
        column, row = _at(address)
        line = (
            _nth(self._tables[sheet].iter(f"{_TABLE}table-row"), row, _ROWS_REPEATED, alone=alone)
            if (sheet in self._tables)
            else None
        )
        if line is None:
            return None
        return _nth((each for each in line if each.tag in _CELLS), column, _COLUMNS_REPEATED, alone=alone)


def _nth(elements: Iterator[Any], at: int, repeated: str, *, alone: bool) -> Any:
    passed = 0
    for each in list(elements):
        times = int(each.get(repeated, "1"))
        if passed + times <= at:
            passed += times
            continue
        if times > 1 and alone:
            return _split(each, at - passed, times, repeated)
        return each
    return None


def _split(element: Any, before: int, times: int, repeated: str) -> Any:
    """Return a copy that stands for one of the repetitions, between those before and after it."""
    parent, place = element.getparent(), element.getparent().index(element)
    copies = []
    for n in (before, 1, times - before - 1):
        copy = etree.fromstring(etree.tostring(element, with_tail=False))
        copy.attrib.pop(repeated, None)
        if n > 1:
            copy.set(repeated, str(n))
        copies.append(copy if n else None)
    parent.remove(element)
    for copy in reversed([each for each in copies if each is not None]):
        parent.insert(place, copy)
    return copies[1]


def _at(address: str) -> tuple[int, int]:
    """Return column and row, counted from 0."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column - 1, int(found[2]) - 1


def _paragraph(element: Any) -> str:
    """Return the text of a paragraph; spaces and line breaks have elements of their own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        else:
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _clean(text: str) -> str:
    kept = "".join(c for c in text[:_LONGEST] if c == "\n" or ord(c) >= ord(" "))
    return kept.replace("\ufffe", "").replace("\uffff", "")
