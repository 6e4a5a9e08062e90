"""``--documents``: of how many linked documents the size is asked for."""

from delest.cli.options.option import Section, option
from delest.cli.options.quantities import Count
from delest.report.language.words import _

documents_option = option(
    "--documents",
    section=Section.PAGES,
    type=Count(0, 10_000),
    default=100,
    show_default=True,
    metavar="N",
    see="report.md#documents",
    of_run=lambda run: run.scope.documents,
    help=_("Look up the size of up to N linked documents without downloading them (0: none)."),
)
