"""One of several words, with the nearest one where the word is not among them."""

from typing import Any, Final

import click

from delest.report.language.words import _

_ALIKE: Final = 0.5
"""Of 1; the words are few and short."""


class Choice(click.Choice[str]):
    """One word of several."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is wrong with ``value``, and the word that was probably meant."""
        from difflib import get_close_matches  # noqa: PLC0415 - only for a wrong value

        near = get_close_matches(str(value), self.choices, 1, _ALIKE)
        said = super().get_invalid_choice_message(value, ctx)
        return f"{said} {_('Did you mean {possibility}?').format(possibility=repr(near[0]))}" if near else said
