"""CSV: one line per page, for a spreadsheet.

Written with a byte order mark, so that spreadsheets read it as UTF-8, and with the separator that spreadsheets of the
language in use expect: a comma in English, a semicolon in French. Column names are the same in every language.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from delest.records.co2e.ecoindex import PageScore
from delest.records.pages.document import Document
from delest.records.pages.load import Kind, Outcome
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.records.runs.sample import Sample
from delest.report.data.spreadsheet import PARTIES, bytes_of, cell, reason_cells, sheet
from delest.report.digest.facts import unmeasured
from delest.report.pages.audit.ecoindex import attribution, mean_score
from delest.report.pages.audit.sample import stratum_name
from delest.report.pages.audit.sections.side_by_side import SideBySide, comparisons

_COLUMNS: Final = (
    "url",
    "outcome",
    "reason",
    "reason_code",
    "loads",
    "weight_bytes",
    "weight_low_bytes",
    "weight_high_bytes",
    "requests",
    *(f"{party}_party_bytes" for party in PARTIES),
    *(f"{kind}_bytes" for kind in Kind),
    "before_interaction_bytes",
    "before_scroll_bytes",
)
_SAMPLE_COLUMNS: Final = ("stratum", "stands_for_pages", "structure")
_DOCUMENT_COLUMNS: Final = ("document_stated_bytes", "document_linked_from_pages")
_ECOINDEX_COLUMNS: Final = ("ecoindex_score", "ecoindex_grade", "ecoindex_mean_score_of_site", "ecoindex_by")


def render(report: AuditReport) -> str:
    """Return one line per page, measured ones heaviest first; one without a weight has empty cells, not zeros.

    Pages that were drawn have their stratum, the number of known pages that each stands for, and their structure.
    States of the cache beside the empty one have columns where any page was measured in them, answers to the consent
    banner where they were compared. An EcoIndex that was asked for has columns too; the last one attributes it.
    Documents have lines of their own after the pages: their outcome is ``document``, and their size, no measurement,
    stands in a column of its own.
    """
    compared = tuple(comparisons(report))
    columns = (
        *_COLUMNS,
        *(column for each in compared for column in each.columns),
        *(_SAMPLE_COLUMNS if report.end.sample else ()),
        *(_DOCUMENT_COLUMNS if report.documents else ()),
        *(_ECOINDEX_COLUMNS if report.ecoindex is not None else ()),
    )
    return sheet(columns, _rows(report, compared, columns))


def _rows(report: AuditReport, compared: Sequence[SideBySide], columns: Sequence[str]) -> Iterator[Sequence[object]]:
    scores = _scores(report.ecoindex or ())
    no_document = [""] * bool(report.documents) * len(_DOCUMENT_COLUMNS)
    for page in report.weights:
        drawn = _drawn(page, report.end.sample)
        yield (*_measured(page), *_further(page, compared), *drawn, *no_document, *scores.get(page.url, ()))
    yield from _unmeasured(report)
    before = columns.index(_DOCUMENT_COLUMNS[0]) if report.documents else 0
    yield from (_document(each, before) for each in report.documents)


def _measured(page: PageWeight) -> Sequence[object]:
    weight, before = page.cold.transferred_bytes, (page.cold.before_interaction_bytes, page.cold.before_scroll_bytes)
    return (
        cell(page.url),
        Outcome.OK.value,
        "",
        "",
        weight.loads,
        round(weight.median),
        round(weight.low),
        round(weight.high),
        round(page.cold.requests.median),
        *bytes_of(page.cold.by_party, PARTIES),
        *bytes_of(page.cold.by_kind, tuple(Kind)),
        *("" if each is None else round(each.median) for each in before),
    )


def _further(page: PageWeight, compared: Sequence[SideBySide]) -> Iterator[object]:
    for each in compared:
        for weight in each.of(page)[1:]:
            yield round(weight.median) if weight else ""


def _drawn(page: PageWeight, sample: Sample | None) -> Sequence[object]:
    """Return the page's stratum, how many known pages it stands for, and what it is built like."""
    if sample is None:
        return ()
    stands_for = sample.stands_for.get(page.url)
    return (
        cell(stratum_name(sample.stratum_of.get(page.url, ""))),
        "" if stands_for is None else round(stands_for, 2),
        sample.structure_of.get(page.url, ""),
    )


def _scores(site: Sequence[PageScore]) -> Mapping[str, Sequence[object]]:
    return {page.url: (round(page.score), page.grade, round(mean_score(site)), attribution()) for page in site}


def _unmeasured(report: AuditReport) -> Iterator[Sequence[object]]:
    for page in unmeasured(report):
        yield (cell(page.url), page.outcome.value, *reason_cells(page.reason))


def _document(document: Document, before: int) -> Sequence[object]:
    """Return the cells of a document, whose own columns come after ``before`` others."""
    head = (cell(document.url), "document", *reason_cells(document.reason))
    stated = "" if document.stated_bytes is None else document.stated_bytes
    return (*head, *[""] * (before - len(head)), stated, document.pages)
