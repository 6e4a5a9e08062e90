"""An everyday comparison of kg CO2e."""

from msgspec import Struct

from delest.records.co2e.factor import Factor, FactorSetRef
from delest.units import Estimate


class Equivalence(Struct, frozen=True, kw_only=True):
    """How much of an everyday thing causes the same kg CO2e."""

    row: Factor
    factor_set: FactorSetRef
    amount: Estimate
    """Kilometres, meals, hours: what the row's unit is per. Bounds are those of the kg, at the row's own value."""
