"""Linear per gigabyte: one factor, whatever the country, the network or the hosting."""

from delest.convert.web.part import Part
from delest.records.co2e.factor import FactorSet
from delest.records.co2e.model import LinearPerGb


def parts(model: LinearPerGb, factors: FactorSet) -> tuple[Part, ...]:
    """Return the model's one part: kg = GB x factor."""
    return (Part(factor=factors.factors[model.factor]),)
