"""Running an audit under the terminal's eyes: progress on stderr, Ctrl-C that leaves a usable run."""

import asyncio
import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from delest.cli.options.access import access_of, secret_options
from delest.cli.options.load import load_options
from delest.cli.options.site import Site, header_of, refuse_without_cache, run_directory
from delest.cli.settings.resuming import own_values, resumed
from delest.cli.terminal.progress import watcher
from delest.cli.terminal.saved_run import saved_report
from delest.errors import N_, InputError
from delest.records.audit import AuditReport, RunHeader
from delest.records.avoided import Conditions
from delest.records.loading import LoadOptions
from delest.records.traffic import Export
from delest.report.language.numbers import count_text
from delest.report.language.words import _, ngettext

if TYPE_CHECKING:
    from delest.pipeline import Observer, Order


def audited_site(  # noqa: PLR0913 - what its commands were given
    site: Site, url: str | None, *, demo: bool = False, views: float | Export | None = None, target: str = "",
    conditions: Conditions | None = None, quiet: bool, resume: Path | None = None, documents: int = 0, prove: int = 0,
) -> tuple[AuditReport, Path, bool]:  # fmt: skip
    """Audit the site that the options describe; return the report, the run directory, and whether the user stopped it.

    The first Ctrl-C finishes the pages under way, the second stops at once; what is in the journal stands. A run to
    ``resume`` brings its own options; one that has nothing left to do is only reported.
    """
    from delest.pipeline import Order  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.audit.resume import unfinished  # noqa: PLC0415 - as above

    export = views if isinstance(views, Export) else None
    views = views if isinstance(views, float) else None
    if resume is None:
        header = header_of(site, url, demo=demo, views=views, target=target, conditions=conditions)
        scope = replace(header.scope, documents=documents)
        header = replace(header, scope=scope, views_by_page=export is not None, prove=prove)
        run, done = run_directory(site, header), 0
    else:
        run = resume if resume.is_dir() else resume.parent
        header, more_to_do, done = resumed(resume)
        if not more_to_do and export is not None:
            raise InputError(
                N_("this audit is complete: its page views cannot be changed"),
                remedy=N_("join them to it with `delest report RUN --traffic FILE`, or start a new audit"),
            )
        if not more_to_do:
            click.echo(
                _("This audit is complete: nothing is left to do. To load more pages, raise --max-pages."), err=True
            )
            return saved_report(run, ecoindex=False), run, False
        _ask_again(header, site, given=export is not None or _kept_views(run))
        told = ngettext("Resuming: {n} page already measured.", "Resuming: {n} pages already measured.", done)
        click.echo(told.format(n=count_text(done)), err=True)
    order = Order(header=header, load=_load(site, header), run=run, views=export, resume=resume is not None)
    with watcher(quiet=quiet, done=done) as watching:
        report, interrupted = asyncio.run(_audit(order, watching))
    if unfinished(report.end, report.pages) and not demo:
        _say_how_to_go_on(run, site)
    return report, run, interrupted


def _ask_again(header: RunHeader, site: Site, *, given: bool) -> None:
    """Refuse to go on with a run without what it does not keep.

    Raises:
        InputError: something has to be given again.
    """
    refuse_without_cache(site, header.cache_states)
    if header.logged_in and not site["login"]:
        raise InputError(N_("this audit was started behind a login"), remedy=N_("give --login FILE again"))
    if header.views_by_page and not given:
        raise InputError(
            N_("this audit got its page views from a file, which is not saved"),
            remedy=N_("give --traffic FILE again"),
        )


def _kept_views(run: Path) -> bool:
    from delest.store.journal import Journal  # noqa: PLC0415 - help must not load what measures

    with Journal.open(run) as journal:
        return journal.export() is not None


def _load(site: Site, header: RunHeader) -> LoadOptions:
    """Return how pages are loaded: as the run says, with the browser and the access that the command names."""
    given: Any = site | own_values(header)
    return load_options(given, access_of(given, header.scope.start_urls))


def _say_how_to_go_on(run: Path, site: Site) -> None:
    command = shlex.join(["delest", "audit", "--resume", str(run)])
    click.echo(_("To continue: {command}").format(command=command), err=True)
    secrets = secret_options(site)
    if secrets:
        told = _("Give {options} again: what may be secret is never saved.")
        click.echo(told.format(options=", ".join(secrets)), err=True)


async def _audit(order: "Order", watcher: "Observer") -> tuple[AuditReport, bool]:
    from delest import pipeline  # noqa: PLC0415 - the browser and the network are loaded only to measure
    from delest.pipeline.reading import saved  # noqa: PLC0415 - as above

    stop = asyncio.Event()
    work = asyncio.ensure_future(pipeline.audit(order, watcher, stop))

    def interrupt() -> None:
        if stop.is_set():
            work.cancel()
            return
        stop.set()
        watcher.say(N_("Finishing the pages being loaded. Press Ctrl-C again to stop now."))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, interrupt)
    try:
        return await work, stop.is_set()
    except asyncio.CancelledError:
        return saved(order.run), True
