"""The tables of an audit as flat rows for data frames; their columns only gain."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from delest.records.pages.kind import Kind
from delest.report.data.json_v1.page import ShareV1, WeightV1
from delest.report.data.json_v1.report import ReportV1

Row = dict[str, str | int | float | bool | None]
"""One row; None: not known or not measured."""


def _pages(report: ReportV1) -> Iterator[Row]:
    for page in report.pages:
        cold, before = page.cold, page.cold.before_scroll_bytes if page.cold else None
        yield {
            "url": page.url,
            "final_url": page.final_url,
            "title": page.title,
            "outcome": page.outcome,
            "reason_code": page.reason_code,
            "http_status": page.http_status,
            "settled_after_ms": page.settled_after_ms,
            "requests_lost": page.requests_lost,
            "loads": cold.transferred_bytes.loads if cold else 0,
            "weight_bytes": _median(cold),
            "weight_low_bytes": cold.transferred_bytes.low if cold else None,
            "weight_high_bytes": cold.transferred_bytes.high if cold else None,
            "before_scroll_bytes": before.median if before else None,
            "in_visit_bytes": _median(page.in_visit),
            "warm_bytes": _median(page.warm),
            "requests": cold.requests.median if cold else None,
            "third_party_bytes": _share(cold.by_party, "third") if cold else None,
            **{f"{kind}_bytes": _share(cold.by_kind, kind) if cold else None for kind in Kind},
        }


def _resources(report: ReportV1) -> Iterator[Row]:
    for each in report.site.heaviest_resources if report.site else ():
        yield {
            "url": each.url,
            "kind": each.kind,
            "first_party": each.first_party,
            "transferred_bytes": each.transferred_bytes,
            "pages": each.pages,
        }


def _findings(report: ReportV1) -> Iterator[Row]:
    for finding in report.findings:
        for each in finding.offenders:
            yield {
                "rule": finding.rule,
                "page_url": finding.page_url,
                "url": each.url,
                "kind": each.kind,
                "transferred_bytes": each.transferred_bytes,
                "avoidable_low_bytes": each.avoidable_bytes.low,
                "avoidable_central_bytes": each.avoidable_bytes.central,
                "avoidable_high_bytes": each.avoidable_bytes.high,
                "remedy": each.remedy,
                "confidence": finding.confidence,
                "effect": finding.effect,
                "verdict": finding.verdict,
            }


def _documents(report: ReportV1) -> Iterator[Row]:
    for each in report.documents.asked if report.documents else ():
        yield {
            "url": each.url,
            "stated_bytes": each.stated_bytes,
            "pages": each.pages,
            "reason_code": each.reason_code,
        }


def _median(weight: WeightV1 | None) -> float | None:
    return weight.transferred_bytes.median if weight else None


def _share(shares: tuple[ShareV1, ...], name: str) -> int:
    return sum(each.transferred_bytes for each in shares if each.name == name)


TABLES: Final[Mapping[str, Callable[[ReportV1], Iterator[Row]]]] = {
    "pages": _pages,
    "resources": _resources,
    "findings": _findings,
    "documents": _documents,
}
