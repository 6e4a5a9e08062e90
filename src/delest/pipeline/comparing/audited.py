"""One side of a comparison, read from disk: a saved audit, or a set of them whose loads of a page count together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from delest.check.baseline import resources_of
from delest.compare.pairs import WeighedPage
from delest.errors import N_, InputError
from delest.identity import identity
from delest.pipeline.gating.paths import own_origin, page_name
from delest.pipeline.reading import report
from delest.records.gate.comparison import Side
from delest.records.pages.load import CacheState
from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport, PageRecord
from delest.records.runs.loading import Loading
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from delest.urls import host
from delest.weigh.missing import missing
from delest.weigh.page import page_weight
from delest.weigh.resources import page_resources
from delest.weigh.spread import counted, median_load

_ALIKE: Final = {
    "site": "--site",
    "device": "--device",
    "screen": "--device",
    "consent": "--consent",
    "cache": "--cache",
    "visitor": "--visitor-language",
    "visit": "--stay",
}
"""What the audits of a set have in common, each by the option that says so: their loads are taken for loads of the same
pages."""
_VISIT: Final = {
    "stay_s": "--stay",
    "limit_s": "--page-timeout",
    "scroll_limit_s": "scroll",
    "quiet_s": "quiet",
    "stall_s": "stall",
    "consent_selector": "--consent-selector",
    "real_time": "--real-time",
}
_VISITOR: Final = {
    "language": "--visitor-language",
    "time_zone": "--visitor-time-zone",
    "logged_in": "login",
    "http3": "--http3",
}


class Audited(NamedTuple):
    """One side of a comparison."""

    audited: AuditReport
    """The last audit; of a set, the last one whose page views are known."""
    side: Side
    pages: tuple[WeighedPage, ...]
    weights: Mapping[str, PageWeight]
    """By the key that pages are paired by."""


def audits_below(folder: Path) -> list[Path]:
    """Return the saved audits in and below a directory."""
    return sorted(each.parent for each in folder.rglob(FILE_NAME))


def read_side(path: Path, site: str = "") -> Audited:
    """Return a saved audit, or those below a directory as one.

    Args:
        path: a saved audit, or a directory that holds some.
        site: host of the start URL; audits of other sites are passed over. Empty: there must be one site.

    Raises:
        InputError: there is no audit, or those of a set differ in what changes weights.
    """
    own = [path] if (path / FILE_NAME).is_file() or not path.is_dir() else audits_below(path)
    with ExitStack() as opened:
        journals = [opened.enter_context(Journal.open(each)) for each in own or [path]]
        if site and own != [path]:
            journals = _of_site(journals, site, path)
        journals.sort(key=lambda each: each.header().run.started_at)
        reports = [report(each) for each in journals]
        origins = [own_origin(each.header.scope.start_urls) for each in reports]
        chosen = max(range(len(reports)), key=lambda n: (reports[n].traffic is not None, n))
        pages, weights = _pages(journals, origins, origins[chosen])
    side = _together([_side(each, pages) for each in reports], path)
    return Audited(reports[chosen], side, pages, weights)


def _of_site(journals: Sequence[Journal], site: str, path: Path) -> list[Journal]:
    chosen = [each for each in journals if host(next(iter(each.header().scope.start_urls), "")) == site]
    if not chosen:
        raise InputError(
            N_("{path} contains no audit of {site}"),
            remedy=N_("name the directory that contains your saved audits, or another --site"),
            path=path,
            site=site,
        )
    return chosen


_Recorded = tuple[str, PageRecord]
"""What one audit has of a page, after the origin of the audited site."""


def _pages(
    journals: Sequence[Journal], origins: Sequence[str], called_by: str
) -> tuple[tuple[WeighedPage, ...], dict[str, PageWeight]]:
    """Return the pages of a set, and their weights by key; ``called_by``: origin of the audit whose views count."""
    pages, weights = [], {}
    for key, recorded in _recorded(journals, origins):
        loads = [load for _own, record in recorded for load in record.loads]
        weight = page_weight(loads, [load for _own, record in recorded for load in record.consent_loads])
        if weight is None:
            continue
        weight = replace(weight, url=_address(recorded, called_by) or weight.url)
        weights[key] = weight
        typical = median_load(counted(loads, CacheState.COLD))
        # A build folder is on another port in each audit.
        own = next(own for own, record in recorded if any(load is typical for load in record.loads))
        pages.append(
            WeighedPage(
                key=key,
                url=weight.url,
                cold=weight.cold.transferred_bytes,
                missing=frozenset(_missing(recorded)),
                resources=resources_of(page_resources([typical]), own),
            )
        )
    return tuple(pages), weights


def _address(recorded: Sequence[_Recorded], called_by: str) -> str:
    """Return the address of a page in the audits of one origin; empty: none has it."""
    loads = (load for own, record in reversed(recorded) if own == called_by for load in record.loads)
    return next((load.requested_url for load in loads), "")


def _missing(recorded: Iterable[_Recorded]) -> Iterator[str]:
    for own, record in recorded:
        yield from (identity(url, own) if url else "" for url in missing(record.loads))


def _recorded(journals: Sequence[Journal], origins: Sequence[str]) -> Iterator[tuple[str, Sequence[_Recorded]]]:
    """Yield each page's key, and what the audits have of it; one page is held at a time."""
    if len(journals) == 1:
        for record in journals[0].pages():
            yield page_name(record.url, origins[0]), [(origins[0], record)]
        return
    places: dict[str, list[tuple[Journal, str, str]]] = {}
    for journal, own in zip(journals, origins, strict=True):
        for facts in journal.facts():
            places.setdefault(page_name(facts.url, own), []).append((journal, own, facts.url))
    for key, where in places.items():
        kept = [(own, journal.page(url)) for journal, own, url in where]
        yield key, [(own, record) for own, record in kept if record is not None]


def _side(audited: AuditReport, pages: Sequence[WeighedPage]) -> Side:
    header = audited.header
    starts = header.scope.start_urls
    device = header.loading.device
    return Side(
        run_id=header.run.id,
        site=host(starts[0]) if starts else "",
        started_on=header.run.started_at.date().isoformat(),
        started_s=header.run.started_at.timestamp(),
        delest=header.run.delest_version,
        browser=audited.browser.product if audited.browser else "-",
        device=device.name,
        screen=f"{device.width_px} x {device.height_px} x {device.pixel_ratio:g}",
        consent=header.loading.consent,
        cache=", ".join(header.loading.cache_states),
        visitor=_unusual(header.loading, _VISITOR),
        visit=_unusual(header.loading, _VISIT),
        loads=min((page.cold.loads for page in pages), default=0),
        pages=len(pages),
        sampled=audited.end.sample is not None,
        complete=audited.end.complete,
    )


def _unusual(loading: Loading, names: Mapping[str, str]) -> str:
    """Return the options that are not as they are by default."""
    usual, said = Loading(), []
    for field, name in names.items():
        value = getattr(loading, field)
        if value != getattr(usual, field):
            said.append(name if value is True else f"{name} {value}")
    return " ".join(said) or "-"


def _together(sides: Sequence[Side], path: Path) -> Side:
    """Return the sides of the audits of a set as one."""
    first, last = sides[0], sides[-1]
    if len(sides) == 1:
        return first
    for field, option in _ALIKE.items():
        values = sorted({str(getattr(each, field)) for each in sides})
        if len(values) > 1:
            raise InputError(
                N_("the audits in {path} do not belong together: {option} differs ({values})"),
                remedy=N_(
                    "keep the audits of one site under the same conditions in a directory, or choose with --site"
                ),
                path=path,
                option=option,
                values=", ".join(values),
            )
    return Side(
        run_id=", ".join(each.run_id for each in sides),
        site=first.site,
        started_on=first.started_on,
        ended_on=last.started_on,
        started_s=first.started_s,
        audits=len(sides),
        delest=_every(each.delest for each in sides),
        browser=_every(each.browser for each in sides),
        device=first.device,
        screen=first.screen,
        consent=first.consent,
        cache=first.cache,
        visitor=first.visitor,
        visit=first.visit,
        loads=first.loads,
        pages=first.pages,
        sampled=any(each.sampled for each in sides),
        complete=all(each.complete for each in sides),
    )


def _every(values: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(values))
