"""Running an audit under the terminal's eyes: progress on stderr, Ctrl-C that leaves a usable run."""

import asyncio
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from msgspec.structs import replace

from delest.cli.interrupting import until_interrupted
from delest.cli.options.loading.access import access_of, secret_options
from delest.cli.options.loading.load import load_options
from delest.cli.options.site import Site, header_of, refuse_without_cache, run_directory
from delest.cli.settings.resuming import Resumed, own_values, resumed, same_question
from delest.cli.terminal.ending import Ending
from delest.cli.terminal.progress import watcher
from delest.cli.terminal.saved_run import saved_report
from delest.errors import N_, InputError
from delest.records.co2e.avoided import Conditions
from delest.records.co2e.traffic import Export
from delest.records.runs.audit import AuditReport, RunHeader
from delest.records.runs.loading import LoadOptions
from delest.report.language.numbers import count_text
from delest.report.language.words import _, ngettext

if TYPE_CHECKING:
    from delest.pipeline import Observer, Order
    from delest.pipeline.order import Undecided


class Asked(NamedTuple):
    """What an audit is asked beside the options of its site."""

    demo: bool = False
    views: float | Export | None = None
    target: str = ""
    conditions: Conditions | None = None
    documents: int = 0
    prove: int = 0
    prove_limit_s: float | None = None
    """None: the time of ten loads of a page."""
    keep_remedies: Path | None = None
    resume: Path | None = None
    undecided: "Undecided | None" = None
    complete_is_done: bool = True
    """A run directory that contains the complete answer is only reported; else it is refused."""
    site_stays: bool = True
    """The site is still there after the command, so that an unfinished run can be continued."""


class Audited(NamedTuple):
    """What came of it."""

    report: AuditReport
    run: Path
    interrupted: bool
    """The user stopped it."""


class _Work(NamedTuple):
    header: RunHeader
    run: Path
    found: Resumed | None = None
    """None: a new run."""


def audited_site(site: Site, url: str | None, asked: Asked, ending: Ending, *, quiet: bool) -> Audited:
    """Audit the site that the options describe; ``ending`` is given the run directory as soon as it is known.

    The first Ctrl-C finishes the pages under way, the second stops at once; what is in the journal is kept. A run to
    resume brings its own options; one that has nothing left to do is only reported.
    """
    from delest.pipeline import Order  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.auditing.resume import unfinished  # noqa: PLC0415 - as above

    export = asked.views if isinstance(asked.views, Export) else None
    header, run, found = _work(site, url, asked, export)
    ending.at_work_on(run)
    if found is not None:
        if not found.more_to_do:
            return Audited(_complete(run, export), run, interrupted=False)
        _ask_again(header, site, given=export is not None or found.keeps_views)
        done = found.measured
        told = ngettext("Resuming: {n} page already measured.", "Resuming: {n} pages already measured.", done)
        click.echo(told.format(n=count_text(done)), err=True)
    order = Order(
        header=header,
        load=_load(site, header),
        run=run,
        views=export,
        resume=found is not None,
        keep_remedies=asked.keep_remedies,
        prove_limit_s=asked.prove_limit_s,
        undecided=asked.undecided,
    )
    with watcher(quiet=quiet, done=found.measured if found else 0) as watching:
        report, interrupted = asyncio.run(_audit(order, watching))
    if asked.site_stays and unfinished(report.end, report.pages) and not asked.demo:
        _say_how_to_go_on(run, site)
    return Audited(report, run, interrupted)


def _work(site: Site, url: str | None, asked: Asked, export: Export | None) -> _Work:
    from delest.pipeline.auditing.resume import holds_run  # noqa: PLC0415 - help must not load what measures

    if asked.resume is not None:
        if site["run"] is not None:
            raise InputError(N_("both --resume and --run"), remedy=N_("give one of them: each names a run"))
        run = asked.resume if asked.resume.is_dir() else asked.resume.parent
        found = resumed(asked.resume)
        return _Work(found.header, run, found)
    views = asked.views if isinstance(asked.views, float) else None
    header = header_of(site, url, demo=asked.demo, views=views, target=asked.target, conditions=asked.conditions)
    scope = replace(header.scope, documents=asked.documents)
    question = replace(header.question, views_by_page=export is not None)
    run_itself = replace(header.run, prove=asked.prove)
    # Coverage changes no byte, and lets the proofs try the rules and functions that no page used.
    loading = replace(header.loading, coverage=header.loading.coverage or asked.prove > 0)
    header = replace(header, run=run_itself, scope=scope, question=question, loading=loading)
    run = run_directory(site, header)
    if not holds_run(run):
        return _Work(header, run)
    found = same_question(run, header)
    if not found.more_to_do and not asked.complete_is_done:
        raise InputError(
            N_("{run} contains a complete audit already"), remedy=N_("name another directory with --run"), run=run
        )
    return _Work(found.header, run, found)


def _complete(run: Path, export: Export | None) -> AuditReport:
    if export is not None:
        raise InputError(
            N_("this audit is complete: its page views cannot be changed"),
            remedy=N_("join them to it with `delest report RUN --traffic FILE`, or start a new audit"),
        )
    click.echo(_("This audit is complete: nothing is left to do. To load more pages, raise --max-pages."), err=True)
    return saved_report(run, ecoindex=False)


def _ask_again(header: RunHeader, site: Site, *, given: bool) -> None:
    """Refuse to go on with a run without what it does not keep.

    Raises:
        InputError: something has to be given again.
    """
    refuse_without_cache(site, header.loading.cache_states)
    if header.loading.logged_in and not site["login"]:
        raise InputError(N_("this audit was started behind a login"), remedy=N_("give --login FILE again"))
    if header.question.views_by_page and not given:
        raise InputError(
            N_("this audit got its page views from a file, which is not saved"),
            remedy=N_("give --traffic FILE again"),
        )


def _load(site: Site, header: RunHeader) -> LoadOptions:
    """Return how pages are loaded: as the run says, with the browser and the access that the command names."""
    given: Any = site | own_values(header)
    return load_options(header.loading, access_of(given, header.scope.start_urls), site["browser"])


def _say_how_to_go_on(run: Path, site: Site) -> None:
    command = shlex.join(["delest", "audit", "--resume", str(run)])
    click.echo(_("To continue: {command}").format(command=command), err=True)
    secrets = secret_options(site)
    if secrets:
        told = _("Give {options} again: what may be secret is never saved.")
        click.echo(told.format(options=", ".join(secrets)), err=True)


async def _audit(order: "Order", watcher: "Observer") -> tuple[AuditReport, bool]:
    from delest import pipeline  # noqa: PLC0415 - the browser and the network are loaded only to measure

    work = until_interrupted(
        lambda stop: pipeline.audit(order, watcher, stop), watcher, instead=lambda: kept_of(order.run)
    )
    return await work


def kept_of(run: Path) -> AuditReport:
    """Return what an audit has left that was stopped at once.

    Raises:
        click.Abort: nothing, because it was stopped before it wrote anything.
    """
    from delest.pipeline.auditing.resume import holds_run  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.reading import saved  # noqa: PLC0415 - as above

    if not holds_run(run):
        raise click.Abort
    return saved(run)
