"""The pages of an audit as a table: those with a weight first, heaviest first, then those without one."""

from collections.abc import Iterator, Mapping

from delest.records.pages.load import Kind
from delest.records.pages.weight import PageWeight, Share, Weight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import unmeasured
from delest.report.digest.gains import avoidable_of_pages
from delest.report.digest.yearly import PageYear, pages_of_year
from delest.report.language.labels import kind_name, outcome_name
from delest.report.language.reasons import reason_text
from delest.report.language.words import _
from delest.report.workbook.sheet import Head, Shape, Sheet, Value


def pages_sheet(report: AuditReport) -> Sheet:
    """Return one row a page."""
    return Sheet(_("Pages"), tuple(_heads()), lambda: _rows(report))


def _heads() -> Iterator[Head]:
    yield Head("url", _("Page"), Shape.TEXT, wide=True)
    yield Head("title", _("Title"), Shape.TEXT, wide=True)
    yield Head("outcome", _("What happened"), Shape.TEXT)
    yield Head("reason", _("Why"), Shape.TEXT)
    yield Head("weight_bytes", _("Weight (bytes)"))
    yield Head("weight_low_bytes", _("Lightest load (bytes)"))
    yield Head("weight_high_bytes", _("Heaviest load (bytes)"))
    yield Head("before_scroll_bytes", _("Before scrolling (bytes)"))
    yield Head("in_visit_bytes", _("Next page of a visit (bytes)"))
    yield Head("warm_bytes", _("Seen before (bytes)"))
    yield Head("refused_bytes", _("After refusing (bytes)"))
    yield Head("accepted_bytes", _("After accepting (bytes)"))
    yield Head("requests", _("Requests"))
    yield Head("third_party_bytes", _("Third party (bytes)"))
    for kind in Kind:
        yield Head(f"{kind}_bytes", _("{kind} (bytes)").format(kind=kind_name(kind)))
    yield Head("avoidable_bytes", _("Avoidable (bytes)"))
    yield Head("views_per_year", _("Views a year"))
    yield Head("bytes_per_year", _("Bytes a year"))


def _rows(report: AuditReport) -> Iterator[tuple[Value, ...]]:
    avoidable = avoidable_of_pages(report)
    years = {each.url: each for each in pages_of_year(report)}
    for page in report.weights:
        yield _measured(page, avoidable, years.get(page.url))
    empty = (None,) * (sum(1 for _head in _heads()) - 4)
    for lost in unmeasured(report):
        why = reason_text(lost.reason) if lost.reason else ""
        yield (lost.url, "", outcome_name(lost.outcome), why, *empty)


def _measured(page: PageWeight, avoidable: Mapping[str, float], year: PageYear | None) -> tuple[Value, ...]:
    weight, before = page.cold.transferred_bytes, page.cold.before_scroll_bytes
    return (
        page.url,
        page.title,
        _("measured"),
        "",
        round(weight.median),
        round(weight.low),
        round(weight.high),
        round(before.median) if before else None,
        *(_median(each) for each in (page.in_visit, page.warm, page.refused, page.accepted)),
        round(page.cold.requests.median),
        _of(page.cold.by_party, "third"),
        *(_of(page.cold.by_kind, kind) for kind in Kind),
        round(avoidable.get(page.url, 0.0)),
        round(year.views) if year else None,
        round(year.bytes_per_year) if year else None,
    )


def _median(weight: Weight | None) -> int | None:
    return round(weight.transferred_bytes.median) if weight else None


def _of(shares: tuple[Share, ...], name: str) -> int:
    return sum(each.transferred_bytes for each in shares if each.name == name)
