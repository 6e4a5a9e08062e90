"""A list of services, in any of the forms that are read."""

from pathlib import PurePath
from typing import Final

from msgspec.structs import replace

from delest.fleet.lists import dashlord, table
from delest.fleet.lists.doubles import doubles
from delest.records.fleet.service import FleetList

_YAML: Final = (".yml", ".yaml")


def read(text: str, source: str) -> FleetList:
    """Return the services of a list, with the problems that the list alone shows.

    A file that ends in ``.yml`` or ``.yaml`` is a DashLord configuration, any other a table.

    Raises:
        InputError: it is neither.
    """
    reader = dashlord.parse if PurePath(source).suffix.lower() in _YAML else table.parse
    found = reader(text, source)
    kept, more = doubles(found.services)
    return replace(found, services=kept, problems=tuple(sorted((*found.problems, *more), key=lambda each: each.line)))
