"""The command ``delest`` and the names of its commands; each is imported when it is used, so that help is quick."""

import importlib
from typing import Final

import click

from delest import __version__
from delest.errors import ExitCode
from delest.report.words import LANGUAGES, _

_COMMANDS: Final = {
    "audit": _("Weigh the pages of a site and report on them."),
    "check": _("Fail when a page is heavier than a budget."),
    "report": _("Render a saved run again."),
    "weigh": _("Weigh a page load that another tool recorded (HAR)."),
    "estimate": _("Estimate kg CO2e from figures that you give."),
    "factors": _("Show the emission factors and where they come from."),
    "doctor": _("Say whether delest can measure on this machine."),
}
_EXIT_CODES: Final = (
    (ExitCode.DONE, _("done, or within the budget")),
    (ExitCode.BUDGET_BREACHED, _("over the budget")),
    (ExitCode.USAGE, _("an option, a URL or an input file is wrong")),
    (ExitCode.NOT_MEASURED, _("nothing, or not all that a check needs, could be measured")),
    (ExitCode.NO_BROWSER, _("no browser could be found or started")),
    (ExitCode.PARTIAL, _("some pages could not be measured, under --strict")),
    (ExitCode.BLOCKED, _("robots.txt, a challenge or a login stands before every page")),
    (ExitCode.INTERRUPTED, _("interrupted")),
)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"delest.cli.{cmd_name}").command
        _add_language(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("Commands")):
            formatter.write_dl(list(_COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("Exit codes")):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in _EXIT_CODES])


def _language_option() -> click.Option:
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=_("Language of all that is written; by default that of your environment."),
    )


def _add_language(command: click.Command) -> None:
    if any("--lang" in parameter.opts for parameter in command.params):
        return
    command.params.append(_language_option())
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _add_language(below)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[_language_option()],
    help=_("Weigh the pages of a website on the wire, and say what lighter pages are worth in kg CO2e a year.")
    + "\n\n\b\ndelest audit https://www.example.org/\n"
    'delest check https://www.example.org/ --max-page-weight "1 MB"',
)
@click.version_option(__version__, prog_name="delest", message="%(prog)s %(version)s")
def delest() -> None:
    """Gather the commands."""
