"""An audit from its order to its report."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from delest import __version__, machine
from delest.advise.workshop import Workshop
from delest.convert.web.range import convert
from delest.crawl.client import open_client, user_agent
from delest.crawl.pages.language import speaks
from delest.crawl.site.site import Site
from delest.errors import N_, InputError
from delest.factors.load import released
from delest.measure.browser.browser import Driver
from delest.measure.browser.pace import Pace
from delest.measure.load import PageLoader
from delest.measure.login import logged_in
from delest.message import Message
from delest.pipeline.advising import Advisor, all_rules
from delest.pipeline.auditing.crawl import Crawl
from delest.pipeline.auditing.documents import weigh_documents
from delest.pipeline.auditing.loaders import Loaders
from delest.pipeline.auditing.reach import in_one_word, within_reach
from delest.pipeline.order import Observer, Order
from delest.pipeline.proving.recorder import Recorder
from delest.pipeline.proving.run import Proving, Trying, prove
from delest.pipeline.proving.saved import by_rules
from delest.pipeline.proving.unmade import note_unmade
from delest.pipeline.reading import in_short, report
from delest.pipeline.traffic import audited_by, spelling_of
from delest.records.runs.audit import Answer, AuditReport
from delest.records.runs.loading import LoadOptions
from delest.records.runs.run import Run
from delest.records.runs.scope import Access
from delest.store import recording
from delest.store.bodies import Bodies
from delest.store.journal import Journal
from delest.traffic.given import traffic_of
from delest.traffic.joined.keys import page_key
from delest.traffic.joined.ordered import views_by_key


async def audit(order: Order, observer: Observer, stop: asyncio.Event) -> AuditReport:
    """Audit a site into a run directory and return its report.

    Once ``stop`` is set, the pages being loaded are finished and no other is begun.

    Raises:
        InputError: the run directory cannot be used, its disk is full, or the header asks for what cannot be priced.
        NoBrowserError: no browser can be started.
    """
    # What is not a number of views, an unknown country or a language is reported now, not when all is loaded.
    traffic_of(order.header.question.views_per_year)
    convert(0, released(), order.header.question.conditions)
    _check_language(order.header.scope.language)
    journal_of = Journal.resume(order.run) if order.resume else Journal.create(order.run, order.header)
    with journal_of as journal, _store(order) as bodies, Workshop() as shop:
        async with Advisor(journal, bodies, shop) as advisor, _ready(order, observer, journal) as ready:
            order = _with_views(order, journal)
            if order.resume:
                journal.reopen(order.header)  # not before: without a browser, a run keeps the end and answer it has
            journal.keep_rules(all_rules())
            recorder = _recorder(order, ready)
            crawl = Crawl(order, journal, ready.site, observer, stop, advisor, recorder)
            await crawl.run(ready.loaders)
            if advisor.busy:
                observer.working(N_("All pages are loaded. Working out what could go ..."))
            await advisor.finish(stop)
            known_documents, all_asked = await weigh_documents(journal, order.header, ready.site, crawl.turns.of)
        given = order.header.question.views_per_year if order.views is None else order.views
        traffic, warnings = traffic_of(given, journal.facts(), audited_by(order.header.scope))
        if order.resume and order.header.run.delest_version != __version__:
            begun = N_("started with delest {version}, resumed with {own}")
            warnings = (Message.of(begun, version=order.header.run.delest_version, own=__version__), *warnings)
        end = crawl.end(traffic, (*warnings, *advisor.warnings()))
        end = replace(end, private_addresses=in_one_word(ready.access), known_documents=known_documents)
        journal.end(replace(end, complete=end.complete and all_asked))
        if recorder is not None and not stop.is_set():
            trying = by_rules(shop, journal, keep_remedies=order.keep_remedies, studies=advisor.studies)
            await _prove(order, ready.load, recorder, _Watched(journal, observer, stop, shop), trying)
        return _concluded(journal)


def _concluded(journal: Journal) -> AuditReport:
    """Return the report of an audit that has ended, and let the run keep what it answers."""
    audited = report(journal)
    journal.answer(Answer(attributed=audited.attributed, avoided=audited.avoided))
    journal.summarise(in_short(audited))
    return audited


class _Watched(NamedTuple):
    journal: Journal
    observer: Observer
    stop: asyncio.Event
    shop: Workshop


def _recorder(order: Order, ready: "_Ready") -> Recorder | None:
    if not order.header.run.prove:
        return None
    start = next(iter(order.header.scope.start_urls), "")
    views = (
        views_by_key(order.views, start, spelling_of(order.header.scope), order.header.scope.hosts)
        if order.views is not None
        else None
    )

    def views_of(url: str) -> float:
        return 1.0 if views is None else views.get(page_key(url), 0.0)

    return Recorder(ready.driver, ready.load, order.run, order.header.run.prove, views_of)


async def _prove(order: Order, load: LoadOptions, recorder: Recorder, watched: _Watched, trying: Trying) -> None:
    """Prove the pages that were recorded; of a session that only a person who logs in may see, nothing is kept."""
    recorded = [url for url in recorder.pages if recording.path_of(order.run, url).exists()]
    for url in recorder.pages:
        if url not in recorded:
            watched.journal.prove(recorder.unproven(url))
    proving = Proving(
        run=order.run,
        pages=tuple(recorded),
        load=load,
        jobs=order.header.run.jobs,
        limit_s=order.prove_limit_s,
    )
    told = watched.shop.lost
    try:
        await prove(proving, trying, watched.observer, watched.stop)
    finally:
        note_unmade(watched.journal, watched.shop.lost - told)
        if has_secrets(order):
            recording.drop_all(order.run)


def has_secrets(order: Order) -> bool:
    """Return whether the pages were loaded as somebody: their recordings may hold what is not for everybody."""
    access = order.load.access
    return order.header.loading.logged_in or bool(access.cookies or access.headers or access.storage_state)


def _store(order: Order) -> Bodies:
    return Bodies.of_run(order.run) if order.header.run.keep_bodies else Bodies.for_now()


def _with_views(order: Order, journal: Journal) -> Order:
    """Return the order with the page views that count: those given, which the run keeps, or those that it has kept."""
    if order.views is None:
        return replace(order, views=journal.export())
    journal.keep_export(order.views)
    return order


def _check_language(tag: str) -> None:
    if tag and speaks(tag, tag) is None:
        raise InputError(
            N_("--pages-in: {language} is not a language tag"),
            remedy=N_("give a tag such as fr or pt-BR"),
            language=tag,
        )


class _Ready(NamedTuple):
    site: Site
    loaders: Loaders
    access: Access
    driver: Driver
    load: LoadOptions


@asynccontextmanager
async def _ready(order: Order, observer: Observer, journal: Journal) -> AsyncIterator[_Ready]:
    begun = False
    try:
        async with AsyncExitStack() as stack:
            ready = await _set_up(order, observer, stack)
            begun = True
            yield ready
    except Exception:
        if not begun and not order.resume:
            journal.file.discard()
        raise


async def _set_up(order: Order, observer: Observer, stack: AsyncExitStack) -> _Ready:
    scope = order.header.scope
    access = await within_reach(order.load.access, scope.start_urls)
    load = replace(order.load, access=access, screenshots=order.header.run.screenshots)
    client = await stack.enter_async_context(open_client(access, user_agent(access.contact)))
    driver = await stack.enter_async_context(Driver(load, observer.say))
    load = await logged_in(driver, load)
    site = Site(client, obey_robots=scope.obey_robots, delay_s=scope.delay_s)
    stack.push_async_callback(site.rules.close)
    pace = _pace(order.header.run)
    asking = site.asking if pace is None else partial(_asking_with, pace, site)
    loaders = [
        await stack.enter_async_context(PageLoader(driver, load, asking=asking)) for _ in range(order.header.run.jobs)
    ]
    observer.browser_started(await loaders[0].start())
    return _Ready(site, Loaders(loaders, pace), access, driver, load)


def _pace(run: Run) -> Pace | None:
    """Return what says how many pages are loaded side by side; None where the user does."""
    processors = machine.processors()
    return None if run.jobs_given else Pace(min(run.jobs, processors), run.jobs, min(run.jobs, 2 * processors))


def _asking_with(pace: Pace, site: Site, url: str) -> AbstractAsyncContextManager[object]:
    return pace.at_host(site.asking(url))
