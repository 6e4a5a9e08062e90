"""What the estimates share: factor sets of one's own, and how an answer is written."""

from pathlib import Path
from typing import Final

import click
import msgspec

from delest.factors import load
from delest.records.factor import FactorSets
from delest.report.language.words import _

_SCHEMA: Final = "delest.estimate/1"
_WHOLE: Final = 1000


class Commands(click.Group):
    """A group that lists its commands with their whole first sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the list."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, below.get_short_help_str(_WHOLE)) for name, below in self.commands.items()])


format_option = click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("How the answer is written.")
)
factors_option = click.option(
    "--factors",
    "own",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Your own factor set, a TOML file; read beside the released ones."),
)


def sets_to_convert_with(own: Path | None) -> tuple[FactorSets, tuple[str, ...]]:
    """Return the released sets with the user's own, and the models that the user's file brings.

    Raises:
        InputError: the file cannot be used.
    """
    sets, own_set = sets_and_own(own)
    model = sets[own_set].model if own_set else None
    return sets, (model.id,) if model else ()


def sets_and_own(own: Path | None) -> tuple[FactorSets, str]:
    """Return the released sets with the user's own, and the id of the latter; empty where there is none.

    Raises:
        InputError: the file cannot be used.
    """
    if own is None:
        return load.released(), ""
    factors = load.load_file(own)
    return {**load.released(), factors.ref.id: factors}, factors.ref.id


def print_json(kind: str, answer: object, **beside: object) -> None:
    """Write an answer as JSON, with what belongs beside it."""
    document = {"schema": _SCHEMA, "kind": kind, "answer": answer, **beside}
    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
