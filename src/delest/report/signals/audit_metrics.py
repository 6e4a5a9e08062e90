"""An audit as OpenMetrics text, for a dashboard that follows sites over time.

A value that is not known has no line. Of many pages the heaviest have lines: each page is a
time series of its own in the database that scrapes them.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from delest.records.co2e.avoided import Converted
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import known_pages, own_host, unmeasured
from delest.report.digest.gains import actions, bytes_per_view, together_bytes
from delest.report.signals.exposition import Family, Sample, exposition

_PAGES_AT_MOST: Final = 100


def audit_metrics(report: AuditReport) -> str:
    """Return the exposition of an audit."""
    facts = ("delest_audit", "The audit that all other values come from.", _about(report))
    return exposition(facts, _families(report), site=own_host(report))


def _about(report: AuditReport) -> Mapping[str, str]:
    traffic = report.traffic
    return {
        "run": report.header.run.id,
        "version": report.header.run.delest_version,
        "device": report.header.loading.device.name,
        "complete": str(report.end.complete).lower(),
        "traffic_source": traffic.source if traffic else "",
        "traffic_days": f"{traffic.period.days:g}" if traffic and traffic.period else "",
    }


def _families(report: AuditReport) -> Iterator[Family]:
    mean = bytes_per_view(report)
    ended = report.end.ended_at.timestamp()
    yield Family("delest_audit_ended_seconds", "When the audit ended, in Unix time.", [Sample({}, ended)], "seconds")
    yield Family("delest_pages", "Pages by what became of them.", _pages(report))
    if mean is not None and report.site is not None:
        told = "What a page view transfers on average: the mean of the report."
        yield Family("delest_page_view_bytes", told, [Sample({}, mean)], "bytes")
        site = report.site
        kinds = [Sample({"kind": each.name}, each.transferred_bytes / site.pages) for each in site.by_kind]
        yield Family("delest_kind_bytes", "The average measured page by kind of content.", kinds, "bytes")
        parties = [Sample({"party": each.name}, each.transferred_bytes / site.pages) for each in site.by_party]
        yield Family("delest_party_bytes", "The average measured page by party.", parties, "bytes")
        told = "Of a page view, each file counted once."
        yield Family("delest_avoidable_bytes", told, [Sample({}, together_bytes(report))], "bytes")
        found = [
            Sample({"rule": each.digest.rule}, each.per_view_bytes.central) for each in actions(report) if each.sure
        ]
        told = "Of a page view, what each rule says could go; findings overlap."
        yield Family("delest_rule_avoidable_bytes", told, found, "bytes")
    heaviest = [each for page in report.weights[:_PAGES_AT_MOST] for each in _states(page)]
    yield Family("delest_page_bytes", "The heaviest pages, by state of the cache.", heaviest, "bytes")
    yield from _kilograms(report)


def _pages(report: AuditReport) -> Iterator[Sample]:
    yield Sample({"state": "known"}, known_pages(report))
    yield Sample({"state": "measured"}, len(report.weights))
    yield Sample({"state": "not-measured"}, len(unmeasured(report)))


def _states(page: PageWeight) -> Iterator[Sample]:
    for state, weight in (("cold", page.cold), ("in-visit", page.in_visit), ("warm", page.warm)):
        if weight is not None:
            yield Sample({"page": page.url, "cache": state}, weight.transferred_bytes.median)


def _kilograms(report: AuditReport) -> Iterator[Family]:
    """Yield every reading, each with the model and the factor set that it is of: none is the answer by itself."""
    converted = report.attributed
    if converted is None:
        return
    samples = kilograms(converted)
    name = "delest_co2e_per_year_kilograms" if report.traffic else "delest_co2e_per_million_views_kilograms"
    told = "CO2e attributed to data transfer: the readings make a range and are never averaged."
    yield Family(name, told, samples, "kilograms")
    if report.traffic:
        told, views = "Page views that the CO2e is counted for.", report.traffic.views_per_year
        yield Family("delest_page_views_per_year", told, [Sample({}, views)])


def kilograms(converted: Converted) -> list[Sample]:
    """Return the central estimate of each reading, with its model and factor set."""
    return [
        Sample(
            {
                "reading": each.role.value,
                "model": each.model,
                "factor_set": f"{each.factor_set.id} {each.factor_set.version}",
            },
            each.kgco2e_per_year.central,
        )
        for each in converted.readings
    ]
