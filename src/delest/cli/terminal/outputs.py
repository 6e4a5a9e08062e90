"""Where answers are written: the run directory, files that the user names, stdout."""

import errno
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from delest.cli.options.option import Section, option
from delest.cli.terminal.written import written_lines
from delest.errors import N_, InputError, unwritable
from delest.report.language.words import _

if TYPE_CHECKING:
    from delest.report.publish import Published

_Command = TypeVar("_Command", bound=Callable[..., Any])

PAGES: Final = ("text", "html", "markdown", "pdf")
"""Formats of every answer."""
AUDIT: Final = ("json", "csv", "resources-csv", "findings-csv", "tickets", "xlsx", "ods", "open-metrics", "badge")
"""Formats for programs that an audit has."""
_STDOUT: Final = "-"
_FOLDER: Final = "folder"
"""The format of a path that ends in a slash."""
_FORM: Final = re.compile(r"[a-z][a-z-]*")
_TEXT: Final = "text"
_HTML: Final = "report.html"
_OWN: Final = (_HTML, "report.json")


def output_options(*data: str) -> Callable[[_Command], _Command]:
    """Add ``-o`` and ``-f`` to a command, which receives them as ``outputs`` and ``form``.

    Args:
        data: the formats for programs that the command knows beside those of pages.
    """
    forms = ", ".join((*PAGES, *data))

    def add(command: _Command) -> _Command:
        for each in (
            option(
                "-f",
                "--format",
                "form",
                section=Section.OUTPUT,
                idle_with=("init", "update_baseline", "self_test"),
                default=_TEXT,
                show_default=True,
                metavar="FORMAT",
                see="report.md",
                help=_("Write this to stdout: {formats}.").format(formats=forms),
            ),
            option(
                "-o",
                "--output",
                "outputs",
                section=Section.OUTPUT,
                idle_with=("init", "update_baseline", "self_test"),
                multiple=True,
                metavar="FILE",
                names_file=True,
                see="report.md",
                help=_(
                    "Also write to this file, in the format of its suffix, or FORMAT:FILE; - is stdout."
                    " Can be repeated."
                ),
            ),
        ):
            command = each(command)
        return command

    return add


class Planned(NamedTuple):
    """What is to be written, checked before the long work starts."""

    files: tuple[tuple[Path, str], ...]
    """Path and format; what a browser prints comes last, so that its failure costs no other file."""
    stdout_format: str
    browser: str | None = None
    """Prints PDF; None: the one that is found."""

    @property
    def only_text(self) -> bool:
        """Nothing was asked for but the summary on stdout."""
        return not self.files and self.stdout_format == _TEXT


def planned(outputs: Sequence[str], form: str, data: Collection[str], browser: str | None = None) -> Planned:
    """Return what ``-o`` and ``-f`` ask for; ``data`` are the formats for programs that there are.

    Raises:
        InputError: an unknown format or suffix, or a directory that is not there.
    """
    from delest.report.publish import PRINTED  # noqa: PLC0415 - help must not load what writes

    known = (*PAGES, *data)
    if form not in known:
        raise _unknown(form, known)
    files = tuple(_file(name, known) for name in outputs if name != _STDOUT)
    for each in (form, *(of_file for _path, of_file in files)):
        _ready_for(each)
    _not_to_a_terminal(form)
    for path, _format in files:
        if not path.parent.is_dir():
            raise InputError(
                N_("there is no directory {path}"), remedy=N_("create it, or write elsewhere"), path=path.parent
            )
    return Planned(tuple(sorted(files, key=lambda file: file[1] == PRINTED)), form, browser)


def _ready_for(form: str) -> None:
    """Refuse a format whose library is not installed, before the work whose result it is to hold."""
    from delest.report.publish import NEEDS  # noqa: PLC0415 - help must not load what writes

    if form in NEEDS and find_spec(NEEDS[form]) is None:
        raise InputError(
            N_("{form} needs a library that is not installed: {library}"),
            remedy=N_("install delest with its extra office: pip install 'delest[office]'"),
            form=form,
            library=NEEDS[form],
        )


def _not_to_a_terminal(form: str) -> None:
    from delest.report.publish import NEEDS, PRINTED  # noqa: PLC0415 - as above

    if form in {*NEEDS, PRINTED} and sys.stdout.isatty():
        raise InputError(
            N_("{form} is not text: a terminal cannot show it"),
            remedy=N_("write it to a file with -o, or redirect stdout"),
            form=form,
        )


def _format_of(name: str, known: Collection[str]) -> str:
    from delest.report.publish import form_of  # noqa: PLC0415 - help must not load what writes

    return form_of(name, known)


def _file(name: str, known: Collection[str]) -> tuple[Path, str]:
    """Return the path and the format of ``FORMAT:FILE``, or of ``FILE`` by its suffix; ``DIR/`` is a folder.

    Raises:
        InputError: an unknown suffix, or a folder of what has no pages.
    """
    if name.endswith(("/", os.sep)):
        if "csv" not in known:
            raise InputError(N_("{name}: only an audit is written as a folder"), remedy=N_("name a file"), name=name)
        return Path(name), _FOLDER
    form, colon, path = name.partition(":")
    if colon and path and form in known:
        return Path(path), form
    if Path(name).is_dir():
        raise unwritable(name, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if colon and path and _FORM.fullmatch(form):
        raise _unknown(form, known)
    return Path(name), _format_of(name, known)


def _unknown(form: str, known: Collection[str]) -> InputError:
    return InputError(
        N_("no report format is called {form!r}"),
        remedy=N_("choose one of: {known}"),
        form=form,
        known=", ".join(known),
    )


def _write_file(path: Path, answer: "Published", form: str, plan: Planned) -> None:
    if form != _FOLDER:
        write_whole(path, _pieces(answer, form, plan))
        return
    if answer.folder is None:
        raise InputError(N_("{name}: only an audit is written as a folder"), remedy=N_("name a file"), name=path)
    from delest.pipeline.gating.gate import templates_of  # noqa: PLC0415 - help must not load what measures

    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    for name, text in answer.folder(templates_of):
        write_whole(path / name, (text,))


def _pieces(
    answer: "Published", form: str, plan: Planned, *, brief: bool = False, following: int = 0
) -> Iterable[str | bytes]:
    from delest.report.publish import PRINTED  # noqa: PLC0415 - as above

    if form != PRINTED:
        return answer.pieces(form, brief=brief, following=following)
    from delest.pipeline.printing import printed  # noqa: PLC0415 - as above

    return (printed("".join(map(str, answer.pieces("html"))), plan.browser),)


def write(answer: "Published", plan: Planned) -> None:
    """Write the files asked for, the answer on stdout, and where the files are.

    Raises:
        InputError: a file cannot be written.
    """
    for path, form in plan.files:
        _write_file(path, answer, form, plan)
    _show_and_tell(answer, plan)


def _show_and_tell(answer: "Published", plan: Planned, own: Path | None = None) -> None:
    lines = written_lines([str(path) for path, _form in plan.files], str(own) if own else "")
    show(answer, plan, following=len(lines) + 1 if lines else 0)
    _tell(lines, plan)


def show(answer: "Published", plan: Planned, following: int = 0) -> None:
    """Write the answer on stdout: the short one where there is one, in a length that leaves room for more lines."""
    text = plan.stdout_format == _TEXT
    for piece in _pieces(answer, plan.stdout_format, plan, brief=text, following=following):
        # Files are UTF-8 whatever the terminal speaks, also when it is the shell that writes them.
        click.echo(piece if text or isinstance(piece, bytes) else piece.encode(), nl=False)


def write_all(answer: "Published", plan: Planned, run: Path | None) -> None:
    """Write the files asked for, the answer on stdout, and where the reports are.

    Args:
        answer: what is reported.
        plan: what was asked for.
        run: the run directory, where the reports of the run itself are written; None leaves them as they are.

    Raises:
        InputError: a file cannot be written.
    """
    own = [(run / name, _format_of(name, ("json",))) for name in _OWN] if run else []
    for path, form in (*own, *plan.files):
        _write_file(path, answer, form, plan)
    _show_and_tell(answer, plan, run / _HTML if run else None)


def write_own(answer: "Published", run: Path) -> None:
    """Write the reports of a run again, and where they are.

    Raises:
        InputError: a file cannot be written.
    """
    for name in _OWN:
        write_whole(run / name, answer.pieces(_format_of(name, ("json",))))
    click.echo("\n" + _("Report: {path}").format(path=run / _HTML))


def _tell(lines: Sequence[str], plan: Planned) -> None:
    where = "\n".join(lines)
    if where:
        text = plan.stdout_format == _TEXT
        click.echo(f"\n{where}" if text else where, err=not text)


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        N_("{path} cannot be written: {reason}"),
        remedy=N_("write elsewhere with -o; the audit is saved, and `delest report` renders it again"),
        path=path,
        reason=error.strerror or error,
    )


def write_whole(
    path: Path, text: Iterable[str | bytes], refused: Callable[[Path, OSError], InputError] = _unwritable
) -> None:
    """Write a file of the run or of the user, ``text`` in pieces; no reader ever sees half of it.

    Raises:
        InputError: it cannot be written, as ``refused`` says.
    """
    try:
        if path.exists() and not path.is_file():  # a device or a pipe
            _write(path, text)
            return
        whole = path.resolve()
        part = whole.with_name(f".{whole.name[:200]}.{os.getpid()}")
        try:
            _write(part, text)
            part.replace(whole)  # so that no reader ever sees half a report
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise refused(path, error) from error


def _write(path: Path, text: Iterable[str | bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(piece if isinstance(piece, bytes) else piece.encode() for piece in text)
