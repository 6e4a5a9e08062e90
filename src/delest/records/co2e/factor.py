"""Emission factors, each with its bounds and its source, in sets that are published and versioned together."""

from collections.abc import Mapping

from msgspec import Struct

from delest.records.co2e.model import RangePolicy, WebModel
from delest.units import Estimate


class FactorSetRef(Struct, frozen=True, kw_only=True):
    """What every printed kg names: which set, which version, which file content."""

    id: str
    version: str
    sha256: str
    """Of the file's content."""


class Source(Struct, frozen=True, kw_only=True):
    """Where figures come from."""

    title: str
    publisher: str
    locator: str
    licence: str
    published: str = ""
    licence_status: str = ""
    attribution: str = ""
    note: str = ""


class DeviceParts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The life-cycle parts of a device that happen whether or not it is used, in kg CO2e per device."""

    manufacturing: float
    distribution: float
    end_of_life: float


class Factor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a set: a value in ``unit``, with its bounds and its provenance."""

    id: str
    label_en: str
    label_fr: str
    value: float
    low: float | None = None
    high: float | None = None
    range_kind: str = ""
    """What the bounds are: rounding, a published range, an assumption."""
    unit: str
    year: int
    geography: str
    boundary: str
    source: str
    """Id of a Source."""
    locator: str
    licence: str
    retrieved: str = ""
    supersedes: str = ""
    note: str = ""
    published_as: str = ""
    resources_kg_sb_per_1000: float | None = None
    """Depletion of resources, in kg Sb equivalent per 1000 devices."""
    parts: DeviceParts | None = None
    lifetime_years: float | None = None
    active_power_w: float | None = None
    hours_per_day: float | None = None
    weights: dict[str, float] = {}

    @property
    def estimate(self) -> Estimate:
        """The value with its bounds, or without any where none was published, in ``unit``."""
        return Estimate(
            low=self.value if self.low is None else self.low,
            central=self.value,
            high=self.value if self.high is None else self.high,
        )


class GridIntensity(Struct, frozen=True, kw_only=True):
    """The carbon intensity of a country's or a region's electricity."""

    value: float
    """g CO2e per kWh."""
    year: int
    name: str


class FactorSet(Struct, frozen=True, kw_only=True):
    """One file of factors: published, versioned and released together."""

    ref: FactorSetRef
    kind: str
    label_en: str
    label_fr: str
    status: str
    supersedes: str = ""
    superseded_by: str = ""
    caveat_en: str = ""
    caveat_fr: str = ""
    licence: str = ""
    attribution: str = ""
    factors: dict[str, Factor] = {}
    """By id, in the order of the file."""
    model: WebModel | None = None
    policy: RangePolicy | None = None
    intensities: dict[str, GridIntensity] = {}
    """By ISO 3166 alpha-3 code or name of a region (``EU``, ``WORLD``)."""


FactorSets = Mapping[str, FactorSet]
"""Sets by id: what a conversion is given."""


class RowChange(Struct, frozen=True, kw_only=True):
    """One row that is not the same in both sets; None: the row is not in that set."""

    id: str
    one: Factor | None
    other: Factor | None
