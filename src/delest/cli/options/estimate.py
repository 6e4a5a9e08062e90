"""The option that the estimates share."""

from pathlib import Path

import click

from delest.cli.options.option import Section, option
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
