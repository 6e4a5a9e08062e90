"""``delest doctor``: can delest measure on this machine, and what to do when not."""

import asyncio
import re
from typing import Final

import click

from delest import __version__
from delest.cli.options.command import Command
from delest.cli.options.option import option
from delest.errors import N_, ExitCode, NoBrowserError, NotMeasuredError
from delest.records.pages.load import Outcome
from delest.report.language.numbers import count_text
from delest.report.language.words import _

_MODES: Final = {
    "full": N_("full browser"),
    "headless-shell": N_("reduced browser: the bytes may be fewer than visitors have"),
}

_FIRST_SAID: Final = re.compile(r"\[err\] (.{1,300})")
"""In what Playwright reports: the first line that the program wrote on stderr."""


@click.command(
    cls=Command,
    loads_pages=True,
    help=_("Find the browser, load a page from delest's own server, and compare the bytes counted with the bytes sent.")
    + "\n\n\b\ndelest doctor\ndelest doctor --browser /usr/bin/chromium",
)
@option("--browser", metavar="PATH", names_file=True, help=_("Use this Chromium, Chrome or Edge."))
def command(*, browser: str | None) -> int:
    """Run the command."""
    from delest.pipeline.doctor import examine  # noqa: PLC0415 - help must not load what measures

    click.echo(_("delest {version}").format(version=__version__))
    try:
        found = asyncio.run(examine(browser))
    except NoBrowserError as error:
        raise _no_chromium(error) from error
    load = found.load
    sandbox = _("sandboxed") if load.browser.sandboxed else _("without sandbox")
    click.echo(_("browser     {product} ({mode}, {sandbox})").format(
        product=load.browser.product, mode=_(_MODES[load.browser.mode]), sandbox=sandbox))  # fmt: skip
    click.echo(_("path        {path}").format(path=load.browser.path))
    if load.outcome is not Outcome.OK:
        raise NotMeasuredError(
            N_("the browser starts but loads no page: {reason}"),
            remedy=N_("check whether a proxy or a firewall blocks this machine's own address"),
            reason=load.reason,
        )
    click.echo(_("page        loaded, settled after {ms} ms").format(ms=round(load.settled_after_ms or 0)))
    click.echo(_("counted     {counted} of the {sent} bytes sent: {verdict}").format(
        counted=count_text(load.transferred_bytes), sent=count_text(found.sent_bytes),
        verdict=_("exact") if found.exact else _("not exact")))  # fmt: skip
    if not found.exact:
        raise NotMeasuredError(
            N_("this browser's count cannot be trusted"),
            remedy=N_("use Chromium or Chrome 150 or newer (--browser PATH)"),
        )
    click.echo(_("All is well: delest can measure here."))
    return ExitCode.DONE


def _no_chromium(error: NoBrowserError) -> NoBrowserError:
    """Return what doctor says of a program that does not start: "run doctor" would be no remedy here."""
    if "reason" not in error.values:
        return error
    said = _FIRST_SAID.search(str(error.__cause__))
    return NoBrowserError(
        N_("{path} is not a Chromium, or libraries that it needs are missing: {reason}"),
        remedy=N_("name a Chromium, Chrome or Edge with --browser PATH, or reinstall it with what it needs"),
        path=error.values["path"],
        reason=said[1] if said else error.values["reason"],
    )
