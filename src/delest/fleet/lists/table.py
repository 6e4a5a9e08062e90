"""``services.csv``: one service a row, with headings in French or English, comma, semicolon or tab."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from delest.errors import N_, InputError
from delest.fleet.lists.row import problem, service
from delest.message import Message
from delest.records.fleet.service import FleetList, ProblemKind, RowProblem, Service

MAX_ROWS: Final = 100_000
_HEADINGS: Final = {
    "id": ("identifiant", "slug"),
    "url": ("adresse", "address", "lien", "site"),
    "name": ("nom", "title", "titre", "service", "libellé", "libelle"),
    "ministry": ("ministère", "ministere"),
    "entity": ("entité", "entite", "administration", "organisation", "organization"),
    "theme": ("thème", "thématique", "thematique", "category", "catégorie", "categorie"),
    "tags": ("étiquettes", "etiquettes", "mots-clés", "mots-cles"),
    "contact": ("responsable",),
    "budget": ("poids maximal", "max_page_weight"),
    "max_pages": ("pages", "pages max", "nombre de pages"),
    "sample": ("échantillon", "echantillon"),
    "preset": ("sélection", "selection"),
    "device": ("appareil", "équipement", "equipement"),
    "views_per_year": ("pages vues par an", "pages vues", "vues par an", "views", "vues_par_an"),
    "views_file": ("fichier de trafic", "fichier_trafic", "traffic", "trafic"),
    "views_days": ("jours", "days", "traffic_days"),
    "login": ("connexion",),
    "lane": ("file", "couloir"),
    "active": ("actif",),
}
"""Name of a column -> other names of it."""
_NAMES: Final = {other: name for name, others in _HEADINGS.items() for other in (name, *others)}
_CLOSE: Final = 0.8
_QUOTE: Final = '"'


def parse(text: str, source: str) -> FleetList:
    """Return the services of a table; a row that cannot be read is a problem, and costs only itself.

    A row is one line: a cell does not hold a line break.

    Raises:
        InputError: it has no column ``url``, no row, or too many.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        raise InputError(N_("{file} is empty"), remedy=N_("write a heading line and one service a line"), file=source)
    separator = max(";,\t", key=lines[start].count)
    columns = [_column(heading) for heading in _cells(lines[start], separator)]
    if len(lines) > MAX_ROWS:
        raise InputError(N_("{file} has more than {most} lines"), remedy=N_("divide it"), file=source, most=MAX_ROWS)
    if "url" not in columns:
        raise InputError(
            N_("{file} is not a list of services: it has no column url"),
            remedy=N_("the first line names the columns, for example: id,url,name,ministry,budget,views_per_year"),
            file=source,
        )
    services: list[Service] = []
    problems = list(_misspelt(_cells(lines[start], separator), start + 1))
    for line, cells in _rows(lines[start + 1 :], start + 2, columns, separator):
        try:
            services.append(service(cells, line))
        except InputError as error:
            problems.append(problem(error, line, cells.get("id", ""), ProblemKind.WRONG_ROW))
    if not services and all(each.kind is ProblemKind.MISSPELT for each in problems):
        raise InputError(N_("{file} has no service"), remedy=N_("write one service a line"), file=source)
    return FleetList(source=source, services=tuple(services), problems=tuple(problems))


def _misspelt(headings: Sequence[str], line: int) -> Iterator[RowProblem]:
    """Yield the headings that are almost those of a column: their column would be missing without a word."""
    for heading in headings:
        near = [] if _column(heading) else get_close_matches(_plain(heading), _NAMES, n=1, cutoff=_CLOSE)
        if near:
            yield RowProblem(
                line=line,
                service="",
                kind=ProblemKind.MISSPELT,
                message=Message.of(N_("the column {name} is not used"), name=heading.strip()[:100]),
                remedy=Message.of(N_("did you mean {near}?"), near=near[0]),
            )


def _plain(heading: str) -> str:
    return " ".join(heading.strip().lower().split())


def _column(heading: str) -> str:
    plain = _plain(heading)
    return _NAMES.get(plain) or _NAMES.get(plain.replace("_", " ")) or _NAMES.get(plain.replace(" ", "_"), "")


def _rows(
    lines: Sequence[str], first: int, columns: Sequence[str], separator: str
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in enumerate(lines, first):
        cells = _cells(line, separator)
        if line.strip() and not line.startswith("#") and any(cell.strip() for cell in cells):
            named = zip(columns, cells, strict=False)
            found: dict[str, str] = {}
            for column, cell in named:
                if column:
                    found.setdefault(column, cell.strip())
            yield number, found


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line; one with an open quotation mark ends with its line."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # a cell of more than 128 kB
        return []
