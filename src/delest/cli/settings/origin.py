"""Where the value of an option comes from when the command line does not give it.

The environment comes first, then the file; within each, what is said of one command before what is said of all. A
key is an option's long name. At the top of the file stand the options that ``audit`` and ``check`` share, for every
command that loads pages; a table such as ``[estimate.page]`` holds those of one command. The variable of a key is its
path: ``DELEST_MAX_PAGES``, ``DELEST_ESTIMATE_PAGE_COUNTRY``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import click
from msgspec import Struct, field

from delest.cli.config_file import ConfigFile, Key
from delest.cli.options.command import Command, renamed_to
from delest.cli.options.loading import devices
from delest.cli.options.option import Option
from delest.cli.settings import value as setting_value
from delest.errors import N_, InputError

Commands = Mapping[Key, click.Command]
"""Words after ``delest`` -> command, without the groups."""

_SHARING: Final = (("audit",), ("check",))
BUDGETS: Final = "budget"
"""Tables that ``check`` reads: see ``cli.gating.budgets``."""
_LANGUAGE: Final = "lang"
_READ_WHERE_USED: Final = {"DELEST_LANG", "DELEST_BROWSER", "DELEST_MATOMO_TOKEN"}
"""Variables that the language and the measuring read by themselves."""


class Setting(NamedTuple):
    """A value and where it comes from."""

    value: Any
    origin: str


class Settings(Struct):
    """What the file and the environment say."""

    file: ConfigFile = ConfigFile()
    environment: Mapping[str, str] = {}
    origins: dict[str, str] = field(default_factory=dict)
    """Texts that options were set to -> where: an error that names one says so."""

    @property
    def empty(self) -> bool:
        """Nothing is set, as far as can be seen without knowing the options."""
        return not self.file.table and not any(name.startswith("DELEST_") for name in self.environment)

    def defaults(self, path: Key, commands: Commands, context: click.Context) -> dict[str, Any]:
        """Return click's ``default_map`` of one command.

        Raises:
            InputError: a variable cannot be used.
        """
        options = options_of(commands[path])
        found = self.in_force(path, commands, context)
        self.origins |= {
            str(value): setting.origin
            for setting in found.values()
            for value in (setting.value if isinstance(setting.value, list) else [setting.value])
            if isinstance(value, str)
        }
        return {
            str(options[name].name): setting.value
            for name, setting in found.items()
            if setting.origin not in _READ_WHERE_USED
        }

    def in_force(self, path: Key, commands: Commands, context: click.Context) -> dict[str, Setting]:
        """Return what is set for one command: key -> setting.

        Raises:
            InputError: a variable cannot be used.
        """
        common = shared(commands)
        found = {}
        for name, option in options_of(commands[path]).items():
            keys = [(*path, name)]
            if name in common and (loads_pages(commands[path]) or name == _LANGUAGE):
                keys.append((name,))
            setting = next(self._set(keys, option, context), None)
            if setting is not None:
                found[name] = setting
        return found

    def _set(self, keys: Iterable[Key], option: Option, context: click.Context) -> Iterator[Setting]:
        for key in keys:
            variable = variable_of(key)
            text = self.environment.get(variable, "")
            if text:
                here = variable in _READ_WHERE_USED
                given = text if here else setting_value.from_environment(option, text, variable, context)
                yield Setting(given, variable)
        for key in keys:
            value: Any = self.file.table
            for part in key:
                value = value.get(part) if isinstance(value, Mapping) else None
            if value is not None and self.file.path is not None:
                yield Setting(setting_value.beside(option, value, self.file.path.parent), self.file.place(*key))

    def check(self, commands: Commands, context: click.Context) -> None:
        """Refuse a file that says what delest does not understand.

        Raises:
            InputError: an unknown key, or a value that its option cannot take.
        """
        devices.profiles(self.file)
        table = {key: value for key, value in self.file.table.items() if key not in {devices.TABLE, BUDGETS}}
        self._check_table((), table, commands, context)

    def _check_table(self, path: Key, table: Any, commands: Commands, context: click.Context) -> None:
        if not isinstance(table, Mapping):
            raise InputError(
                N_("{place}: {key} is a command: expected a table"),
                remedy=N_("write [{table}], and its options below"),
                place=self.file.place(*path),
                key=path[-1],
                table=".".join(path),
            )
        options = options_of(commands[path]) if path in commands else {} if path else shared(commands)
        below = {each[len(path)] for each in commands if each[: len(path)] == path and len(each) > len(path)}
        for key, value in table.items():
            if key in options:
                setting_value.check(options[key], value, self.file.place(*path, key), context)
            elif key in below:
                self._check_table((*path, key), value, commands, context)
            else:
                raise _unknown((*path, key), self.file, {*options, *below}, commands)


def options_of(command: click.Command) -> dict[str, Option]:
    """Return the options of a command that can be set: key -> option."""
    return {each.key: each for each in command.params if isinstance(each, Option) and each.settable}


def shared(commands: Commands) -> dict[str, Option]:
    """Return the options that stand at the top of the file: key -> option. A command's name is kept for its table."""
    first, *others = (options_of(commands[path]) for path in _SHARING)
    tables = {path[0] for path in commands}
    return {
        name: option for name, option in first.items() if name not in tables and all(name in other for other in others)
    }


def loads_pages(command: click.Command) -> bool:
    """Tell whether the options at the top of the file apply to a command."""
    return isinstance(command, Command) and command.loads_pages


def variable_of(key: Key) -> str:
    """Return the environment variable of a key."""
    return "_".join(("delest", *key)).replace("-", "_").upper()


def _unknown(key: Key, file: ConfigFile, known: set[str], commands: Commands) -> InputError:
    name, place = key[-1], file.place(*key)
    tables = [f"[{'.'.join(path)}]" for path, command in commands.items() if name in options_of(command)]
    present = next((new for command in commands.values() if (new := renamed_to(name, command.params))), "")
    if present:
        return InputError(
            N_("{place}: {former} is now called {name}"),
            remedy=N_("write {name} instead"),
            place=place,
            former=name,
            name=present,
        )
    from difflib import get_close_matches  # noqa: PLC0415 - only for an unknown key

    near = get_close_matches(name, sorted({*known, BUDGETS} if len(key) == 1 else known), 1)
    if tables:
        return InputError(
            N_("{place}: {key} does not belong here"),
            remedy=N_("put it below {tables}"),
            place=place,
            key=name,
            tables=", ".join(tables),
        )
    if near:
        return InputError(
            N_("{place}: no option is called {key}"),
            remedy=N_("did you mean {near}?"),
            place=place,
            key=name,
            near=near[0],
        )
    return InputError(
        N_("{place}: no option is called {key}"),
        remedy=N_("`delest config` lists them all"),
        place=place,
        key=name,
    )
