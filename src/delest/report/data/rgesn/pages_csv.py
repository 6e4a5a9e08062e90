"""Criteria by page, as Ara exports them: C (met), NC (not met), NA, NT (not tested)."""

from collections.abc import Sequence
from typing import Final

from delest.records.state.evidence import Evidence, Pack, Status
from delest.report.data.spreadsheet import cell, sheet
from delest.report.language.words import speaking

MOST_PAGES: Final = 200
_CODES: Final = {Status.VALID: "C", Status.NOT_VALID: "NC", Status.NOT_APPLICABLE: "NA"}
_UNTESTED: Final = "NT"


def pages_csv(pack: Pack) -> str:
    """Return a table; what several pages share is in a column of its own, as its files count once."""
    pages = pack.sample[:MOST_PAGES]
    heads = [cell(f"{title} ({url})" if title else url) for url, title in pages]
    rows = [_row(found, [url for url, _title in pages]) for found in pack.evidence]
    with speaking("en"):  # commas, as Ara has them
        return sheet(["Critères", "Éléments transverses", *heads], rows)


def _row(found: Evidence, pages: Sequence[str]) -> list[str]:
    looks = {look.url: look for look in found.looks}
    codes = [_CODES.get(looks[url].status, _UNTESTED) if url in looks else _UNTESTED for url in pages]
    shared = any(each.pages > 1 for each in found.resources)
    refuted = found.status is Status.NOT_VALID and any(code == "NC" for code in codes)
    return [found.criterion, "NC" if shared and refuted else _UNTESTED, *codes]
