"""The command ``delest`` and the names of its commands; each is imported when it is used, so that help is quick."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import click

from delest import __version__
from delest.cli.config_file import Key
from delest.cli.options.choices import Choice
from delest.cli.options.command import Group
from delest.cli.options.option import Option
from delest.cli.settings.origin import Commands, Settings
from delest.errors import ExitCode
from delest.report.language.safe_text import printable
from delest.report.language.words import LANGUAGES, _

_WIDTH: Final = 80

COMMANDS: Final = {
    "audit": _("Measure the weight of a site's pages and report on them."),
    "check": _("Fail when a page is heavier than a budget."),
    "prove": _("Load recorded pages again with lighter files, without the network."),
    "report": _("Render a saved audit again."),
    "compare": _("Compare two saved audits, and say what the difference avoids."),
    "history": _("Show how the weight of a site went from audit to audit."),
    "fleet": _("Audit many services, and report on all of them."),
    "rgesn": _("Write what a saved audit shows of RGESN, in its official forms."),
    "bilan": _("Consolidate action plans, and compare them with audits."),
    "traffic": _("Show what is understood of page views, and join them to an audit."),
    "advise": _("Examine a saved audit again with today's rules."),
    "rules": _("List the rules that say what could go."),
    "explain": _("Explain a rule, a term, an exit code, a reason code or a state."),
    "weigh": _("Weigh a page load that another tool recorded (HAR)."),
    "estimate": _("Estimate kg CO2e from figures that you give."),
    "factors": _("Show the emission factors and their sources."),
    "doctor": _("Check whether delest can measure on this machine."),
    "config": _("Show every option in force and where it comes from."),
    "completion": _("Generate a shell completion script."),
}
EXIT_CODES: Final = (
    (ExitCode.DONE, _("done, or within the budget")),
    (ExitCode.BUDGET_BREACHED, _("over the budget")),
    (ExitCode.USAGE, _("an option, a URL or an input file is wrong")),
    (ExitCode.NOT_MEASURED, _("nothing could be measured, or not everything that a check needs")),
    (ExitCode.NO_BROWSER, _("no browser could be found or started")),
    (ExitCode.PARTIAL, _("some pages could not be measured (with --strict)")),
    (ExitCode.BLOCKED, _("every page is blocked by robots.txt, a bot challenge or a login")),
    (ExitCode.BUSY, _("another delest process is working on this audit")),
    (ExitCode.INTERRUPTED, _("interrupted")),
)


def _file(name: str) -> str:
    """Return the module of a command: in a folder of ``commands``, or a folder beside it."""
    found = next(Path(__file__).parent.glob(f"commands/*/{name}.py"), None)
    return f"delest.cli.commands.{found.parent.name}.{name}" if found else f"delest.cli.{name}"


class _Commands(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(_file(cmd_name)).command
        _add_everywhere(command)
        settings = ctx.find_object(Settings)
        if settings is not None and not settings.empty:
            commands = all_commands()
            settings.check(commands, ctx)
            ctx.default_map = {cmd_name: _defaults(settings, (cmd_name,), command, commands, ctx)}
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("Commands")):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none, name the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("Exit codes")):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in EXIT_CODES])


def _everywhere() -> list[click.Parameter]:
    """Return the options of every command; they are read in advance, see ``__main__``."""
    return [
        Option(
            ["--lang"],
            type=Choice(LANGUAGES),
            expose_value=False,
            help=_("Output language (default: from your environment)."),
        ),
        Option(
            ["--config"],
            settable=False,
            names_file=True,
            see="configuration.md",
            metavar="FILE",
            expose_value=False,
            help=_("Read options from this file (default: the nearest delest.toml or pyproject.toml)."),
        ),
        Option(
            ["--no-config"], is_flag=True, settable=False, expose_value=False, help=_("Read no configuration file.")
        ),
    ]


def _add_everywhere(command: click.Command) -> None:
    if any("--lang" in parameter.opts for parameter in command.params):
        return
    command.params.extend(_everywhere())
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _add_everywhere(below)


def all_commands() -> Commands:
    """Return every command that does something."""
    context = click.Context(delest)
    roots = {(name,): delest.get_command(context, name) for name in delest.list_commands(context)}
    return {path: command for name, root in roots.items() if root for path, command in _leaves(name, root)}


def _leaves(path: Key, command: click.Command) -> Iterator[tuple[Key, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from _leaves((*path, name), below)


def _defaults(
    settings: Settings, path: Key, command: click.Command, commands: Commands, context: click.Context
) -> dict[str, Any]:
    if not isinstance(command, click.Group):
        return settings.defaults(path, commands, context)
    return {
        name: _defaults(settings, (*path, name), below, commands, context) for name, below in command.commands.items()
    }


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's
    if not asked or context.resilient_parsing:
        return
    from delest.pipeline.about import about  # noqa: PLC0415 - help must not load what measures
    from delest.report.language.reasons import said  # noqa: PLC0415 - as above

    parts = about()
    browser = parts.browser or (said(parts.missing) if parts.missing else "-")
    click.echo(f"delest {__version__}")
    click.echo(_("browser      {browser}").format(browser=printable(browser)))
    sets = _("factor sets  {sets}").format(sets=", ".join(parts.factor_sets))
    click.echo(fill(sets, _WIDTH, subsequent_indent=" " * 13, break_on_hyphens=False))
    context.exit()


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=_everywhere(),
    help=_("Measure the bytes that the pages of a website transfer, and the kg CO2e a year that lighter pages avoid.")
    + "\n\n\b\ndelest audit https://www.example.org/\n"
    'delest check https://www.example.org/ --max-page-weight "1 MB"',
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help=_("Show the versions of delest, its browser and its factor sets, and exit."),
)
def delest() -> None:
    """Gather the commands."""
