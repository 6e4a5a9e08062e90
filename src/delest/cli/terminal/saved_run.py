"""The report of a run on disk, with the readings that are made only on request."""

from pathlib import Path
from typing import TYPE_CHECKING

from delest.cli.options.option import Section, option
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.records.co2e.traffic import Export
    from delest.records.runs.audit import AuditReport

ecoindex_option = option(
    "--ecoindex",
    section=Section.TRAFFIC,
    is_flag=True,
    see="report.md",
    help=_("Also show each page's EcoIndex (www.ecoindex.fr, CC BY-NC-ND); it is never converted into kg CO2e."),
)


def saved_report(run: Path, *, ecoindex: bool, views: "Export | None" = None) -> "AuditReport":
    """Return the report of a saved run; ``views``: joined to these page views instead of its own.

    Raises:
        InputError: there is no run, or it cannot be read.
    """
    from delest.pipeline.reading import saved  # noqa: PLC0415 - help must not load what measures

    return saved(run, ecoindex=ecoindex, views=views)
