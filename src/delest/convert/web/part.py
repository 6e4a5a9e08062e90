"""The term that every model is a sum of: a share of the gigabytes x a published factor x an electricity value."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from delest.convert.web.grid import Grid
from delest.errors import N_, InputError
from delest.records.co2e.avoided import SumLine
from delest.records.co2e.factor import Factor, FactorSets
from delest.records.co2e.model import RangeOptions
from delest.units import GB_BYTES, Estimate

G_PER_KG: Final = 1000
_PER_GB: Final = {
    "kgCO2e/GB": 1.0,
    "gCO2e/GB": 1 / G_PER_KG,
    "kWh/GB": 1 / G_PER_KG,
    "kWh/byte": GB_BYTES / G_PER_KG,
}
"""What a value in each unit is multiplied by; energy is multiplied by g CO2e/kWh as well."""


class Part(Struct, frozen=True, kw_only=True):
    """One term of a model."""

    factor: Factor
    share: float = 1.0
    """Of the gigabytes, or of the factor."""
    grid: Grid | None = None
    """Where the factor is an energy."""
    segment: tuple[str, str] = ("", "")
    """What the share is of, in English and French, where the factor's own label does not say."""


class Setting(Struct, frozen=True, kw_only=True):
    """All that a model may depend on beside its own factors."""

    sets: FactorSets
    country: str
    mobile_share: float | None = None
    grids: Mapping[str, Grid] = {}
    """Electricity values given outright, by segment."""
    grid_id: str = ""
    """An electricity value asked for by id, instead of the country's."""
    green: bool = False
    """The data centre's operation counts as carbon-free."""
    options: RangeOptions = RangeOptions()


def kgco2e_per_gb(part: Part) -> Estimate:
    """Return what one gigabyte costs by one part, in kg CO2e per GB.

    Raises:
        InputError: the factor's unit is not one per gigabyte or byte.
    """
    unit = part.factor.unit
    if unit not in _PER_GB or unit.startswith("kWh") is (part.grid is None):
        raise InputError(
            N_("row {row}: a web model cannot use the unit {unit!r}"),
            remedy=N_("write one of: {known}"),
            row=part.factor.id,
            unit=unit,
            known=", ".join(_PER_GB),
        )
    grid = part.grid.g_per_kwh if part.grid else 1.0
    return part.factor.estimate * (part.share * _PER_GB[unit] * grid)


def sum_line(part: Part, gb_per_year: float) -> SumLine:
    """Return the line of the sum that a part stands for."""
    row = part.factor
    per_gb = kgco2e_per_gb(part).central
    return SumLine(
        label_en=_labelled(row.label_en, part.segment[0]),
        label_fr=_labelled(row.label_fr, part.segment[1]),
        quantity=gb_per_year,
        unit="GB",
        factor=per_gb,
        factor_unit="kgCO2e/GB",
        factor_id=row.id,
        derivation=_derivation(part),
        kgco2e_per_year=per_gb * gb_per_year,
    )


def _labelled(label: str, segment: str) -> str:
    return f"{label} ({segment})" if segment else label


def _derivation(part: Part) -> str:
    terms = [f"{part.share:g}"] if part.share != 1 else []
    terms.append(f"{part.factor.value:g} {part.factor.unit}")
    if part.grid:
        terms.append(str(part.grid))
    return " x ".join(terms) if len(terms) > 1 else ""
