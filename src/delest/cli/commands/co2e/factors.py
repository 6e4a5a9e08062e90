"""``delest factors``: which figures delest uses, where they come from, and whether they are what was released."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Group
from delest.cli.terminal.outputs import output_options, planned, write
from delest.report.language.words import _

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
    from delest.pipeline import factor_sets  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, _DATA)
    write(kinds.factor_list(factor_sets.released()), plan)


@command.command(help=_("One set, row by row, with every source.") + "\n\n\b\ndelest factors show minumeco-2022")
@click.argument("set_id", metavar="ID")
@output_options(*_DATA)
def show(set_id: str, form: str, outputs: tuple[str, ...]) -> None:
    """Show one set."""
    from delest.pipeline import factor_sets  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, _DATA)
    write(kinds.factor_set(*factor_sets.named(set_id)), plan)


@command.command(
    help=_("What changed from one set to another; each is an id or a file.")
    + "\n\n\b\ndelest factors diff agec-isp-2022 ademe-fr-2026"
)
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@output_options(*_DATA)
def diff(one: str, other: str, form: str, outputs: tuple[str, ...]) -> None:
    """Compare two sets."""
    from delest.pipeline import factor_sets  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, _DATA)
    write(kinds.factor_difference(*factor_sets.compared(one, other)), plan)


@command.command(
    help=_("Check the released files against their hashes, or your own file against the rules.")
    + "\n\n\b\ndelest factors verify\ndelest factors verify my-factors.toml"
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@output_options()
def verify(file: Path | None, form: str, outputs: tuple[str, ...]) -> None:
    """Check the released files, or a user's own."""
    from delest.pipeline import factor_sets  # noqa: PLC0415 - help must not load what converts
    from delest.report import kinds  # noqa: PLC0415 - help must not load what writes

    plan = planned(outputs, form, ())
    if file is None:
        write(kinds.factors_released(factor_sets.verified_released()), plan)
        return
    own = factor_sets.verified(file)
    write(kinds.factors_own(str(file), own.factors, own.reading), plan)
