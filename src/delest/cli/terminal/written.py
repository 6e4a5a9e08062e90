"""Which files were written, in few lines: what a terminal shows after an answer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from delest.report.language.numbers import count_text
from delest.report.language.words import _, ngettext

_FEW: Final = 2
"""Files that have a line each."""
_COLUMNS: Final = 80


def written_lines(files: Sequence[str], own: str = "") -> list[str]:
    """Return where the answer was written: a line a file, or one line where there are many.

    Args:
        files: those that the user asked for.
        own: the report of the run itself, which comes last.
    """
    last = [_("Report: {path}").format(path=own)] if own else []
    if len(files) <= _FEW:
        return [*(_("Report: {path}").format(path=path) for path in files), *last]
    folders = {Path(each).parent for each in files}
    folder = "" if len(folders) > 1 or Path() in folders else str(folders.pop())
    names = [Path(each).name for each in files] if folder else files
    for shown in range(len(names), 0, -1):
        line = _many(names, shown, folder)
        if len(line) <= _COLUMNS:
            break
    return [line, *last]


def _many(names: Sequence[str], shown: int, folder: str) -> str:
    """Return one line of many files, the first ones by name; ``folder``: all of them are in it."""
    said, more = ", ".join(names[:shown]), len(names) - shown
    if more:
        said = ngettext("{files} and {n} more", "{files} and {n} more", more).format(files=said, n=count_text(more))
    template = _("Files written in {folder}: {files}") if folder else _("Files written: {files}")
    return template.format(files=said, folder=folder)
