"""One table of an audit as CSV: the ids of its columns as names, texts that no spreadsheet runs as formulas."""

from delest.report.data.spreadsheet import cell, sheet
from delest.report.workbook.sheet import Sheet


def csv_table(table: Sheet) -> str:
    """Return a table with a byte order mark, separated as spreadsheets of the language in use expect."""
    return sheet(
        [head.id for head in table.heads],
        (
            tuple("" if value is None else cell(value) if isinstance(value, str) else value for value in row)
            for row in table.rows()
        ),
    )
