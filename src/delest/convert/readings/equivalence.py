"""Everyday comparisons, on request only: an order of magnitude, never an offset."""

from typing import Final

from delest.errors import N_, InputError
from delest.records.co2e.equivalence import Equivalence
from delest.records.co2e.factor import FactorSets
from delest.units import Estimate

SET_ID: Final = "equivalences-fr"
_PREFIX: Final = "equiv."


def names(sets: FactorSets) -> tuple[str, ...]:
    """Return the comparisons that can be asked for."""
    return tuple(row_id.removeprefix(_PREFIX) for row_id in sets[SET_ID].factors)


def compare(kgco2e: Estimate, name: str, sets: FactorSets) -> Equivalence:
    """Return what ``kgco2e`` compares with.

    Raises:
        InputError: no comparison is called ``name``.
    """
    factors = sets[SET_ID]
    row = factors.factors.get(_PREFIX + name)
    if row is None:
        raise InputError(
            N_("no comparison is called {name!r}"),
            remedy=N_("choose one of: {known}"),
            name=name,
            known=", ".join(names(sets)),
        )
    return Equivalence(row=row, factor_set=factors.ref, amount=kgco2e * (1 / row.value))
