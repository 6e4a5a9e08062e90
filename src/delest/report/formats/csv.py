"""CSV: one line per page, for a spreadsheet.

Written with a byte order mark, so that spreadsheets read it as UTF-8, and with the separator that spreadsheets of the
language in use expect: a comma in English, a semicolon in French. Column names are the same in every language.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from delest.records.audit import AuditReport
from delest.records.document import Document
from delest.records.ecoindex import PageScore
from delest.records.load import CacheState, Kind, Outcome
from delest.records.sample import Sample
from delest.records.weight import PageWeight, Share
from delest.report.digest import unmeasured
from delest.report.ecoindex import attribution, mean_score
from delest.report.safe_text import printable
from delest.report.sample import stratum_name
from delest.report.states import compared, in_each
from delest.report.words import language

SUFFIXES: Final = (".csv",)

_BYTE_ORDER_MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_PARTIES: Final = ("first", "third")
_COLUMNS: Final = (
    "url",
    "outcome",
    "reason",
    "loads",
    "weight_bytes",
    "weight_low_bytes",
    "weight_high_bytes",
    "requests",
    *(f"{party}_party_bytes" for party in _PARTIES),
    *(f"{kind}_bytes" for kind in Kind),
)
_FURTHER_STATES: Final = tuple(state for state in CacheState if state is not CacheState.COLD)
_STATE_COLUMNS: Final = tuple(f"{state.replace('-', '_')}_bytes" for state in _FURTHER_STATES)
_SAMPLE_COLUMNS: Final = ("stratum", "stands_for_pages")
_DOCUMENT_COLUMNS: Final = ("document_stated_bytes", "document_linked_from_pages")
_ECOINDEX_COLUMNS: Final = ("ecoindex_score", "ecoindex_grade", "ecoindex_mean_score_of_site", "ecoindex_by")


def render(report: AuditReport) -> str:
    """Return one line per page, measured ones heaviest first; one without a weight has empty cells, not zeros.

    Pages that were drawn have their stratum and the number of known pages that each stands for.
    States of the cache beside the empty one have columns where any page was measured in them. An EcoIndex that was
    asked for has columns too; the last one attributes it. Documents have lines of their own after the pages: their
    outcome is ``document``, and their size, no measurement, stands in a column of its own.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language() == "fr" else ",", lineterminator="\r\n")
    in_states = compared(report)
    columns = (
        *_COLUMNS,
        *(_STATE_COLUMNS if in_states else ()),
        *(_SAMPLE_COLUMNS if report.end.sample else ()),
        *(_DOCUMENT_COLUMNS if report.documents else ()),
        *(_ECOINDEX_COLUMNS if report.ecoindex is not None else ()),
    )
    scores = _scores(report.ecoindex or ())
    writer.writerow(columns)
    for page in report.weights:
        states = (
            *(_states(page) if in_states else ()),
            *_drawn(page, report.end.sample),
            *([""] * bool(report.documents) * len(_DOCUMENT_COLUMNS)),
        )
        writer.writerow(_filled((*_measured(page), *states, *scores.get(page.url, ())), columns))
    writer.writerows(_filled(cells, columns) for cells in _unmeasured(report))
    before = columns.index(_DOCUMENT_COLUMNS[0]) if report.documents else 0
    writer.writerows(_filled(_document(each, before), columns) for each in report.documents)
    return _BYTE_ORDER_MARK + text.getvalue()


def _filled(cells: Sequence[object], columns: Sequence[str]) -> Sequence[object]:
    return (*cells, *[""] * (len(columns) - len(cells)))


def _measured(page: PageWeight) -> Sequence[object]:
    weight = page.cold.transferred_bytes
    return (
        _cell(page.url),
        Outcome.OK.value,
        "",
        weight.loads,
        round(weight.median),
        round(weight.low),
        round(weight.high),
        round(page.cold.requests.median),
        *_bytes_of(page.cold.by_party, _PARTIES),
        *_bytes_of(page.cold.by_kind, tuple(Kind)),
    )


def _states(page: PageWeight) -> Iterator[object]:
    for state, weight in in_each(page):
        if state in _FURTHER_STATES:
            yield round(weight.median) if weight else ""


def _drawn(page: PageWeight, sample: Sample | None) -> Sequence[object]:
    """Return the page's stratum, and how many known pages it stands for."""
    if sample is None:
        return ()
    stands_for = sample.stands_for.get(page.url)
    return _cell(stratum_name(sample.stratum_of.get(page.url, ""))), "" if stands_for is None else round(stands_for, 2)


def _bytes_of(shares: Sequence[Share], names: Sequence[str]) -> Iterator[int]:
    found = {share.name: share.transferred_bytes for share in shares}
    return (found.get(name, 0) for name in names)


def _scores(site: Sequence[PageScore]) -> Mapping[str, Sequence[object]]:
    return {page.url: (round(page.score), page.grade, round(mean_score(site)), attribution()) for page in site}


def _unmeasured(report: AuditReport) -> Iterator[Sequence[object]]:
    for page in unmeasured(report):
        yield (_cell(page.url), page.outcome.value, _cell(page.reason))


def _document(document: Document, before: int) -> Sequence[object]:
    """Return the cells of a document, whose own columns come after ``before`` others."""
    head = (_cell(document.url), "document", _cell(document.reason))
    stated = "" if document.stated_bytes is None else document.stated_bytes
    return (*head, *[""] * (before - len(head)), stated, document.pages)


def _cell(text: str) -> str:
    """Return text that a spreadsheet shows instead of running it as a formula."""
    text = printable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
