"""What recordings made elsewhere weigh, as a table: one line a page."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.records.pages.load import Kind
from delest.records.pages.recording import RecordedWeight, WeighedRecording
from delest.report.data.spreadsheet import PARTIES, bytes_of, cell, reason_cells, sheet
from delest.report.language.safe_text import without_credentials

_COLUMNS: Final = (
    "file",
    "url",
    "outcome",
    "reason",
    "reason_code",
    "weight_bytes",
    "lower_bound",
    "requests",
    *(f"{party}_party_bytes" for party in PARTIES),
    *(f"{kind}_bytes" for kind in Kind),
    "unknown",
)
_FIGURES: Final = len(_COLUMNS) - 6
"""Columns between the head and what is not known."""


def recordings_csv(recordings: Sequence[WeighedRecording]) -> str:
    """Return one line per page, in the order of the files; one without a weight has empty cells, not zeros.

    ``unknown`` is what the JSON counts under that name: ``no-size=2 cache=1``.
    """
    return sheet(_COLUMNS, (_row(each.name, page) for each in recordings for page in each.pages))


def _row(file: str, page: RecordedWeight) -> Sequence[object]:
    head = (cell(file), cell(without_credentials(page.url)), page.outcome.value, *reason_cells(page.reason))
    unknown = " ".join(f"{reason}={n}" for reason, n in page.unknown.items())
    return (*head, *(_figures(page) if page.transferred_bytes is not None else [""] * _FIGURES), unknown)


def _figures(page: RecordedWeight) -> Iterator[object]:
    yield page.transferred_bytes
    yield "yes" if page.lower_bound else "no"
    yield page.requests
    yield from bytes_of(page.by_party, PARTIES)
    yield from bytes_of(page.by_kind, tuple(Kind))
