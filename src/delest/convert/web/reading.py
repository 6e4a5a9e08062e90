"""What one model says of gigabytes a year."""

from msgspec.structs import replace

from delest.convert.web import model as models
from delest.convert.web.part import Part, Setting, kgco2e_per_gb, sum_line
from delest.records.co2e.avoided import Conditions, Reading, Role
from delest.records.co2e.factor import FactorSets
from delest.records.co2e.model import RangeEntry, RangeOptions
from delest.units import Estimate, exactly


def read(role: Role, entry: RangeEntry, gb_per_year: float, sets: FactorSets, conditions: Conditions) -> Reading:
    """Return a model's reading, with the bounds that its factors and its mobile share give.

    Args:
        role: what the reading is in the answer.
        entry: which model, and how it is set up.
        gb_per_year: gigabytes (10^9 bytes) a year; negative for an increase.
        sets: every set that the model may draw on, electricity included.
        conditions: country, network, hosting.

    Raises:
        InputError: the model or an electricity value is not known.
    """
    factors, model = models.find(sets, entry.model)
    assumed = models.mobile_share(model)
    setting = _setting(conditions, entry.options, sets, assumed.default if assumed else None)
    central = models.parts(model, factors, setting)
    grids = [part.grid for part in central if part.grid]
    variants = [central]
    if assumed and conditions.mobile_share is None:
        variants += [
            models.parts(model, factors, replace(setting, mobile_share=s)) for s in (assumed.low, assumed.high)
        ]
    return Reading(
        role=role,
        model=entry.model,
        label_en=entry.label_en,
        label_fr=entry.label_fr,
        factor_set=factors.ref,
        grid="; ".join(dict.fromkeys(str(grid) for grid in grids)),
        electricity=tuple(dict.fromkeys(grid.factor_set for grid in grids)),
        kgco2e_per_year=_envelope(variants) * gb_per_year,
        lines=tuple(sum_line(part, gb_per_year) for part in central),
        boundary_en=model.boundary_en,
        boundary_fr=model.boundary_fr,
        caveat_en=factors.caveat_en,
        caveat_fr=factors.caveat_fr,
    )


def asked(model_id: str, sets: FactorSets) -> RangeEntry:
    """Return the entry of a model that the user asked for by name, under its set's own label."""
    factors, _ = models.find(sets, model_id)
    return RangeEntry(model=model_id, label_en=factors.label_en, label_fr=factors.label_fr)


def _setting(conditions: Conditions, options: RangeOptions, sets: FactorSets, default_share: float | None) -> Setting:
    return Setting(
        sets=sets,
        country=conditions.country.upper(),
        mobile_share=default_share if conditions.mobile_share is None else conditions.mobile_share,
        grid_id=conditions.grid,
        green=bool(conditions.green_hosting) or options.green,
        options=options,
    )


def _envelope(variants: list[tuple[Part, ...]]) -> Estimate:
    """Return kg CO2e per GB: the first variant's sum, between the lowest and the highest of all."""
    sums = [sum((kgco2e_per_gb(part) for part in parts), exactly(0.0)) for parts in variants]
    return Estimate(low=min(s.low for s in sums), central=sums[0].central, high=max(s.high for s in sums))
