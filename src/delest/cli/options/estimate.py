"""What the estimates share: factor sets of one's own, and how an answer is written."""

from pathlib import Path
from typing import Final

import click
import msgspec

from delest.cli.options.choices import Choice
from delest.cli.options.option import Section, option
from delest.factors import load
from delest.records.factor import FactorSets
from delest.report.language.words import _

_SCHEMA: Final = "delest.estimate/1"

format_option = option(
    "-f",
    "--format",
    "form",
    section=Section.OUTPUT,
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=_("Write the result as text or as JSON."),
)
factors_option = option(
    "--factors",
    "own",
    section=Section.TRAFFIC,
    names_file=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    see="model.md",
    help=_("Also read your own factor set, a TOML file."),
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
