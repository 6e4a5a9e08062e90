"""Two saved audits, compared: pages, resources, and what is avoided a year."""

import itertools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from delest.check.baseline import resources_of
from delest.compare.pairs import WeighedPage, compare
from delest.convert.web.scenario import between
from delest.errors import N_, DelestError, InputError
from delest.factors.load import released
from delest.pipeline.reading import report
from delest.records.co2e.shares import shares_of
from delest.records.co2e.traffic import Traffic
from delest.records.gate.comparison import Certainty, Comparison, History, NoClaim, PastAudit, Side
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from delest.urls import host, origin, path_of
from delest.weigh.missing import missing
from delest.weigh.page import page_weight
from delest.weigh.resources import page_resources


class _Read(NamedTuple):
    audited: AuditReport
    side: Side
    pages: tuple[WeighedPage, ...]
    weights: Mapping[str, PageWeight]
    """By the key that pages are paired by."""


def compare_runs(baseline: Path, scenario: Path) -> Comparison:
    """Return how two saved audits differ, and the reduction that may be claimed.

    The traffic and its conditions are those of the scenario, the factors those of this version of delest.

    Raises:
        InputError: one of them is not a saved audit.
    """
    before, after = _read(baseline), _read(scenario)
    found = compare((before.side, before.pages), (after.side, after.pages))
    why = _no_claim(found, after.audited.traffic)
    if why is not None:
        return replace(found, no_claim=why)
    compared = {pair.url for pair in found.pairs}
    keys = [page.key for page in after.pages if page.url in compared]
    traffic = after.audited.traffic
    header = after.audited.header
    used = shares_of(header.question.conditions.shares, traffic, header.loading.cache_states)
    conditions = replace(header.question.conditions, shares=used.views)
    pairs = [(before.weights[key], after.weights[key]) for key in keys]
    avoided = between(pairs, traffic, released(), conditions, used.ends)
    source = traffic.source if traffic else ""
    return replace(found, avoided=avoided, traffic_source=source, no_claim=None if avoided else NoClaim.NO_TRAFFIC)


def _no_claim(found: Comparison, traffic: Traffic | None) -> NoClaim | None:
    if not found.pairs:
        return NoClaim.NO_PAIRS
    if any(each.forbids for each in found.differences):
        return NoClaim.CONDITIONS
    reasons = {
        Certainty.NOISE: NoClaim.NOISE,
        Certainty.UNKNOWN: NoClaim.UNKNOWN_NOISE,
        Certainty.HEAVIER: NoClaim.HEAVIER,
    }
    return reasons.get(found.certainty) or (None if traffic else NoClaim.NO_TRAFFIC)


def _read(run: Path) -> _Read:
    with Journal.open(run) as journal:
        audited = report(journal)
        starts = audited.header.scope.start_urls
        own = origin(starts[0]) if starts else ""
        pages, weights = [], {}
        for record in journal.pages():
            weight = page_weight(record.loads, record.consent_loads)
            if weight is None:
                continue
            key = path_of(record.url) if origin(record.url) == own else record.url
            weights[key] = weight
            resources = resources_of(page_resources(record.loads), own)
            spread = weight.cold.transferred_bytes
            lost = missing(record.loads)
            pages.append(WeighedPage(key=key, url=record.url, cold=spread, missing=lost, resources=resources))
    return _Read(audited, _side(audited, pages), tuple(pages), weights)


def _side(audited: AuditReport, pages: list[WeighedPage]) -> Side:
    header = audited.header
    starts = header.scope.start_urls
    return Side(
        run_id=header.run.id,
        site=host(starts[0]) if starts else "",
        started_on=header.run.started_at.date().isoformat(),
        delest=header.run.delest_version,
        browser=audited.browser.product if audited.browser else "-",
        device=header.loading.device.name,
        consent=header.loading.consent,
        cache=", ".join(header.loading.cache_states),
        loads=min((page.cold.loads for page in pages), default=0),
        pages=len(pages),
        sampled=audited.end.sample is not None,
        complete=audited.end.complete,
    )


def history_of(folder: Path, site: str = "") -> History:
    """Return the saved audits below a directory, oldest first, each compared with the one before it.

    Args:
        folder: a directory of audits, such as ``delest-runs``.
        site: host of the start URL; empty: the site of most of the audits.

    Raises:
        InputError: there is no directory, or no audit with a measured page in it.
    """
    if not folder.is_dir():
        raise InputError(
            N_("there is no directory {path}"), remedy=N_("name the one that contains your saved audits"), path=folder
        )
    read, left_out = [], []
    for path in sorted(each.parent for each in folder.rglob(FILE_NAME)):
        try:
            one = _read(path)
        except DelestError:
            left_out.append(str(path))
            continue
        read.append(one) if one.pages else left_out.append(str(path))
    chosen = site or Counter(one.side.site for one in read).most_common(1)[0][0] if read else site
    own = sorted((one for one in read if one.side.site == chosen), key=lambda one: one.audited.header.run.started_at)
    if not own:
        raise InputError(
            N_("{path} contains no audit of {site} with a measured page"),
            remedy=N_("name the directory that contains your saved audits, or another --site"),
            path=folder,
            site=chosen or "-",
        )
    audits = [_past(own[0], None), *(_past(now, before) for before, now in itertools.pairwise(own))]
    return History(site=chosen, audits=tuple(audits), left_out=tuple(left_out))


def _past(now: _Read, before: _Read | None) -> PastAudit:
    mean = sum(page.cold.median for page in now.pages) / len(now.pages)
    if before is None:
        return PastAudit(side=now.side, mean_bytes=mean)
    found = compare((before.side, before.pages), (now.side, now.pages))
    return PastAudit(
        side=now.side,
        mean_bytes=mean,
        paired_pages=len(found.pairs),
        change_bytes=found.mean_change_bytes,
        certainty=found.certainty if found.pairs else None,
        moved_by=found.resources[0].change if found.resources else None,
        differences=found.differences,
    )
