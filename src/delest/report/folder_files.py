"""The list of the files of a report that is a folder: which pages are in which file, by template and weight."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from delest.records.pages.weight import PageWeight
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import own_host, site_name
from delest.report.language.words import _, ngettext
from delest.report.page import Column, Page, Prose, Row, Section, Table
from delest.report.said import Figure, Leaf, Link, Quoted, Words, joined, of_bytes, say

INDEX: Final = "index.html"
_ROWS: Final = 200
"""Files that one list names: some 100 kB of HTML."""
_NAMED: Final = 3


class Part(NamedTuple):
    """The pages of one file."""

    file: str
    templates: tuple[str, ...]
    pages: tuple[PageWeight, ...]
    """Heaviest first."""


def place_in_list(at: int) -> str:
    """Return where the list names a file, given its place among all."""
    return f"files-{at // _ROWS + 1}.html#file-{at + 1}"


def list_pages(report: AuditReport, parts: Sequence[Part]) -> Iterator[tuple[str, Page]]:
    """Yield the lists, each with its file name."""
    lists = [range(start, min(start + _ROWS, len(parts))) for start in range(0, len(parts), _ROWS)]
    for n, places in enumerate(lists, 1):
        beside: list[Words] = [Leaf(INDEX, _("The whole report"))]
        beside += [Leaf(f"files-{other}.html", _("List {n}").format(n=other)) for other in _others(n, len(lists))]
        table = Table(
            _("Files by template, the template of most bytes first; in each the heaviest pages first"),
            (
                Column(_("File")),
                Column(_("Pages"), figures=True),
                Column(_("Heaviest"), figures=True),
                Column(_("Lightest"), figures=True),
                Column(_("Template")),
                Column(_("Heaviest page"), long=True),
            ),
            tuple(_row(report, parts[at], at) for at in places),
            filter=_("Find a file:"),
        )
        title = say(ngettext("List of the {n} file", "List of all {n} files", len(parts)), n=Figure(len(parts)))
        lead = (Prose(joined(beside, " · ")),)
        section = Section("files", _("All pages, by template"), (table,))
        yield f"files-{n}.html", Page(title=title, over=site_name(report), lead=lead, sections=(section,))


def _others(n: int, lists: int) -> list[int]:
    """Return the lists to lead to from one: those beside it, the first and the last."""
    return [other for other in sorted({1, n - 1, n + 1, lists}) if 0 < other <= lists and other != n]


def _row(report: AuditReport, part: Part, at: int) -> Row:
    weights = [page.cold.transferred_bytes.median for page in part.pages]
    names = joined([Quoted(template) for template in part.templates[:_NAMED]])
    more = len(part.templates) - _NAMED
    if more > 0:
        counted = say(ngettext("and {n} more", "and {n} more", more), n=Figure(more))
        names = joined([names, counted])
    return Row(
        (
            Leaf(part.file, say(_("file {n}"), n=Figure(at + 1))),
            Figure(len(part.pages)),
            of_bytes(weights[0]),
            of_bytes(weights[-1]),
            names,
            Link(part.pages[0].url, site=own_host(report)),
        ),
        id=f"file-{at + 1}",
    )
