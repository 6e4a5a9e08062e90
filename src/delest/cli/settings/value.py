"""What an option may be set to in a file or by the environment, and how a value that does not fit is told."""

from pathlib import Path
from typing import Any, Final

import click

from delest.cli.options.option import Option
from delest.cli.options.quantities import Quantity
from delest.errors import N_, InputError
from delest.report.language.words import _

_FOUND: Final = {
    bool: N_("true or false"),
    int: N_("a number"),
    float: N_("a number"),
    str: N_("text"),
    list: N_("a list"),
    dict: N_("a table"),
}


def kinds(option: Option) -> tuple[type, ...]:
    """Return the types that one value may have in TOML."""
    if option.is_flag:
        return (bool,)
    if isinstance(option.type, click.IntRange):
        return (int,)
    if isinstance(option.type, click.FloatRange):
        # Our own numbers can be written as people write them too: "50%", "1 000 000".
        return (int, float) if type(option.type) is Quantity else (int, float, str)
    return (str,)


def example(option: Option) -> str:
    """Return a value for the option, written in TOML: its default if it has one."""
    default = option.default
    if option.is_flag:
        return "true"
    if isinstance(default, bool | int | float):
        return str(default)
    if isinstance(option.type, click.IntRange):
        return str(int(option.type.min or 1))
    if type(option.type) is Quantity:
        return str(int(option.type.min or 1))
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    text = default if isinstance(default, str) and default else str(next(iter(choices), option.metavar or "..."))
    return f'["{text}"]' if option.multiple else f'"{text}"'


def check(option: Option, value: Any, place: str, context: click.Context | None) -> None:
    """Refuse a value of a file that the option cannot take.

    Raises:
        InputError: the type is not the option's, or the value is out of its bounds.
    """
    if option.multiple != isinstance(value, list):
        raise _wrong_type(option, value, place, whole=True)
    for each in value if option.multiple else (value,):
        # To Python, true is a whole number.
        if not isinstance(each, kinds(option)) or (isinstance(each, bool) and not option.is_flag):
            raise _wrong_type(option, each, place)
        _convert(option, each, place, context, f"{option.key} = {example(option)}")


def _convert(option: Option, value: Any, place: str, context: click.Context | None, written: str) -> None:
    try:
        option.type.convert(value, option, context)
    except click.BadParameter as error:
        raise InputError(
            N_("{place}: {key}: {problem}"),
            remedy=N_("write for example {example}"),
            place=place,
            key=option.key,
            problem=error.message,
            example=written,
        ) from error


def from_environment(option: Option, text: str, variable: str, context: click.Context | None) -> Any:
    """Return what a variable sets the option to; where an option can be repeated, one value a line.

    Raises:
        InputError: the option cannot take it.
    """
    values = [line for line in text.splitlines() if line.strip()] if option.multiple else [text]
    written = example(option).strip('[]"')
    for each in values:
        _convert(option, each, variable, context, f"{variable}={written}")
    if option.is_flag:
        return click.BOOL.convert(text, option, context)
    return values if option.multiple else text


def beside(option: Option, value: Any, directory: Path) -> Any:
    """Return a value that names a file, seen from the directory of the file that names it."""
    if isinstance(value, list):
        return [beside(option, each, directory) for each in value]
    by_name_alone = option.metavar == "PATH" and "/" not in str(value)  # a program, found by the system
    return str(directory / value) if option.names_file and not by_name_alone and value != "-" else value


def _wrong_type(option: Option, value: Any, place: str, *, whole: bool = False) -> InputError:
    found = next((_(said) for kind, said in _FOUND.items() if isinstance(value, kind)), type(value).__name__)
    wanted = _("a list") if whole and option.multiple else _(_FOUND[kinds(option)[0]])
    if kinds(option) == (int,) and isinstance(value, float):
        wanted = _("a whole number")
    return InputError(
        N_("{place}: {key} must be {wanted}, not {found}"),
        remedy=N_("write for example {example}"),
        place=place,
        key=option.key,
        wanted=wanted,
        found=found,
        example=f"{option.key} = {example(option)}",
    )
