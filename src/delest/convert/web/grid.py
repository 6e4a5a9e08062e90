"""The carbon intensity of electricity: by country, or by the id of a published value."""

import difflib
from typing import Final

from msgspec import Struct

from delest.convert.web import row
from delest.errors import N_, InputError
from delest.records.co2e.factor import Factor, FactorSet, FactorSetRef, FactorSets

WORLD = "WORLD"
"""The world as a whole; a model that fixes a world value of its own uses that one."""
GRID_UNIT = "gCO2e/kWh"
_TWO_LETTERS: Final = 2
_OTHERWISE_CALLED: Final = {"UK": "GBR", "EL": "GRC"}
"""Two letters that the European institutions use and ISO 3166 does not."""
_WELL_KNOWN: Final = ("DEU", "FRA", "USA")


class Grid(Struct, frozen=True, kw_only=True):
    """One electricity value as a model uses it."""

    id: str
    year: int
    g_per_kwh: float
    factor_set: FactorSetRef

    def __str__(self) -> str:
        return f"{self.g_per_kwh:g} {GRID_UNIT} ({self.id}, {self.year})"


def of_country(sets: FactorSets, country: str) -> Grid:
    """Return the electricity value of a country (ISO 3166 alpha-3) or a region of the electricity tables.

    Raises:
        InputError: no table has that country.
    """
    code = country.upper()
    known: list[str] = []
    for factors in sets.values():
        if code in factors.intensities:
            return _entry(factors, code)
        known += factors.intensities
    two = len(code) == _TWO_LETTERS
    near = sorted(k for k in known if k.startswith(code)) if two else difflib.get_close_matches(code, known, n=3)
    if code in _OTHERWISE_CALLED:
        near = [_OTHERWISE_CALLED[code]]
    raise InputError(
        N_("no electricity value is known for {country!r}"),
        remedy=N_('write three letters (ISO 3166), or "EU", "WORLD"; for example: {near}'),
        country=country,
        near=", ".join(near or _WELL_KNOWN),
    )


def of_id(sets: FactorSets, grid_id: str) -> Grid:
    """Return the electricity value that has the id ``grid_id`` in any set; ``electricity-ember.DEU`` is a country's.

    Raises:
        InputError: no set has an electricity value of that id.
    """
    set_id, _point, code = grid_id.rpartition(".")
    if set_id in sets and code in sets[set_id].intensities:
        return _entry(sets[set_id], code)
    known = []
    for factors in sets.values():
        for factor in factors.factors.values():
            if factor.unit == GRID_UNIT and factor.id == grid_id:
                return _grid(factor, factors)
            if factor.unit == GRID_UNIT and factors.kind == "electricity":
                known.append(factor.id)
    raise InputError(
        N_("no electricity value has the id {id!r}"),
        remedy=N_("choose one of: {known}"),
        id=grid_id,
        known=", ".join(known),
    )


def of_row(factors: FactorSet, row_id: str) -> Grid:
    """Return the electricity value that a model keeps among its own rows.

    Raises:
        InputError: the set has no such row.
    """
    return _grid(row.needed(factors, row_id), factors)


def _entry(factors: FactorSet, code: str) -> Grid:
    entry = factors.intensities[code]
    return Grid(id=f"{factors.ref.id}.{code}", year=entry.year, g_per_kwh=entry.value, factor_set=factors.ref)


def _grid(factor: Factor, factors: FactorSet) -> Grid:
    return Grid(id=factor.id, year=factor.year, g_per_kwh=factor.value, factor_set=factors.ref)
