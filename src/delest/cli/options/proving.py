"""``--prove``: how many pages are loaded again with lighter files."""

from pathlib import Path
from typing import Final

import click

from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Count
from delest.report.language.words import _

DEFAULT_PAGES: Final = 3
DEMO_PAGES: Final = 1
"""Of the demo site, whose audit shows what a proof is without being asked, unless its pages are limited."""
DEMO_LIMIT_S: Final = 60.0
"""A page's most promising change is tried all the same."""

prove_option = option(
    "--prove",
    section=Section.LOADING,
    type=Count(0, 100),
    is_flag=False,
    flag_value=str(DEFAULT_PAGES),
    default=0,
    metavar="[N]",
    see="proof.md",
    of_run=lambda run: run.run.prove,
    help=_(
        "Record the N heaviest pages (3 if no number is given), load them again with lighter files, without the"
        " network, and prove what these avoid. Put it after the URL."
    ),
)

keep_remedies_option = option(
    "--keep-remedies",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path),
    metavar="DIR",
    see="proof.md#the-lighter-files",
    help=_("Write the lighter files whose bytes were proven to this directory, to look at and to publish."),
)
