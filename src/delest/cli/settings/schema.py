"""What the configuration may hold, from the options themselves: as a JSON Schema, and as an example with comments."""

import textwrap
from collections.abc import Iterator
from typing import Any, Final

import click

from delest.cli.options.loading.devices import TABLE
from delest.cli.options.option import Option
from delest.cli.settings import value as setting_value
from delest.cli.settings.origin import BUDGETS, Commands, loads_pages, options_of, shared
from delest.report.language.words import _

_TYPES: Final = {bool: "boolean", int: "integer", float: "number", str: "string"}
_WIDTH: Final = 78
_DEVICE: Final = {
    "type": "object",
    "properties": {
        "width-px": {"type": "integer", "minimum": 50, "maximum": 10_000},
        "height-px": {"type": "integer", "minimum": 50, "maximum": 10_000},
        "pixel-ratio": {"type": "number", "minimum": 0.25, "maximum": 8, "default": 1},
        "mobile": {"type": "boolean", "default": False},
        "user-agent": {"type": "string", "minLength": 1, "maxLength": 500},
    },
    "required": ["width-px", "height-px"],
    "additionalProperties": False,
}
_EXAMPLE_BUDGET: Final = ("[[budget]]", 'weight = "1 MB"')
_EXAMPLE_DEVICE: Final = 'width-px = 1080\nheight-px = 1920\npixel-ratio = 1.5\nmobile = false\nuser-agent = "Kiosk/1"'


def schema(commands: Commands) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``delest.toml``."""
    from delest.pipeline.gating.budgets import budget_schema  # noqa: PLC0415 - help must not load what measures

    root = _table(shared(commands))
    root["properties"][TABLE] = {"type": "object", "additionalProperties": _DEVICE}
    root["properties"][BUDGETS] = {"type": "array", "items": budget_schema()}
    for path, command in commands.items():
        within = root
        for name in path[:-1]:
            within = within["properties"].setdefault(name, _table({}))
        within["properties"][path[-1]] = _table(options_of(command))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "delest.toml", **root}


def _table(options: dict[str, Option]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _property(option) for name, option in options.items()},
        "additionalProperties": False,
    }


def _property(option: Option) -> dict[str, Any]:
    types = [_TYPES[kind] for kind in setting_value.kinds(option) if not (kind is int and _takes_fractions(option))]
    one: dict[str, Any] = {"type": types[0] if len(types) == 1 else types}
    if isinstance(option.type, click.Choice):
        one["enum"] = list(option.type.choices)
    if isinstance(option.type, click.IntRange | click.FloatRange):
        bounds = {
            "exclusiveMinimum" if option.type.min_open else "minimum": option.type.min,
            "exclusiveMaximum" if option.type.max_open else "maximum": option.type.max,
        }
        one |= {name: bound for name, bound in bounds.items() if bound is not None}
    told = {"description": option.help}
    if option.multiple:
        return {**told, "type": "array", "items": one}
    default = option.default
    return {**told, **one} | ({"default": default} if isinstance(default, int | float | str) and default != "" else {})


def _takes_fractions(option: Option) -> bool:
    return isinstance(option.type, click.FloatRange)


def example(commands: Commands) -> str:
    """Return a ``delest.toml`` with every key, each explained and left as a comment."""
    common = shared(commands)
    lines = [
        *_comment(_("Options of delest. Uncomment a line to use it.")),
        *_comment(_("At the top: options of every command that loads pages.")),
        "",
        *_keys(common),
    ]
    for path, command in commands.items():
        own = {
            name: option
            for name, option in options_of(command).items()
            if name not in common or not loads_pages(command)
        }
        own.pop("lang", None)
        if own:
            lines += ["", f"[{'.'.join(path)}]", *_keys(own)]
    lines += ["", *_comment(_("A budget of `delest check`, for all pages.")), *_EXAMPLE_BUDGET]
    lines += ["", *_comment(_("A device of your own, for --device kiosk.")), f"[{TABLE}.kiosk]"]
    return "\n".join([*lines, *_EXAMPLE_DEVICE.splitlines()])


def _keys(options: dict[str, Option]) -> Iterator[str]:
    for name, option in options.items():
        yield from _comment(option.help or "")
        yield f"# {name} = {setting_value.example(option)}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")
