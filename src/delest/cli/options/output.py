"""Options on what a command shows and keeps, shared by several commands."""

from delest.cli.options.option import Section, option
from delest.report.language.words import _

har_option = option(
    "--har",
    section=Section.OUTPUT,
    is_flag=True,
    help=_("Also keep each measured load as a HAR 1.2 file, in the directory har of the run."),
)
quiet_option = option("-q", "--quiet", section=Section.OUTPUT, is_flag=True, help=_("Do not show progress."))
