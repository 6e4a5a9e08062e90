"""The rows that a model cannot do without."""

from delest.errors import N_, InputError
from delest.records.co2e.factor import Factor, FactorSet


def needed(factors: FactorSet, row_id: str) -> Factor:
    """Return the row called ``row_id``.

    Raises:
        InputError: the set has no such row.
    """
    if row_id not in factors.factors:
        raise InputError(
            N_("{set}: the model needs a row {row}"),
            remedy=N_("add it; docs/model.md lists the rows of each kind of model"),
            set=factors.ref.id,
            row=row_id,
        )
    return factors.factors[row_id]
