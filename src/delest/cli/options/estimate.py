"""What the estimates share: factor sets of one's own, and how an answer is written."""

from pathlib import Path

import click

from delest.cli.options.option import Section, option
from delest.factors import load
from delest.records.factor import FactorSets
from delest.report.language.words import _

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
