"""``--documents``: of how many linked documents the size is asked for."""

import click

from delest.cli.options.quantities import Count
from delest.report.language.words import _

documents_option = click.option(
    "--documents",
    type=Count(0, 10_000),
    default=100,
    show_default=True,
    metavar="N",
    help=_("Ask how large up to N documents are that pages link to, without loading them; 0: none."),
)
