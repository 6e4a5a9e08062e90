"""The audits of ``fixtures/report``, with their pages as a journal has them."""

from pathlib import Path

import msgspec

from delest.records.runs.audit import AuditReport, PageRecord

FIXTURES = Path(__file__).parents[1] / "fixtures" / "report"


class Recorded(AuditReport, frozen=True, kw_only=True):
    """A report that still holds all that moved."""

    pages: tuple[PageRecord, ...]


def recorded(name):
    return msgspec.json.decode((FIXTURES / f"{name}.json").read_bytes(), type=Recorded)
