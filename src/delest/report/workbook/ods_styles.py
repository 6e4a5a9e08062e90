"""How cells, columns and printed pages of an OpenDocument spreadsheet look."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from delest.report.workbook.sheet import Shape

HEAD, LANDSCAPE = "head", "landscape"
_WIDTHS: Final = {True: "11cm", False: "3.4cm"}
_PLACES: Final = {Shape.WHOLE: "0", Shape.KG: "3", Shape.SHARE: "0"}
"""Decimals shown."""


class Styles(NamedTuple):
    """The styles of one workbook."""

    columns: Mapping[bool, Any]
    """By whether a column is wide."""
    cells: Mapping[Shape, Any]
    named: Mapping[str, Any]


def styles(book: Any) -> Styles:
    """Add the styles to a workbook and return them."""
    from odf.style import (  # noqa: PLC0415 - an extra, loaded only when asked for
        MasterPage,
        PageLayout,
        PageLayoutProperties,
        ParagraphProperties,
        Style,
        TableCellProperties,
        TableColumnProperties,
        TableProperties,
        TextProperties,
    )

    layout = PageLayout(name="layout")
    layout.addElement(PageLayoutProperties(printorientation="landscape", pagewidth="29.7cm", pageheight="21cm",
                                           scaletox="1", scaletoy="0"))  # fmt: skip
    book.automaticstyles.addElement(layout)
    book.masterstyles.addElement(MasterPage(name="wide", pagelayoutname=layout))
    landscape = Style(name=LANDSCAPE, family="table", masterpagename="wide")
    landscape.addElement(TableProperties(display="true"))
    head = Style(name=HEAD, family="table-cell")
    head.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top", backgroundcolor="#e8ecec"))
    head.addElement(ParagraphProperties(textalign="start"))
    head.addElement(TextProperties(fontweight="bold"))
    columns = {}
    for wide, width in _WIDTHS.items():
        columns[wide] = Style(name=f"column-{width}", family="table-column")
        columns[wide].addElement(TableColumnProperties(columnwidth=width))
    cells = {shape: _cell(book, shape) for shape in Shape}
    for each in (landscape, head, *columns.values(), *cells.values()):
        book.automaticstyles.addElement(each)
    return Styles(columns, cells, {HEAD: head, LANDSCAPE: landscape})


def _cell(book: Any, shape: Shape) -> Any:
    """Return the style of the cells of a column; numbers have their thousands apart and keep every digit."""
    from odf.number import Number, NumberStyle, PercentageStyle, Text  # noqa: PLC0415 - as above
    from odf.style import Style, TableCellProperties  # noqa: PLC0415

    if shape is Shape.TEXT:
        text = Style(name="cell-text", family="table-cell")
        text.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
        return text
    shown = (PercentageStyle if shape is Shape.SHARE else NumberStyle)(name=f"number-{shape.value}")
    shown.addElement(Number(decimalplaces=_PLACES[shape], minintegerdigits="1", grouping="true"))
    if shape is Shape.SHARE:
        shown.addElement(Text(text="%"))
    book.automaticstyles.addElement(shown)
    cell = Style(name=f"cell-{shape.value}", family="table-cell", datastylename=shown)
    cell.addElement(TableCellProperties(verticalalign="top"))
    return cell
