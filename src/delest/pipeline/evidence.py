"""The evidence pack of a saved audit: its pages shown to the judges of RGESN, without any new measurement."""

import asyncio
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from delest import __version__
from delest.convert.web.grid import of_country
from delest.crawl.client import Fetched, fetch, open_client, user_agent
from delest.errors import N_, InputError
from delest.evidence.framework import TITLE, criteria
from delest.evidence.framework import declaration_template as declaration_template  # noqa: PLC0414 - read from here by cli
from delest.evidence.framework import older as older  # noqa: PLC0414 - same
from delest.evidence.limits import MOST_BYTES, declared
from delest.evidence.official.layout import MOST_BYTES as MOST_SHEET_BYTES
from delest.evidence.official.ods import fill_ods
from delest.evidence.official.xlsx import fill_xlsx
from delest.evidence.pack import Looking, points
from delest.evidence.seen import Declared, Hosting, SeenPage, Site
from delest.factors.load import released
from delest.inputs.files import read_bytes
from delest.pipeline.auditing.reach import within_reach
from delest.pipeline.reading import report
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import CacheState, LoadFacts, Outcome
from delest.records.runs.audit import AuditReport, PageRecord
from delest.records.runs.scope import Access
from delest.records.state.evidence import Conflict, Pack, SheetFill
from delest.records.state.probed import ProbedPage
from delest.store.journal import Journal
from delest.store.probed_file import read_probed
from delest.urls import host
from delest.weigh.spread import counted, load_bytes, median_load

_NO_PAGES_OF_THE_SERVICE: Final = frozenset({Outcome.HTTP_ERROR, Outcome.NOT_HTML})
"""Dead links and files: no page of the service that a limit could be asked of."""


def read_declaration(url: str, access: Access) -> Declared:
    """Return the limits that a published declaration states.

    Raises:
        InputError: it cannot be fetched.
    """
    answer = asyncio.run(_fetched(url, access))
    if not answer.body:
        reason = answer.error or Reason.of(ReasonCode.HTTP_ERROR, str(answer.status))
        raise InputError(
            N_("the declaration at {url} cannot be read: {reason}"),
            remedy=N_("give the address of the published page, as HTML; a PDF is not read"),
            url=url,
            reason=reason,
        )
    return declared(answer.url, answer.body)


async def _fetched(url: str, access: Access) -> Fetched:
    access = await within_reach(access, (url,))
    async with open_client(access, user_agent()) as client:
        return await fetch(client, url, limit_bytes=MOST_BYTES)


def hosting(country: str) -> Hosting:
    """Return the electricity of a country.

    Raises:
        InputError: no table has that country.
    """
    grid = of_country(released(), country)
    return Hosting(
        country=country.upper(),
        g_per_kwh=grid.g_per_kwh,
        year=grid.year,
        source=f"{grid.factor_set.id} {grid.factor_set.version}",
    )


def gather(run: Path, *, declaration: Declared | None = None, hosted: Hosting | None = None) -> Pack:
    """Return what the audit in a directory says of each criterion.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    looking = Looking()
    probed = read_probed(run)
    by_url = {each.url: each for each in probed.pages} if probed else {}
    with Journal.open(run) as journal:
        audited = report(journal)
        rules = frozenset(words.id for words in journal.rules())
        for record in journal.pages():
            page = _seen(record, by_url.get(record.url))
            if page is not None:
                looking.add(page)
    site = replace(_site(audited, rules, declaration, hosted), hosts=probed.hosts if probed else None)
    evidence = looking.conclude(site)
    header, end = audited.header, audited.end
    return Pack(
        run_id=header.run.id,
        delest=__version__,
        browser=audited.browser.product if audited.browser else "-",
        device=header.loading.device.name,
        site=host(header.scope.start_urls[0]) if header.scope.start_urls else "-",
        start_urls=header.scope.start_urls,
        audited_at=end.ended_at,
        complete=end.complete,
        pages=site.pages,
        not_measured=site.not_measured,
        sampled=(end.sample.preset or "random") if end.sample else "",
        sample=tuple((page.url, _title(page.loads)) for page in audited.pages if _measured(page.loads)),
        failed=tuple(page.url for page in audited.pages if not _measured(page.loads)),
        mean_bytes=audited.site.mean_bytes if audited.site else None,
        views_per_year=site.views_per_year,
        framework=TITLE,
        criteria=criteria(),
        evidence=evidence,
        points=points(evidence),
    )


def fill_sheets(
    fill: SheetFill, given: Mapping[str, Path]
) -> tuple[Mapping[str, bytes], tuple[tuple[str, Conflict], ...]]:
    """Return the official spreadsheet filled in, by its suffix, and what people wrote otherwise in those given.

    Args:
        fill: what goes in.
        given: spreadsheets that people have filled in already, by suffix; they are not changed.

    Raises:
        InputError: one of them is not the official spreadsheet of RGESN 2024, or its cells have moved.
    """
    sheets, conflicts = {}, []
    for suffix, fill_in in ((".xlsx", fill_xlsx), (".ods", fill_ods)):
        path = given.get(suffix)
        sheets[suffix], found = fill_in(
            fill, read_bytes(path, most_bytes=MOST_SHEET_BYTES) if path else None, str(path or suffix)
        )
        conflicts += [(suffix, each) for each in found]
    return sheets, tuple(conflicts)


def _measured(loads: tuple[LoadFacts, ...]) -> bool:
    return any(load.outcome is Outcome.OK and load.cache_state is CacheState.COLD for load in loads)


def _title(loads: tuple[LoadFacts, ...]) -> str:
    return next((load.title for load in loads if load.title), "")


def _seen(record: PageRecord, probed: ProbedPage | None) -> SeenPage | None:
    cold = counted(record.loads, CacheState.COLD)
    if not cold:
        return None
    warm = counted(record.loads, CacheState.WARM)
    return SeenPage(
        url=record.url,
        title=_title(cold),
        cold=median_load(cold),
        warm=median_load(warm) if warm else None,
        requests=statistics.median(len(load.transfers) for load in cold),
        transferred_bytes=statistics.median(load_bytes(load) for load in cold),
        findings=record.findings,
        probed=probed,
    )


def _site(audited: AuditReport, rules: frozenset[str], declaration: Declared | None, hosted: Hosting | None) -> Site:
    attributed = audited.attributed
    failed = [page.loads[-1] for page in audited.pages if not _measured(page.loads)]
    return Site(
        scope=audited.header.scope,
        loading=audited.header.loading,
        complete=audited.end.complete,
        pages=sum(_measured(page.loads) for page in audited.pages),
        not_measured=sum(load.outcome not in _NO_PAGES_OF_THE_SERVICE for load in failed),
        rules=rules,
        documents=audited.documents,
        known_documents=audited.end.known_documents,
        kgco2e_per_year=attributed.kgco2e_per_year if attributed else None,
        views_per_year=attributed.views_per_year if attributed and audited.traffic else None,
        factor_sets=tuple(
            dict.fromkeys(f"{each.factor_set.id} {each.factor_set.version}" for each in attributed.readings)
        )
        if attributed
        else (),
        target=audited.header.question.target,
        declared=declaration,
        hosting=hosted,
    )
