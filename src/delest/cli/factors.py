"""``delest factors``: which figures delest uses, where they come from, and whether they are what was released."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Group
from delest.cli.terminal.outputs import output_options, planned, write
from delest.convert.web import model as models
from delest.convert.web.range import convert
from delest.errors import N_, InputError
from delest.factors import load
from delest.factors.difference import difference
from delest.records.avoided import Conditions, Reading
from delest.records.factor import FactorSet, FactorSets
from delest.report.language.words import _
from delest.units import GB_BYTES

_CHECK_MOBILE_SHARE: Final = 0.5
_DATA: Final = ("json",)


@click.group(
    cls=Group,
    help=_("The emission factors: what they are, where they come from, whether they are intact.")
    + "\n\n\b\ndelest factors list",
)
def command() -> None:
    """Gather the commands on factors."""


@command.command("list", help=_("The released factor sets.") + "\n\n\b\ndelest factors list")
@output_options(*_DATA)
def list_sets(form: str, outputs: tuple[str, ...]) -> None:
    """List the released sets."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, _DATA)
    write(kinds.factor_list(tuple(load.released().values())), plan)


@command.command(help=_("One set, row by row, with every source.") + "\n\n\b\ndelest factors show minumeco-2022")
@click.argument("set_id", metavar="ID")
@output_options(*_DATA)
def show(set_id: str, form: str, outputs: tuple[str, ...]) -> None:
    """Show one set."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, _DATA)
    write(kinds.factor_set(load.load_set(set_id), load.sources()), plan)


@command.command(
    help=_("What changed from one set to another; each is an id or a file.")
    + "\n\n\b\ndelest factors diff agec-isp-2022 ademe-fr-2026"
)
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@output_options(*_DATA)
def diff(one: str, other: str, form: str, outputs: tuple[str, ...]) -> None:
    """Compare two sets."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, _DATA)
    before, after = _named(one), _named(other)
    write(kinds.factor_difference(before, after, difference(before, after)), plan)


def _named(name: str) -> FactorSet:
    return load.load_file(Path(name)) if name.endswith(".toml") else load.load_set(name)


@command.command(
    help=_("Check the released files against their hashes, or your own file against the rules.")
    + "\n\n\b\ndelest factors verify\ndelest factors verify my-factors.toml"
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@output_options()
def verify(file: Path | None, form: str, outputs: tuple[str, ...]) -> None:
    """Check the released files, or a user's own."""
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, ())
    if file is None:
        altered = load.altered()
        if altered:
            raise InputError(
                N_("released factor files are not what was released: {files}"),
                remedy=N_("install delest again; a correction is a new file with a new version, never an edit"),
                files=", ".join(altered),
            )
        for factors in load.released().values():
            _try(factors, load.released())
        write(kinds.factors_released(len(load.data_files())), plan)
        return
    own = load.load_file(file)
    reading = _try(own, {**load.released(), own.ref.id: own})
    write(kinds.factors_own(str(file), own, reading), plan)


def _try(factors: FactorSet, sets: FactorSets) -> Reading | None:
    """Convert with a set's model, and compare with the result that the set itself publishes, if it has either."""
    if factors.model is None:
        return None
    assumed = models.mobile_share(factors.model)
    share = assumed.default if assumed else _CHECK_MOBILE_SHARE
    check = factors.model.check
    gb = check.views * (check.bytes_before - check.bytes_after) / GB_BYTES if check else 1.0
    asked = Conditions(mobile_share=share, models=(factors.model.id,))
    reading = convert(gb, sets, asked).readings[-1]
    found = reading.kgco2e_per_year.central
    if check and abs(found - check.expected_kg) > check.tolerance_kg:
        raise InputError(
            N_("{set}: the model gives {found} kg where [model.check] expects {expected}"),
            remedy=N_("mend the factor or the check"),
            set=factors.ref.id,
            found=f"{found:g}",
            expected=f"{check.expected_kg:g}",
        )
    return reading if check is None else convert(1.0, sets, asked).readings[-1]
