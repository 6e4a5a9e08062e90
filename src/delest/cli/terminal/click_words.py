"""What click itself says, in the language in use.

click asks the standard gettext, which reads the environment alone: ``--lang`` would not reach it, and an environment
set for it would reach the browser, whose Accept-Language pages answer to.
"""

from typing import Final

import click

from delest.errors import N_
from delest.report.language.words import _

_MODULES: Final = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
_MESSAGES: Final = frozenset(
    {
        N_("Usage:"),
        N_("Options"),
        N_("Commands"),
        N_("default: {default}"),
        N_("required"),
        N_("Show the version and exit."),
        N_("Show this message and exit."),
        N_("Missing command."),
        N_("Missing argument"),
        N_("Missing option"),
        N_("Invalid value: {message}"),
        N_("Invalid value for {param_hint}: {message}"),
        N_("No such command {name!r}."),
        N_("No such option {name!r}."),
        N_("Did you mean {possibility}?"),
        N_("(Did you mean one of: {possibilities}?)"),
        N_("Option {name!r} does not take a value."),
        N_("Option {name!r} requires an argument."),
        N_("Got unexpected extra argument ({args})"),
        N_("Got unexpected extra arguments ({args})"),
        N_("Choose from:\n\t{choices}"),
        N_("{value!r} is not {choice}."),
        N_("{value!r} is not one of {choices}."),
        N_("{value!r} is not a valid {number_type}."),
        N_("{value} is not in the range {range}."),
    }
)
"""Of click 8.5; a message that another version words differently stays English."""


class _Help(click.HelpFormatter):
    """Help whose headings have the punctuation of the language in use."""

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")


def teach() -> None:
    """Have click speak the language in use from now on."""
    click.Context.formatter_class = _Help
    for module in _MODULES:
        for name, ours in (("_", _said), ("ngettext", _counted)):
            setattr(module, name, ours)


def _said(message: str) -> str:
    return _(message) if message in _MESSAGES else message


def _counted(one: str, many: str, n: int) -> str:
    return _said(one if n == 1 else many)
