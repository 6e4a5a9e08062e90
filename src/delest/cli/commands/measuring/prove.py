"""``delest prove``: load the recorded pages of a saved audit again, without the network, with lighter files."""

import asyncio
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from delest.cli.interrupting import until_interrupted
from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.options.output import quiet_option
from delest.cli.options.proving import keep_remedies_option
from delest.cli.options.quantities import Count
from delest.cli.options.run_path import RunPath
from delest.cli.terminal.outputs import output_options, planned, write, write_own
from delest.cli.terminal.progress import watcher
from delest.cli.terminal.saved_run import saved_report
from delest.errors import N_, ExitCode, InputError
from delest.inputs.files import read_bytes
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.pipeline.proving.given import Given
    from delest.pipeline.proving.saved import SavedOrder
    from delest.records.advice.proof import PageProof


@click.command(
    cls=Command,
    help=_("Load the recorded pages of a saved audit again, without the network, and prove what lighter files avoid.")
    + " "
    + _(
        "RUN is the directory of an audit made with --prove. With --replace or --refuse, your own changes are tried"
        " instead. With these or --rule, the saved audit stays as it is."
    )
    + "\n\n\b\ndelest prove delest-runs/www.example.org-20261122-101500-3f2a\n"
    "delest prove RUN --replace https://www.example.org/app.js=dist/app.js\n"
    "delest prove RUN --refuse ads.example --page https://www.example.org/",
)
@click.argument("run", type=RunPath())
@option(
    "--page",
    "pages",
    section=Section.PAGES,
    multiple=True,
    metavar="URL",
    help=_("Prove this recorded page only. Can be repeated."),
)
@option(
    "--rule",
    "rules",
    section=Section.PAGES,
    multiple=True,
    metavar="ID",
    help=_("Try this rule only, such as image-encoding. Can be repeated."),
)
@option(
    "--replace",
    section=Section.LOADING,
    multiple=True,
    metavar="URL=FILE",
    help=_(
        "Weigh the pages with this file of yours as the response of URL, or with the files of a folder as those below"
        " URL. Can be repeated."
    ),
)
@option(
    "--refuse",
    section=Section.LOADING,
    multiple=True,
    metavar="HOST",
    help=_("Weigh the pages without this host and the hosts below it: what it costs. Can be repeated."),
)
@keep_remedies_option
@option(
    "--jobs",
    section=Section.LOADING,
    type=Count(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help=_("Prove N pages side by side."),
)
@option("--browser", section=Section.LOADING, metavar="PATH", help=_("Use this Chromium, Chrome or Edge."))
@output_options("json")
@quiet_option
def command(  # noqa: PLR0913 - one parameter an option
    *, run: Path, pages: tuple[str, ...], rules: tuple[str, ...], replace: tuple[str, ...], refuse: tuple[str, ...],
    keep_remedies: Path | None, jobs: int, browser: str | None, outputs: tuple[str, ...], form: str, quiet: bool,
) -> int:  # fmt: skip
    """Run the command."""
    from delest.pipeline.proving.saved import SavedOrder  # noqa: PLC0415 - help must not load what measures
    from delest.report import kinds  # noqa: PLC0415 - same

    plan = planned(outputs, form, ("json",))
    given = _given(replace, refuse)
    if rules and given.asked:
        raise InputError(
            N_("--rule with --replace or --refuse: your own changes belong to no rule"), remedy=N_("leave one out")
        )
    if keep_remedies is not None and given.asked:
        raise InputError(
            N_("--keep-remedies with --replace or --refuse: no lighter file is made"), remedy=N_("leave one out")
        )
    _refuse_unknown(rules)
    order = SavedOrder(
        run=run, browser_path=browser, jobs=jobs, pages=pages, rules=rules, given=given, keep_remedies=keep_remedies
    )
    proofs, interrupted = _proven(order, quiet=quiet)
    audited = saved_report(run, ecoindex=False)
    tried_only = given.asked or bool(rules)
    if tried_only:
        from msgspec.structs import replace as with_  # noqa: PLC0415 - as above

        audited = with_(audited, proofs=proofs, plan=None)
    write(kinds.prove(audited), plan)
    if plan.only_text and not tried_only:
        write_own(kinds.audit(audited), run if run.is_dir() else run.parent)
    return ExitCode.INTERRUPTED if interrupted else ExitCode.DONE


def _proven(order: "SavedOrder", *, quiet: bool) -> "tuple[tuple[PageProof, ...], bool]":
    from delest.pipeline.proving.saved import prove_run  # noqa: PLC0415 - help must not load what measures

    with watcher(quiet=quiet, done=0) as watching:
        proving = until_interrupted(lambda stop: prove_run(order, watching, stop), watching, instead=_nothing)
        return asyncio.run(proving)


def _refuse_unknown(rules: Sequence[str]) -> None:
    from delest.pipeline.advising import all_rules  # noqa: PLC0415 - help must not load what examines

    known = [rule.id for rule in all_rules()] if rules else []
    for each in rules:
        if each not in known:
            raise InputError(
                N_("no rule is called {rule!r}"),
                remedy=N_("`delest rules` lists them: {known}"),
                rule=each,
                known=", ".join(get_close_matches(each, known, 3) or known),
            )


def _nothing() -> "tuple[PageProof, ...]":
    """Return no proof: those that ended are in the run already."""
    return ()


def _given(replace: Sequence[str], refuse: Sequence[str]) -> "Given":
    from delest.pipeline.proving.given import MOST_FILE_BYTES, Given  # noqa: PLC0415 - help must not load what measures

    files, folders = {}, {}
    for each in replace:
        url, equals, name = each.rpartition("=")
        if not equals or not name or "://" not in url:
            raise InputError(
                N_("--replace: expected URL=FILE or URL=FOLDER, not {given!r}"),
                remedy=N_("give the URL of the file, =, and the file to send instead"),
                given=each,
            )
        path = Path(name)
        if path.is_dir():
            folders[url if url.endswith("/") else f"{url}/"] = path
        else:
            files[url] = read_bytes(path, most_bytes=MOST_FILE_BYTES)
    return Given(files=files, folders=folders, hosts=tuple(each.strip().lower().strip(".") for each in refuse))
