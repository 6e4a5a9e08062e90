"""JSON: the whole audit as data, ``delest.report/1``; its JSON Schema ships beside it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from delest.reason import Reason
from delest.records.co2e.avoided import Converted
from delest.records.co2e.ecoindex import PageScore
from delest.records.pages.consent import Answered
from delest.records.pages.load import Outcome
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport, PageFacts
from delest.records.runs.sample import Sample
from delest.report.data.json_v1 import report as v1
from delest.report.data.json_v1.page import PageV1
from delest.report.data.json_v1.traffic import traffic_tree
from delest.report.data.proof_json import proof_trees
from delest.report.digest.facts import (
    answers_of,
    consent_of,
    failures_of,
    known_pages,
    measured_hosts,
    scroll_cut,
    settled_after_ms,
    skipped_pages,
)
from delest.report.digest.visits import clock_of, real_time_of, scroll_stuck, unsettled
from delest.report.language.reasons import in_english
from delest.report.language.safe_text import public
from delest.report.pages.audit import ecoindex
from delest.report.pages.audit.sample import bytes_per_year
from delest.report.pages.audit.sections.documents import known_documents, stated_bytes
from delest.report.pages.co2e.basis import assumptions
from delest.report.pages.co2e.claims import LEFT_OUT

_T = TypeVar("_T", bound=msgspec.Struct)


def render(report: AuditReport) -> str:
    """Return the audit as indented JSON that validates against ``schema/report-1.json``."""
    return "".join(pieces(report))


def pieces(report: AuditReport) -> Iterator[str]:
    """Yield the same bit by bit: what grows with the site is never in memory as a whole."""
    rest = _indented(_converted_to(v1.ReportV1, _tree(report, pages=(), findings=())))
    for name, items, of_type in (("pages", _pages(report), PageV1), ("findings", _findings(report), v1.FindingV1)):
        # No text of a page looks like this: line breaks are spelled out in JSON.
        before, place, rest = rest.partition(f'\n  "{name}": []')
        yield before + place.removesuffix("[]")
        separator = "["
        for item in items:
            yield f"{separator}\n    " + _indented(_converted_to(of_type, item)).replace("\n", "\n    ")
            separator = ","
        yield "[]" if separator == "[" else "\n  ]"
    yield f"{rest}\n"


def as_v1(report: AuditReport) -> v1.ReportV1:
    """Return the audit in the public types, credentials in URLs removed."""
    return _converted_to(v1.ReportV1, _tree(report, pages=_pages(report), findings=_findings(report)))


def _indented(record: msgspec.Struct) -> str:
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode()


def _converted_to(of_type: type[_T], tree: Any) -> _T:
    return msgspec.convert(public(msgspec.to_builtins(tree)), of_type)


def _tree(
    report: AuditReport, *, pages: Iterable[dict[str, Any]], findings: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "schema": v1.SCHEMA,
        "run": _run(report),
        "site": _renamed(report.site, pages="pages_measured"),
        "pages": tuple(pages),
        "skipped": [{"url": each.url, **_reason(each.reason.reason)} for each in report.end.skipped],
        "skipped_pages": skipped_pages(report),
        "sample": _sample(report),
        "documents": _documents(report),
        "findings": tuple(findings),
        "proofs": proof_trees(report.proofs),
        "plan": report.plan,
        "proven": _proven(report),
        "traffic": traffic_tree(report.traffic),
        **_converted(report, report.attributed, "attributed"),
        "avoided": _avoided(report),
        "ecoindex": _ecoindex(report.ecoindex),
    }


def _findings(report: AuditReport) -> Iterator[dict[str, Any]]:
    words = {each.id: each for each in report.rules}
    for finding in report.findings:
        rule = words.get(finding.rule)
        named = {"rgesn": rule.rgesn, "wsg": rule.wsg} if rule else {}
        yield {**msgspec.structs.asdict(finding), **named}


def _sample(report: AuditReport) -> dict[str, Any] | None:
    sample = report.end.sample
    if sample is None:
        return None
    return {**msgspec.structs.asdict(sample), "bytes_per_year": bytes_per_year(sample, report.traffic)}


def _run(report: AuditReport) -> dict[str, Any]:
    header, end = report.header, report.end
    return {
        "id": header.run.id,
        "delest_version": header.run.delest_version,
        "started_at": header.run.started_at,
        "ended_at": end.ended_at,
        "complete": end.complete,
        "demo": header.run.demo,
        "start_urls": header.scope.start_urls,
        "max_pages": header.scope.max_pages,
        "obey_robots": header.scope.obey_robots,
        "loads_per_page": header.loading.loads,
        "browsers": header.run.jobs,
        "pages_known": known_pages(report),
        "hosts": [{"host": name, "pages_measured": n} for name, n in measured_hosts(report).items()],
        "other_hosts": report.end.other_hosts,
        "consent": header.loading.consent,
        "logged_in": header.loading.logged_in,
        "http3": header.loading.http3,
        "stay_s": header.loading.stay_s,
        "real_time": header.loading.real_time,
        "visitor_language": header.loading.language,
        "visitor_time_zone": header.loading.time_zone,
        "device": header.loading.device,
        "browser": report.browser,
        "warnings": [in_english(warning) for warning in end.warnings],
    }


def _pages(report: AuditReport) -> Iterator[dict[str, Any]]:
    order = {weight.url: at for at, weight in enumerate(report.weights)}
    weights = {weight.url: weight for weight in report.weights}
    records = sorted(report.pages, key=lambda record: order.get(record.url, len(order)))
    return (_page(record, weights.get(record.url), report.end.sample) for record in records)


def _page(record: PageFacts, weight: PageWeight | None, sample: Sample | None) -> dict[str, Any]:
    told = next((load for load in record.loads if load.outcome is Outcome.OK), record.loads[-1])
    return {
        "url": record.url,
        "final_url": told.final_url,
        "title": told.title,
        "outcome": told.outcome,
        **_reason(told.reason),
        "http_status": told.status,
        "settled_after_ms": settled_after_ms(record),
        "unsettled": unsettled(record),
        "scroll_cut": scroll_cut(record),
        "scroll_stuck": scroll_stuck(record),
        "page_clock": clock_of(record),
        "real_time_because": real_time_of(record),
        "requests_lost": failures_of(record).lost,
        "failed_requests": failures_of(record).named,
        "consent": _consent(consent_of(record)),
        "cold": weight and weight.cold,
        "warm": weight and weight.warm,
        "in_visit": weight and weight.in_visit,
        "refused": weight and weight.refused,
        "accepted": weight and weight.accepted,
        "consent_answers": tuple(map(_consent, answers_of(record))),
        "sampled": _sampled(record.url, sample),
    }


def _reason(reason: Reason | None) -> dict[str, str | None]:
    return {"reason": in_english(reason), "reason_code": reason.code.value if reason else None}


def _consent(answered: Answered | None) -> dict[str, Any] | None:
    if answered is None:
        return None
    return {"choice": answered.choice, "banner": answered.banner, **_reason(answered.reason)}


def _sampled(url: str, sample: Sample | None) -> dict[str, Any] | None:
    if sample is None or url not in sample.stratum_of:
        return None
    return {
        "template": sample.stratum_of[url],
        "structure": sample.structure_of.get(url, ""),
        "stands_for_pages": sample.stands_for.get(url),
    }


def _converted(report: AuditReport, converted: Converted | None, per_year: str) -> dict[str, Any]:
    """Return what is converted under the name ``per_year``, or under its own where no traffic is known."""
    if converted is None:
        return {per_year: None, "per_million_views": None}
    readings = [_renamed(reading, grid="electricity", electricity="electricity_sets") for reading in converted.readings]
    tree = {
        **msgspec.structs.asdict(converted),
        "readings": readings,
        "assumptions": assumptions(report),
        "left_out": LEFT_OUT,
    }
    if report.traffic is not None:
        return {per_year: tree, "per_million_views": None}
    return {per_year: None, "per_million_views": _per_million_views(msgspec.to_builtins(tree))}


def _per_million_views(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key.replace("_per_year", "_per_million_views"): _per_million_views(tree[key]) for key in tree}
    return [_per_million_views(value) for value in tree] if isinstance(tree, list | tuple) else tree


def _avoided(report: AuditReport) -> dict[str, Any] | None:
    avoided = report.avoided
    if avoided is None:
        return None
    claimed = None if avoided.below_noise else avoided.converted
    return {**msgspec.structs.asdict(avoided), **_converted(report, claimed, "converted")}


def _proven(report: AuditReport) -> dict[str, Any] | None:
    if report.proven is None or report.plan is None:
        return None
    return {
        "bytes_per_view": report.plan.reach.per_view_bytes,
        **_converted(report, report.proven, "converted"),
    }


def _documents(report: AuditReport) -> dict[str, Any] | None:
    if not report.documents:
        return None
    asked = [{**(_renamed(each, status="http_status") or {}), **_reason(each.reason)} for each in report.documents]
    return {"documents_known": known_documents(report), "stated_bytes": stated_bytes(report), "asked": asked}


def _ecoindex(scores: Sequence[PageScore] | None) -> dict[str, Any] | None:
    if scores is None:
        return None
    return {
        "attribution": ecoindex.ATTRIBUTION,
        "link": ecoindex.LINK,
        "licence": ecoindex.LICENCE,
        "mean_score": ecoindex.mean_score(scores) if scores else None,
        "pages": scores,
    }


def _renamed(record: msgspec.Struct | None, **names: str) -> dict[str, Any] | None:
    """Return a record's fields under their public names."""
    if record is None:
        return None
    return {names.get(key, key): value for key, value in msgspec.structs.asdict(record).items()}
