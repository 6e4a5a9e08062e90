"""One saved audit as a line of a fleet."""

import math
from pathlib import Path
from typing import Final

from delest.errors import DelestError
from delest.pipeline.reading import report
from delest.records.advice.finding import Effect
from delest.records.co2e.avoided import Role
from delest.records.fleet.result import Conditions, PageResult, RuleResult, ServiceResult
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import requests_per_page, third_party_part
from delest.report.digest.gains import actions, bytes_per_view, together_bytes
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from delest.store.run_file import read_summary
from delest.units import GB_BYTES, exactly
from delest.weigh.missing import missing

_RULES: Final = 100


def finished(run: Path) -> tuple[int, int] | None:
    """Return the measured and the loaded pages of an audit with nothing left to do; None: there is none.

    One that cannot be read is none: its own audit says what is the matter.
    """
    path = run / FILE_NAME
    try:
        summary = read_summary(path) if path.is_file() else None
        if summary is None or not summary.complete or not summary.pages_measured:
            return None
        with Journal.open(run) as journal:
            return summary.pages_measured, sum(1 for _ in journal.facts())
    except (DelestError, OSError):
        return None


def result_of(run: Path) -> ServiceResult | None:
    """Return what the audit of a service came to; None where no page was measured.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    with Journal.open(run) as journal:
        audited = report(journal)
    return _result(audited) if audited.weights and audited.site is not None else None


def _result(audited: AuditReport) -> ServiceResult:
    assert audited.site is not None  # noqa: S101 - asked before
    header, end, loading = audited.header, audited.end, audited.header.loading
    traffic, converted = audited.traffic, audited.attributed
    known = traffic is not None and converted is not None
    published = [each for each in converted.readings if each.role is Role.PUBLISHED] if known and converted else []
    own = [load.wire_bytes or 0 for page in audited.pages for load in (*page.loads, *page.consent_loads)]
    lost = {page.url: tuple(sorted(missing(page.loads))) for page in audited.pages}
    return ServiceResult(
        run_id=header.run.id,
        delest_version=header.run.delest_version,
        started_at=header.run.started_at,
        ended_at=end.ended_at,
        conditions=Conditions(
            device=loading.device.name,
            browser=audited.browser.product.partition(".")[0] if audited.browser else "-",
            consent=str(loading.consent.value),
            stay_s=loading.stay_s,
            real_time=loading.real_time,
        ),
        pages_known=end.known_pages,
        pages_loaded=len(audited.pages),
        pages=tuple(_page(weight, lost.get(weight.url, ())) for weight in audited.weights),
        mean_bytes=audited.site.mean_bytes,
        view_bytes=bytes_per_view(audited) or audited.site.mean_bytes,
        mean_requests=requests_per_page(audited) or 0.0,
        third_party_share=third_party_part(audited.site.by_party),
        sampled=end.sample is not None,
        country=header.question.conditions.country,
        mobile_share=header.question.conditions.mobile_share,
        views_per_year=converted.views_per_year if known and converted else None,
        traffic_source=traffic.source if traffic else "",
        period=traffic.period if traffic else None,
        robots_excluded=traffic.robots_excluded if traffic else None,
        bytes_per_year=converted.gb_per_year * GB_BYTES if known and converted else None,
        kgco2e_per_year=converted.kgco2e_per_year if known and converted else None,
        published_kgco2e_per_year=published[0].kgco2e_per_year.central if published else None,
        avoidable_bytes=together_bytes(audited),
        rules=_rules(audited),
        own_bytes=math.fsum(own),
    )


def _page(weight: PageWeight, lost: tuple[str, ...]) -> PageResult:
    spread = weight.cold.transferred_bytes
    return PageResult(
        url=weight.url,
        bytes=spread.median,
        spread_bytes=spread.high - spread.low,
        loads=spread.loads,
        requests=weight.cold.requests.median,
        lost=lost,
    )


def _rules(audited: AuditReport) -> tuple[RuleResult, ...]:
    found = []
    for action in actions(audited)[:_RULES]:
        avoids = action.digest.effect is Effect.AVOIDABLE
        found.append(
            RuleResult(
                rule=action.digest.rule,
                title=action.digest.words.title,
                pages=action.digest.pages,
                avoidable_bytes=action.per_view_bytes if avoids else exactly(0),
                avoids=avoids,
            )
        )
    return tuple(found)
