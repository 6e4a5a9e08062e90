"""A command of delest: help in sections, options that take each other's place or need each other, former names."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import click
from click.core import ParameterSource

from delest.cli.options.option import Argument, Option, write_sections
from delest.errors import N_, InputError
from delest.report.language.words import _

_WHOLE: Final = 1000


class Command(click.Command):
    """A command; on the command line, one of its options takes the place of its opposite, wherever that was set.

    ``loads_pages``: the options at the top of a configuration file apply to it.
    """

    def __init__(self, *args: Any, loads_pages: bool = False, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.loads_pages: Final = loads_pages

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; where an option from elsewhere has to give way, parse again without it."""
        args = [_present(each, self.params) for each in args]
        again = list(args)
        rest = super().parse_args(ctx, args)
        yielding = self._yielding(ctx)
        if yielding:
            ctx.default_map = {name: value for name, value in (ctx.default_map or {}).items() if name not in yielding}
            ctx.params.clear()
            rest = super().parse_args(ctx, again)
        if not ctx.params.get("resume"):  # a run has its own, which the value is held against
            self._refuse_idle(ctx)
        return rest

    def _refuse_idle(self, ctx: click.Context) -> None:
        """Refuse options of the command line that would do nothing beside the others, or without one."""
        by_name = {str(each.name): each for each in self.params}
        for each in given_options(ctx):
            needed = [by_name[name] for name in each.goes_with if name in by_name]
            if needed and not any(ctx.params.get(str(other.name)) for other in needed):
                named = ", ".join(max(other.opts, key=len) for other in needed if isinstance(other, Option))
                raise InputError(
                    N_("{option} does nothing without {needed}"),
                    remedy=N_("add {needed}, or leave {option} out"),
                    option=f"--{each.key}",
                    needed=named,
                )
            for name in each.idle_with:
                if name in by_name and ctx.params.get(name):
                    raise idle(each, max(by_name[name].opts, key=len))

    def _yielding(self, ctx: click.Context) -> set[str]:
        given = [
            each
            for each in self.params
            if isinstance(each, Option | Argument)
            and ctx.get_parameter_source(str(each.name)) is ParameterSource.COMMANDLINE
        ]
        return {other for each in given for other in each.instead_of} & set(ctx.default_map or {})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        write_sections(self, ctx, formatter)


class Group(click.Group):
    """A group of commands; it lists them with their whole first sentence."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        write_sections(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the list."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, below.get_short_help_str(_WHOLE)) for name, below in self.commands.items()])


def given_options(ctx: click.Context) -> list[Option]:
    """Return the options that are on the command line."""
    options = [each for each in ctx.command.params if isinstance(each, Option)]
    return [each for each in options if ctx.get_parameter_source(str(each.name)) is ParameterSource.COMMANDLINE]


def idle(option: Option, beside: str) -> InputError:
    """Return the error of an option that does nothing with what the command is given."""
    return InputError(
        N_("{option} does nothing with {beside}"),
        remedy=N_("leave {option} out"),
        option=f"--{option.key}",
        beside=beside,
    )


def loading_command(**attributes: Any) -> Callable[..., Any]:
    """Return the decorator that makes a command that loads pages."""
    return click.command(cls=Command, loads_pages=True, **attributes)


def renamed_to(name: str, params: Iterable[click.Parameter]) -> str:
    """Return the present name of the option that was called ``name`` (no dashes); empty: there was none."""
    return next((each.key for each in params if isinstance(each, Option) and name in each.was), "")


def _present(argument: str, params: Iterable[click.Parameter]) -> str:
    """Return an argument under its option's present name; a former one is accepted, and the present one said."""
    former, equals, value = argument.partition("=")
    name = renamed_to(former.removeprefix("--"), params) if former.startswith("--") else ""
    if not name:
        return argument
    click.echo(_("{former} is now called {name}").format(former=former, name=f"--{name}"), err=True)
    return f"--{name}{equals}{value}"
