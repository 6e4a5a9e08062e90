"""Tables for spreadsheets: CSV with a byte order mark, so that they read it as UTF-8, and the separator they expect."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from delest.reason import Reason
from delest.records.pages.weight import Share
from delest.report.language.reasons import reason_text
from delest.report.language.safe_text import printable
from delest.report.language.words import language

PARTIES: Final = ("first", "third")

_BYTE_ORDER_MARK: Final = "\ufeff"
FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First signs of what a spreadsheet runs; some read the full-width ones alike."""
_WITHIN: Final = re.compile(r"(?<=[,;])(?=\"*(?:[=@\uff1d\uff0b\uff0d\uff20]|[+-](?![0-9.]+(?:[^0-9.+*/|^!-]|$))))")
"""Where a formula would begin if a spreadsheet of another language took the sign before it for a separator; a number
with its sign is none. Quotes may come first: doubled, as CSV writes them, they are an empty text before the formula."""


def sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; a row that is too short is filled up with empty cells. French separates by semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language() == "fr" else ",", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows((*cells, *[""] * (len(columns) - len(cells))) for cells in rows)
    return _BYTE_ORDER_MARK + text.getvalue()


def cell(text: str) -> str:
    """Return text that a spreadsheet shows instead of running it as a formula."""
    text = _WITHIN.sub("'", printable(text))
    return f"'{text}" if text.startswith(FORMULA) else text


def reason_cells(reason: Reason | None) -> tuple[str, str]:
    """Return a reason as a sentence in the language in use, and its code."""
    return (cell(reason_text(reason)), reason.code.value) if reason else ("", "")


def bytes_of(shares: Sequence[Share], names: Sequence[str]) -> Iterator[int]:
    """Yield the bytes of each of ``names``, 0 for those that have no share."""
    found = {share.name: share.transferred_bytes for share in shares}
    return (found.get(name, 0) for name in names)
