"""What can be written of each kind of answer: its page, in every format, and its data, for programs.

One function a kind. A new kind of answer needs its page function (``pages``) and a function here; a new format of pages
needs one file in ``formats`` and serves every kind.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from delest import plugins
from delest.errors import N_, InputError
from delest.report import formats
from delest.report.folder import TemplatesOf
from delest.report.format import Format
from delest.report.language.safe_text import spelled_out
from delest.report.page import Page

Pieces = Callable[[], Iterable[str | bytes]]
"""Text, or the bytes of a file that is not text."""

DATA_SUFFIXES: Final = {
    ".json": "json",
    ".csv": "csv",
    ".resources.csv": "resources-csv",
    ".findings.csv": "findings-csv",
    ".tickets.md": "tickets",
    ".xlsx": "xlsx",
    ".ods": "ods",
    ".svg": "badge",
    ".pdf": "pdf",
    ".xml": "junit",
    ".sarif": "sarif",
    ".codequality.json": "code-quality",
    ".metrics.txt": "open-metrics",
}
"""Of the files that are written for programs."""

PRINTED: Final = "pdf"
"""The format that a browser makes of the HTML; see ``pipeline.printing``."""
_JSON: Final = "json"
NEEDS: Final = {"xlsx": "openpyxl", "ods": "odf"}
"""Formats that are not text, with the library of the extra ``office`` that writes each."""


class Published(Struct, frozen=True, kw_only=True):
    """An answer that is ready to be written; nothing is made before it is asked for."""

    page: Callable[[], Page]
    brief: Callable[[int], Page] | None = None
    """What a terminal shows where the whole page is too long for it, given how many lines follow."""
    folder: Callable[[TemplatesOf], Iterable[tuple[str, str]]] | None = None
    """File names and texts of the same as a folder; None: it is never long enough for that."""
    data: Mapping[str, Pieces] = {}
    """By format: the same for programs, in pieces, so that what is long need not be in memory whole."""

    def forms(self) -> tuple[str, ...]:
        """Return the formats that it can be written in."""
        return forms(self.data)

    def pieces(self, form: str, *, brief: bool = False, following: int = 0) -> Iterable[str | bytes]:
        """Return it in a format and in the language in use; ``brief``: as a terminal shows it before more lines.

        Raises:
            InputError: it is not written in that format.
        """
        if form in self.data:
            written = self.data[form]()
            return map(_spelled_out, written) if form == _JSON else written
        page = self.brief(following) if brief and self.brief else self.page()
        return (plugins.load(formats, Format, form).render(page),)


def _spelled_out(piece: str | bytes) -> str | bytes:
    return spelled_out(piece) if isinstance(piece, str) else piece


def forms(data: Iterable[str]) -> tuple[str, ...]:
    """Return the formats of pages, and those for programs."""
    return tuple(sorted({*plugins.names(formats), *data}))


def form_of(path: str, among: Iterable[str]) -> str:
    """Return the format that a file's suffix asks for: ``.html`` is ``html``; a suffix alone does as well.

    Args:
        path: a suffix or a path.
        among: the formats that there are for what is written.

    Raises:
        InputError: no format is written under that suffix.
    """
    names = "".join(PurePath(path).suffixes[-2:]).lower()
    suffix = names if names in DATA_SUFFIXES else (PurePath(path).suffix or path).lower()
    known = {each: form.id for form in plugins.collect(formats, Format).values() for each in form.suffixes}
    known |= {each: form for each, form in DATA_SUFFIXES.items() if form in set(among)}
    if suffix not in known:
        raise InputError(
            N_("no report format is written to a file ending in {suffix!r}"),
            remedy=N_("name the file with one of {known}, or choose a format with --format"),
            suffix=suffix,
            known=", ".join(sorted(known)),
        )
    return known[suffix]
