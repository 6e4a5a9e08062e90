"""The options of a campaign itself, as they are written on a command line."""

from datetime import time
from typing import Any, Final

import click
from click.core import ParameterSource

_KEPT: Final = ("shard", "at_once", "workers", "cluster", "tls", "lane", "pages_a_minute", "between", "service_time",
                "tries")  # fmt: skip
"""What a campaign is driven with; a secret is not among it."""


def as_given() -> tuple[str, ...]:
    """Return the options of the campaign itself that were given, for the command that continues it."""
    context = click.get_current_context()
    words: list[str] = []
    for each in context.command.params:
        text = _in_words(context.params.get(each.name or "")) if each.name in _KEPT else ""
        if text and context.get_parameter_source(each.name or "") is not ParameterSource.DEFAULT:
            words += [each.opts[0], text]
    return tuple(words)


def _in_words(value: Any) -> str:
    """Return a value as it is written on a command line: numbers, words, seconds, hours, a shard."""
    if isinstance(value, tuple):
        return "-".join(f"{each:%H:%M}" for each in value) if isinstance(value[0], time) else "/".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.15g}s"
    return "" if value is None else str(value)
