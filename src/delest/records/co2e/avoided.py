"""kg CO2e a year attributed to data transfer: of a state, or avoided between two states."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.records.co2e.factor import FactorSetRef
from delest.units import Estimate


class Role(StrEnum):
    """What a reading is in the answer. Readings are never averaged."""

    LOW = "low"
    CENTRAL = "central"
    HIGH = "high"
    PUBLISHED = "published"
    ASKED = "asked"


MAX_VIEWS: Final = 10**15
"""Page views a year; more is a slip."""


class ViewShares(Struct, frozen=True, kw_only=True):
    """Which share of the views finds the cache in which state; they sum to 1."""

    cold: float = 1.0
    in_visit: float = 0.0
    warm: float = 0.0


class Conditions(Struct, frozen=True, kw_only=True):
    """Under which conditions bytes are converted; all defaults together are the answer for a French service."""

    country: str = "FRA"
    """ISO 3166 alpha-3 code, or a region of the electricity table (``EU``, ``WORLD``)."""
    mobile_share: float | None = None
    """Share of the bytes over mobile networks, 0 to 1; None: not known, the set's assumption and its bounds stand."""
    grid: str = ""
    """Id of an electricity value to use instead of the country's own, for example ``electricity-fr.2023``."""
    green_hosting: str = ""
    """Evidence for it; empty: not claimed. Touches only the electricity that data centres run on."""
    models: tuple[str, ...] = ()
    """Models asked for by name, beside the range."""
    shares: ViewShares = ViewShares()
    """Of the views of a run's pages; all cold, an upper bound, where no one gave any."""


class SumLine(Struct, frozen=True, kw_only=True):
    """One line of a sum: quantity x factor = kg CO2e a year."""

    label_en: str
    label_fr: str
    quantity: float
    unit: str
    factor: float
    factor_unit: str
    factor_id: str
    """Id of the factor in its set."""
    derivation: str = ""
    """What the factor is made of where it is a product: ``0.0034 kWh/GB x 46.1 gCO2e/kWh (electricity-fr.2025)``."""
    kgco2e_per_year: float


class Reading(Struct, frozen=True, kw_only=True):
    """What one model says of the same bytes."""

    role: Role
    model: str
    label_en: str
    label_fr: str
    factor_set: FactorSetRef
    grid: str = ""
    """Electricity value used, with id, year and g CO2e/kWh; empty where the model needs none."""
    electricity: tuple[FactorSetRef, ...] = ()
    """The sets that the electricity values come from."""
    kgco2e_per_year: Estimate
    """Bounds are those of the factors and of the mobile share; models without any have none."""
    lines: tuple[SumLine, ...]
    """Sum to ``kgco2e_per_year.central``."""
    boundary_en: str = ""
    boundary_fr: str = ""
    caveat_en: str = ""
    caveat_fr: str = ""


class Converted(Struct, frozen=True, kw_only=True):
    """Transferred bytes a year as kg CO2e a year, always as readings with roles."""

    views_per_year: float
    gb_per_year: float
    policy: FactorSetRef
    """The range policy that names the low, central and high models."""
    country: str
    mobile_share: float
    mobile_share_known: bool = False
    """False: an assumption of the factor sets; the readings' bounds cover all shares."""
    green_hosting: str = ""
    """Evidence of green hosting, where it was taken into account."""
    readings: tuple[Reading, ...]
    """Low, central, high, published, in this order; after them what the user asked for by name."""
    kgco2e_per_year: Estimate
    """The central figures of the low, central and high readings; of an increase they are negative, in rising order.
    Where ``gb_per_year_bounds`` are known, the low and the high one are at these."""
    gb_per_year_bounds: Estimate | None = None
    """GB a year at the bounds of assumed shares of the cache's states; None: no share is assumed."""


class Avoided(Struct, frozen=True, kw_only=True):
    """Baseline less scenario, same factor sets, same views."""

    baseline_bytes_per_view: float
    """Mean over views."""
    scenario_bytes_per_view: float
    target: str = ""
    """The target as the user wrote it."""
    converted: Converted
    """Of the difference."""
    below_noise: bool | None = None
    """The difference is within the run-to-run spread of the weights: nothing may be claimed. None: no page was loaded
    more than once, so that the spread is not known."""
