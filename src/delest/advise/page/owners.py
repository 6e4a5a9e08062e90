"""Who owns a domain that pages call: third parties by name, out of data files beside the code."""

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from delest.urls import registrable_domain

_FILES: Final = ("owners.tsv", "owners-fr.tsv")
"""The later one wins."""
_COLUMNS: Final = 4


class Owner(NamedTuple):
    """Who is behind a domain."""

    name: str
    company: str
    category: str
    """``ad``, ``analytics``, ``tag-manager`` ...; empty: not known."""


def owner_of(host: str) -> Owner:
    """Return the owner of a host; one that is not known is called by its registrable domain."""
    known = _owners()
    labels = host.lower().split(".")
    for start in range(len(labels) - 1):
        found = known.get(".".join(labels[start:]))
        if found is not None:
            return found
    domain = registrable_domain(host)
    return Owner(domain, domain, "")


@cache
def _owners() -> dict[str, Owner]:
    owners: dict[str, Owner] = {}
    for name in _FILES:
        text = files("delest.advise").joinpath("data", name).read_text("utf-8")
        for line in text.splitlines():
            fields = line.split("\t")
            if not line.startswith("#") and len(fields) == _COLUMNS:
                owners |= dict.fromkeys(fields[3].split(), Owner(*fields[:3]))
    return owners
