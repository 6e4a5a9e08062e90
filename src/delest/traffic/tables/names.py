"""The list by which pages that an export calls by names get their addresses."""

from pathlib import Path
from typing import Final

from delest.errors import N_, InputError
from delest.traffic.files.addresses import address
from delest.traffic.files.opened import Opened, all_lines
from delest.traffic.tables.columns import PATH, TITLE, URL, find
from delest.traffic.tables.rows import cells, find_header

_NAME: Final = ("name", "nom", "page", "page name", "nom de la page", *TITLE)


def read_names(path: Path) -> dict[str, str]:
    """Return the addresses by name, out of a table with a column of names and one of addresses.

    Raises:
        InputError: it is no such table.
    """
    file = Opened(path.name, path=path)
    header = find_header(file.lines, lambda names: find(names, _NAME) is not None and find(names, URL) is not None)
    if header is None:
        raise InputError(
            N_("{file}: no line names a column of names and a column of addresses"),
            remedy=N_('the first line must name them, for example "name,url"'),
            file=file.name,
        )
    name, url = find(header.names, _NAME), find(header.names, (*URL, *PATH))
    found = {}
    for line in all_lines(file.text())[header.line + 1 :]:
        row = cells(line, header.separator)
        if name is None or url is None or len(row) <= max(name, url):
            continue
        if page := address(row[url]):
            found[row[name].strip()] = page
    return found
