"""Probes of a saved audit: its pages are loaded once more, one after the other, and looked at."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import to_builtins
from msgspec.structs import replace

from delest.crawl.query import tidied
from delest.errors import N_, InputError
from delest.measure.hosts import look_at
from delest.measure.probing import known as of_pages
from delest.measure.probing import probe
from delest.pipeline.auditing.reach import within_reach
from delest.pipeline.reading import report
from delest.records.pages.load import CacheState, LoadFacts, Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access, QueryPolicy
from delest.records.state.probed import Probed, ProbedPage
from delest.store.journal import Journal
from delest.store.probed_file import read_probed, write_probed
from delest.urls import normalise

HOSTS: Final = "hosts"
ALL: Final = "all"


def known() -> tuple[str, ...]:
    """Return the ids of all probes."""
    return tuple(sorted((*of_pages(), HOSTS)))


def start_urls(run: Path) -> tuple[str, ...]:
    """Return where a saved audit began: whose cookies and header fields are sent."""
    with Journal.open(run) as journal:
        return journal.header().scope.start_urls


async def probe_run(
    run: Path, asked: Sequence[str], browser: str | None = None, say: Callable[[str, int, int], None] | None = None,
    access: Access | None = None,
) -> Probed:  # fmt: skip
    """Look at the measured pages of a run, add what is seen to what was seen before, write it, and return it.

    Args:
        run: the saved audit.
        asked: ids of probes, or ``all``.
        browser: path of a Chromium; None: the one that is found.
        say: is told the URL of each page, its number, and how many there are.
        access: how the site is reached, with the session that the audit had; None: as anyone.

    Raises:
        InputError: there is no run, an id is not one of a probe, or the audit was made in the session of a login and
            ``access`` has none.
        BlockedError: the login did not succeed.
        NoBrowserError: none is found, or it does not start.
    """
    chosen = _chosen(asked)
    with Journal.open(run) as journal:
        audited = report(journal)
        urls = {page.url: load.final_url for page in audited.pages for load in page.loads if _good(load)}
        moved = {each.url for page in journal.pages() for load in page.loads for each in load.transfers}
    loading = audited.header.loading
    if loading.logged_in and (access is None or access.login is None):
        raise InputError(
            N_("this audit was made in the session of a login, which it does not keep"),
            remedy=N_("give --login FILE again, or leave --probe out"),
        )
    access = await within_reach(access or Access(), audited.header.scope.start_urls)
    options = LoadOptions(device=loading.device, language=loading.language, browser_path=browser, access=access)
    before = read_probed(run)
    pages: dict[str, ProbedPage] = {each.url: each for each in before.pages} if before else {}
    build = before.browser if before else "-"
    of_page = [name for name in chosen if name != HOSTS]
    number = 0
    async for product, seen in probe(urls if of_page else {}, of_page, options, _spelt):
        number, build = number + 1, product
        pages[seen.url] = _joined(pages.get(seen.url), seen)
        if say is not None:
            say(seen.url, number, len(urls))
    hosts = before.hosts if before else None
    if HOSTS in chosen:
        hosts = await look_at(sorted(moved), public_only=access.public_only)
    found = Probed(
        run_id=audited.header.run.id,
        asked=tuple(dict.fromkeys((*(before.asked if before else ()), *chosen))),
        probed_at=datetime.now(UTC),
        browser=build,
        pages=tuple(pages[url] for url in urls if url in pages),
        hosts=hosts,
    )
    write_probed(run, found)
    return found


def _chosen(asked: Sequence[str]) -> tuple[str, ...]:
    if ALL in asked:
        return known()
    unknown = next((name for name in asked if name not in known()), None)
    if unknown is not None:
        raise InputError(
            N_("{name!r} is not a probe"),
            remedy=N_("choose one of: {known}"),
            name=unknown,
            known=", ".join((ALL, *known())),
        )
    return tuple(dict.fromkeys(asked))


def _spelt(url: str) -> str:
    return tidied(normalise(url) or url, QueryPolicy.TIDY)


def _good(load: LoadFacts) -> bool:
    return load.outcome is Outcome.OK and load.cache_state is CacheState.COLD


def _joined(before: ProbedPage | None, seen: ProbedPage) -> ProbedPage:
    """Return what is seen now, with what other probes saw before."""
    if before is None:
        return seen
    newer = {name for name in to_builtins(seen) if getattr(seen, name) is not None}
    return replace(before, **{name: getattr(seen, name) for name in newer})
