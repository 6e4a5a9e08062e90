"""``delest fleet report``: one folder that says where the services are."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from delest.cli.options.command import Command
from delest.cli.options.option import Section, option
from delest.cli.terminal.outputs import output_options, planned, write
from delest.errors import N_, InputError, unwritable
from delest.report.language.words import _

_DATA: Final = ("json", "csv")
_FOLDER: Final = "report"


@click.command(
    cls=Command,
    help=_("Report on a campaign: a folder of pages in French and English, with tables for open publication.")
    + "\n\n\b\ndelest fleet report delest-fleet/2026-T4\n"
    "delest fleet report delest-fleet/2026-T4 --into public --anonymous",
)
@click.argument("campaign", type=click.Path(path_type=Path), metavar="CAMPAIGN")
@option(
    "--baseline",
    section=Section.PAGES,
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="CAMPAIGN",
    names_file=True,
    help=_("Compare with this edition (default: all earlier ones beside it). Can be repeated."),
)
@option(
    "--into",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path),
    metavar="DIR",
    names_file=True,
    help=_("Write the folder here (default: report in the campaign's directory)."),
)
@option("--anonymous", section=Section.OUTPUT, is_flag=True, help=_("Name no service, only ministries."))
@option("--parquet", section=Section.OUTPUT, is_flag=True, help=_("Also write the tables as Parquet (needs pyarrow)."))
@option(
    "--dashlord",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path),
    metavar="DIR",
    names_file=True,
    help=_("Also write results/.../delest.json for each service below DIR, for a DashLord dashboard."),
)
@option(
    "--ecoindex",
    section=Section.OUTPUT,
    is_flag=True,
    help=_("With --dashlord: also write the EcoIndex of start pages, as DashLord reads it unchanged."),
)
@option(
    "--base-url",
    section=Section.OUTPUT,
    default="",
    metavar="URL",
    help=_("Address under which the folder will be published, for catalog.jsonld."),
)
@option(
    "--publisher",
    section=Section.OUTPUT,
    default="",
    metavar="NAME",
    help=_("Who publishes the folder, for catalog.jsonld: DCAT-AP asks for it."),
)
@output_options(*_DATA)
def command(  # noqa: PLR0913 - one parameter an option
    *, campaign: Path, baseline: tuple[Path, ...], into: Path | None, anonymous: bool, parquet: bool,
    dashlord: Path | None, ecoindex: bool, base_url: str, publisher: str, outputs: tuple[str, ...], form: str,
) -> None:  # fmt: skip
    """Run the command."""
    from delest.pipeline.fleet.reporting import fleet_report, start_scores  # noqa: PLC0415 - help must not load what reads
    from delest.report import fleet_kinds  # noqa: PLC0415 - same
    from delest.report.data.fleet import dashlord as for_dashlord  # noqa: PLC0415 - same
    from delest.report.data.fleet.folder import files  # noqa: PLC0415 - same

    if anonymous and dashlord is not None:
        raise InputError(N_("--dashlord with --anonymous: its files are named by address"), remedy=N_("give one"))
    if ecoindex and dashlord is None:
        raise InputError(N_("--ecoindex without --dashlord"), remedy=N_("name the directory with --dashlord DIR"))
    plan = planned(outputs, form, _DATA)
    found = fleet_report(campaign, baseline or None, anonymous=anonymous)
    folder = into or (campaign if campaign.is_dir() else campaign.parent) / _FOLDER
    for part in ("fr", "en", "data"):
        shutil.rmtree(folder / part, ignore_errors=True)  # no page of a service that is no longer in it
    _write(folder, files(found, base=base_url, publisher=publisher, parquet=parquet))
    if dashlord is not None:
        scores = start_scores(campaign, found) if ecoindex else None
        _write(dashlord, ((path, text.encode()) for path, text in for_dashlord.files(found, scores)))
    write(fleet_kinds.report(found), plan)
    click.echo(_("Report: {path}").format(path=folder / "index.html"), err=form != "text")


def _write(folder: Path, written: Iterable[tuple[str, bytes]]) -> None:
    try:
        for name, content in written:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise unwritable(folder, error) from error
