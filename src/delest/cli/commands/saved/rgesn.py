"""``delest rgesn``: what a saved audit shows of RGESN, in the forms that people fill in."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from delest.cli.options.command import Command
from delest.cli.options.loading.access import session_of, session_options
from delest.cli.options.option import Section, option
from delest.cli.options.run_path import RunPath
from delest.cli.terminal.outputs import Planned, planned, show, write_whole
from delest.errors import N_, InputError
from delest.records.state.evidence import Names
from delest.report.language.safe_text import printable
from delest.report.language.words import _
from delest.urls import start_url

if TYPE_CHECKING:
    from delest.records.state.evidence import Conflict, Pack

_SHEET: Final = "rgesn-2024"
_SUFFIXES: Final = (".xlsx", ".ods")


@click.command(
    cls=Command,
    help=_(
        "Write what a saved audit shows of RGESN 2024: the official spreadsheet filled in, the evidence by criterion, a"
        " draft of the declaration, and the files of other tools. Without --probe, nothing is loaded again."
    )
    + " "
    + _(
        "RUN is the directory that an audit wrote. A criterion is met or not met only where a measurement can tell; all"
        " others stay to be assessed."
    )
    + "\n\n\b\ndelest rgesn delest-runs/www.example.org-20261122-101500-3f2a -o pack\n"
    "delest rgesn RUN -o pack --declaration https://www.example.org/eco\n"
    "delest rgesn RUN -o pack --sheet filled.xlsx --hosting FRA\n"
    "delest rgesn RUN -o pack --probe all",
)
@click.argument("run", type=RunPath())
@option(
    "-o",
    "--output",
    "folder",
    section=Section.OUTPUT,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    names_file=True,
    see="rgesn.md",
    help=_("Directory of the files (default: rgesn in the audit's directory). A spreadsheet there is updated."),
)
@option(
    "--declaration",
    section=Section.GENERAL,
    metavar="URL",
    see="rgesn.md#criterion-61",
    help=_("Read the limits of weight and requests in this published declaration (criterion 6.1)."),
)
@option(
    "--hosting",
    section=Section.GENERAL,
    metavar="COUNTRY",
    help=_("Country where the service is hosted: three letters, such as FRA (criterion 8.6)."),
)
@option(
    "--probe",
    "probes",
    section=Section.LOADING,
    multiple=True,
    metavar="NAME",
    see="rgesn.md#probes",
    help=_(
        "Load the pages once more and look at: {names}, or all. What is seen is kept in the audit's directory. Can be"
        " repeated."
    ).format(names="fonts, hosts, keyboard, layout, media, motion, pictures"),
)
@session_options
@option(
    "--browser",
    section=Section.LOADING,
    goes_with=("probes",),
    metavar="PATH",
    names_file=True,
    help=_("Use this Chromium for the probes."),
)
@option(
    "--sheet",
    section=Section.GENERAL,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    names_file=True,
    see="rgesn.md#the-official-spreadsheet",
    help=_("Start from this spreadsheet (.xlsx or .ods) that people filled in. It is not changed itself."),
)
@option(
    "--service", section=Section.GENERAL, default="", metavar="NAME", help=_("Name of the service (default: its host).")
)
@option("--entity", section=Section.GENERAL, default="", metavar="NAME", help=_("Who makes the assessment."))
@option(
    "--responsible",
    section=Section.GENERAL,
    default="",
    metavar="NAME",
    help=_("Who is responsible for the assessment."),
)
@option(
    "--pdf",
    section=Section.OUTPUT,
    is_flag=True,
    see="rgesn.md#files",
    help=_("Also print the draft of the declaration to PDF, with the browser that measures."),
)
@option(
    "-f",
    "--format",
    "form",
    section=Section.OUTPUT,
    default="text",
    show_default=True,
    metavar="FORMAT",
    help=_("Write this to stdout: {formats}.").format(formats="text, html, markdown, pdf, json"),
)
def command(  # noqa: PLR0913 - one parameter an option
    *,
    run: Path,
    folder: Path | None,
    declaration: str | None,
    hosting: str | None,
    probes: tuple[str, ...],
    browser: str | None,
    sheet: Path | None,
    service: str,
    entity: str,
    responsible: str,
    pdf: bool,
    form: str,
    **session: Any,
) -> None:
    """Run the command."""
    from delest.pipeline import evidence as pipeline  # noqa: PLC0415 - help must not load what reads
    from delest.pipeline.printing import printed  # noqa: PLC0415 - as above
    from delest.records.runs.scope import Access  # noqa: PLC0415 - as above
    from delest.report import state  # noqa: PLC0415 - as above
    from delest.report.data.rgesn.sheet_entries import sheet_fill  # noqa: PLC0415 - as above
    from delest.report.pack_files import pack_files  # noqa: PLC0415 - as above

    plan = planned((), form, ("json",))
    if probes:
        _probe(run, probes, browser, session)
    declared = pipeline.read_declaration(start_url(declaration), Access()) if declaration else None
    hosted = pipeline.hosting(hosting) if hosting else None
    pack = pipeline.gather(run, declaration=declared, hosted=hosted)
    names = Names(service=service, entity=entity, responsible=responsible)
    into = folder or (run if run.is_dir() else run.parent) / "rgesn"
    sheets, conflicts = pipeline.fill_sheets(sheet_fill(pack, names), _given(into, sheet))
    _make(into)
    files = pack_files(pack, names, pipeline.declaration_template(), pipeline.older())
    written = [*_write_sheets(into, sheets), *_write(into, files, pack)]
    if pdf:
        written += _write_files(into, {"declaration.pdf": printed(files["declaration.html"]())})
    show(state.evidence(pack), plan)
    _tell(into, written, conflicts, plan)


def _probe(run: Path, probes: tuple[str, ...], browser: str | None, session: Mapping[str, Any]) -> None:
    import asyncio  # noqa: PLC0415 - help must not load what measures

    from delest.pipeline.probing import probe_run, start_urls  # noqa: PLC0415 - as above

    access = session_of(session, start_urls(run))

    def say(url: str, number: int, of: int) -> None:
        click.echo(f"[{number}/{of}] {printable(url)[:120]}", err=True)

    found = asyncio.run(probe_run(run, probes, browser, say, access))
    for each in found.pages:
        if each.problem:
            told = _("{url} was not fully examined: {problem}")
            click.echo(told.format(url=printable(each.url)[:120], problem=printable(each.problem)), err=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            N_("{path} cannot be written: {reason}"),
            remedy=N_("name another directory with -o"),
            path=folder,
            reason=error.strerror or error,
        ) from error


def _given(folder: Path, sheet: Path | None) -> Mapping[str, Path]:
    """Return the spreadsheets to start from: that of ``--sheet``, else those of an earlier pack."""
    found = {suffix: folder / f"{_SHEET}{suffix}" for suffix in _SUFFIXES}
    given = {suffix: path for suffix, path in found.items() if path.is_file()}
    if sheet is not None:
        if sheet.suffix.lower() not in _SUFFIXES:
            raise InputError(
                N_("{file} is not a spreadsheet that can be filled in"),
                remedy=N_("give the official spreadsheet of RGESN 2024 as .xlsx or .ods"),
                file=sheet,
            )
        given[sheet.suffix.lower()] = sheet
    return given


def _write_sheets(folder: Path, sheets: Mapping[str, bytes]) -> list[Path]:
    return _write_files(folder, {f"{_SHEET}{suffix}": content for suffix, content in sheets.items()})


def _write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    written = []
    for name, content in files.items():
        path = folder / name
        part = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            raise InputError(
                N_("{path} cannot be written: {reason}"),
                remedy=N_("close it where it is open, or name another directory with -o"),
                path=path,
                reason=error.strerror or error,
            ) from error
        finally:
            part.unlink(missing_ok=True)
        written.append(path)
    return written


def _write(folder: Path, files: Mapping[str, Callable[[], str]], pack: "Pack") -> list[Path]:
    """Write the files; one that people go on writing gets a name with the run's id where it is there already."""
    from delest.report.pack_files import EDITED  # noqa: PLC0415 - help must not load what writes

    written = []
    for name, make in files.items():
        path, text = folder / name, make()
        if name in EDITED and path.exists() and path.read_bytes() != text.encode():
            path = path.with_name(f"{path.stem}.{pack.run_id}{path.suffix}")
        write_whole(path, (text,))
        written.append(path)
    return written


def _tell(folder: Path, written: list[Path], conflicts: "tuple[tuple[str, Conflict], ...]", plan: Planned) -> None:
    err = not plan.only_text
    if conflicts:
        click.echo("\n" + _("Left as people wrote it, though the audit says otherwise:"), err=err)
    for suffix, each in conflicts:
        line = _("{file}, sheet {sheet!r}, cell {cell}: {kept!r} stays; measured: {measured!r}")
        values = {"sheet": each.sheet, "cell": each.cell, "kept": each.kept, "measured": each.measured}
        shown = {name: " ".join(printable(value).split())[:120] for name, value in values.items()}
        click.echo("  " + line.format(file=f"{_SHEET}{suffix}", **shown), err=err)
    names = ", ".join(path.name for path in written)
    click.echo("\n" + _("Files in {path}: {names}").format(path=folder, names=names), err=err)
