"""How cells, columns and printed pages of an OpenDocument spreadsheet look."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from delest.report.workbook.sheet import FIGURES, LINES_AT_MOST, TEXT, WIDE, Shape

_SIGN_CM: Final = 0.22
_LINE_CM: Final = 0.48
_PAGES_AT_MOST: Final = 9
"""Printed beside each other."""
_PLACES: Final = {Shape.WHOLE: "0", Shape.KG: "3", Shape.SHARE: "0"}
"""Decimals shown."""


class Styles(NamedTuple):
    """The styles of one workbook."""

    columns: Mapping[int, Any]
    """By their width in signs."""
    cells: Mapping[Shape, Any]
    wrapped: Any
    head: Any
    rows: Mapping[int, Any]
    """By the number of lines of their text."""
    printed: Mapping[int, Any]
    """Of tables, by the number of pages that they are printed on beside each other."""


def styles(book: Any) -> Styles:
    """Add the styles to a workbook and return them."""
    from odf import style as look  # noqa: PLC0415 - an extra, loaded only when asked for

    head = look.Style(name="head", family="table-cell")
    head.addElement(look.TableCellProperties(wrapoption="wrap", verticalalign="top", backgroundcolor="#e8ecec"))
    head.addElement(look.ParagraphProperties(textalign="start"))
    head.addElement(look.TextProperties(fontweight="bold"))
    wrapped = look.Style(name="cell-wrapped", family="table-cell")
    wrapped.addElement(look.TableCellProperties(wrapoption="wrap", verticalalign="top"))
    columns = {}
    for signs in (WIDE, TEXT, FIGURES):
        columns[signs] = look.Style(name=f"column-{signs}", family="table-column")
        columns[signs].addElement(look.TableColumnProperties(columnwidth=f"{signs * _SIGN_CM:.2f}cm"))
    rows = {n: look.Style(name=f"row-{n}", family="table-row") for n in range(1, LINES_AT_MOST + 1)}
    for n, row in rows.items():  # not every reader finds the height by itself
        row.addElement(look.TableRowProperties(rowheight=f"{n * _LINE_CM:.2f}cm", useoptimalrowheight="false"))
    cells = {shape: _cell(book, shape) for shape in Shape}
    printed = {pages: _printed(book, pages) for pages in range(1, _PAGES_AT_MOST + 1)}
    for each in (head, wrapped, *columns.values(), *cells.values(), *rows.values(), *printed.values()):
        book.automaticstyles.addElement(each)
    return Styles(columns, cells, wrapped, head, rows, printed)


def _printed(book: Any, pages: int) -> Any:
    """Return the style of a table that is printed on so many pages beside each other, however long it is."""
    from odf.style import MasterPage, PageLayout, PageLayoutProperties, Style, TableProperties  # noqa: PLC0415 - as above

    layout = PageLayout(name=f"layout-{pages}")
    layout.addElement(PageLayoutProperties(printorientation="landscape", pagewidth="29.7cm", pageheight="21cm",
                                           scaletox=str(pages), scaletoy="0"))  # fmt: skip
    book.automaticstyles.addElement(layout)
    book.masterstyles.addElement(MasterPage(name=f"printed-{pages}", pagelayoutname=layout))
    table = Style(name=f"table-{pages}", family="table", masterpagename=f"printed-{pages}")
    table.addElement(TableProperties(display="true"))
    return table


def _cell(book: Any, shape: Shape) -> Any:
    """Return the style of the cells of a column; numbers have their thousands apart and keep every digit."""
    from odf.number import Number, NumberStyle, PercentageStyle, Text  # noqa: PLC0415 - as above
    from odf.style import Style, TableCellProperties  # noqa: PLC0415

    if shape is Shape.TEXT:
        text = Style(name="cell-text", family="table-cell")
        text.addElement(TableCellProperties(verticalalign="top"))
        return text
    shown = (PercentageStyle if shape is Shape.SHARE else NumberStyle)(name=f"number-{shape.value}")
    shown.addElement(Number(decimalplaces=_PLACES[shape], minintegerdigits="1", grouping="true"))
    if shape is Shape.SHARE:
        shown.addElement(Text(text="%"))
    book.automaticstyles.addElement(shown)
    cell = Style(name=f"cell-{shape.value}", family="table-cell", datastylename=shown)
    cell.addElement(TableCellProperties(verticalalign="top"))
    return cell
