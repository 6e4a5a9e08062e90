"""``delest config``: what is set, and where it comes from."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import click

from delest.cli.config_file import Key
from delest.cli.options.command import Command
from delest.cli.options.option import Option, Secret, Section, option
from delest.cli.settings.origin import Commands, Settings, options_of, shared
from delest.errors import N_, InputError
from delest.report.language.safe_text import printable
from delest.report.language.words import _

_PASSWORD: Final = re.compile(r"(?<=//)[^/?#]*@|^[^/?#]*@")
_HIDDEN: Final = "***"
_COLUMNS: Final = (20, 24)


@click.command(
    cls=Command,
    help=_("Show every option in force, its value, and where it comes from.")
    + " "
    + _("With a command and its options: what that command would do. Secrets are not shown.")
    + "\n\n\b\ndelest config\n"
    "delest config audit --max-pages 5\n"
    "delest config --example > delest.toml",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("command_line", nargs=-1, type=click.UNPROCESSED, metavar="[COMMAND]...")
@option("--schema", section=Section.OUTPUT, is_flag=True, help=_("Print the JSON Schema of delest.toml."))
@option("--example", section=Section.OUTPUT, is_flag=True, help=_("Print a delest.toml with every option explained."))
@click.pass_context
def command(context: click.Context, *, command_line: tuple[str, ...], schema: bool, example: bool) -> None:
    """Run the command."""
    from delest.cli.group import all_commands  # noqa: PLC0415 - which finds this command by its name
    from delest.cli.settings import schema as config_schema  # noqa: PLC0415 - seldom needed

    commands = all_commands()
    if schema:
        click.echo(json.dumps(config_schema.schema(commands), indent=2, ensure_ascii=False))
    elif example:
        click.echo(config_schema.example(commands))
    else:
        settings = context.find_object(Settings) or Settings()
        click.echo("\n".join(_shown(settings, commands, command_line, context)))


def _shown(settings: Settings, commands: Commands, words: tuple[str, ...], context: click.Context) -> Iterator[str]:
    if words:
        yield from _rows(settings, commands, *_split(words, commands), context)
        return
    common = shared(commands)
    for path in commands:
        yield f"[{'.'.join(path)}]"
        yield from _rows(settings, commands, path, (), context)
        yield ""
    yield _("Keys allowed at the top of the file: {keys}").format(keys=", ".join(common))


def _split(words: tuple[str, ...], commands: Commands) -> tuple[Key, tuple[str, ...]]:
    """Return the command that the first words name, and its own words."""
    for length in range(len(words), 0, -1):
        if words[:length] in commands:
            return words[:length], words[length:]
    raise InputError(
        N_("there is no command {name!r}"),
        remedy=N_("choose one of: {known}"),
        name=words[0],
        known=", ".join(" ".join(path) for path in commands),
    )


def _rows(
    settings: Settings, commands: Commands, path: Key, words: tuple[str, ...], context: click.Context
) -> Iterator[str]:
    command = commands[path]
    own = click.Context(command, info_name=" ".join(path), parent=context.parent)
    given = command.make_parser(own).parse_args(list(words))[0]
    in_force = settings.in_force(path, commands, context)
    for name, each in options_of(command).items():
        if each.name in given:
            value, origin = given[each.name], _("command line")
        elif name in in_force:
            value, origin = in_force[name]
        else:
            value, origin = each.get_default(own), _("default")
        yield f"  {name:<{_COLUMNS[0]}} {_text(each, value):<{_COLUMNS[1]}} {origin}"


def _text(option: Option, value: Any) -> str:
    """Return a value as TOML writes it; ``-`` where there is none."""
    if not isinstance(value, bool | int | float | str | list | tuple) or value in ("", (), []):
        return "-"
    if option.secret is Secret.VALUE:
        return _HIDDEN
    if isinstance(value, str) and option.secret is Secret.IN_URL:
        value = _PASSWORD.sub(f"{_HIDDEN}@", value)
    return printable(json.dumps(value, ensure_ascii=False))
