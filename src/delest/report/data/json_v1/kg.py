"""The kg CO2e of the public JSON report: a year, or per million page views where no traffic is known."""

from msgspec import Struct

from delest.report.data.json_v1.quantities import MeanBytes


class EstimateV1(Struct, frozen=True, kw_only=True):
    """A figure with its bounds."""

    low: float
    central: float
    high: float


class FactorSetV1(Struct, frozen=True, kw_only=True):
    """A factor set: which one, which version, which file content."""

    id: str
    version: str
    sha256: str


class _SumLine(Struct, frozen=True, kw_only=True):
    label_en: str
    label_fr: str
    quantity: float
    unit: str
    factor: float
    factor_unit: str
    factor_id: str
    derivation: str


class SumLineV1(_SumLine, frozen=True, kw_only=True):
    """quantity x factor = kg CO2e."""

    kgco2e_per_year: float


class SumLinePerMillionViewsV1(_SumLine, frozen=True, kw_only=True):
    """quantity x factor = kg CO2e."""

    kgco2e_per_million_views: float


class _Reading(Struct, frozen=True, kw_only=True):
    role: str
    model: str
    label_en: str
    label_fr: str
    factor_set: FactorSetV1
    electricity: str
    electricity_sets: tuple[FactorSetV1, ...]
    boundary_en: str
    boundary_fr: str
    caveat_en: str
    caveat_fr: str


class ReadingV1(_Reading, frozen=True, kw_only=True):
    """What one model says. Readings are never averaged."""

    kgco2e_per_year: EstimateV1
    lines: tuple[SumLineV1, ...]


class ReadingPerMillionViewsV1(_Reading, frozen=True, kw_only=True):
    """What one model says. Readings are never averaged."""

    kgco2e_per_million_views: EstimateV1
    lines: tuple[SumLinePerMillionViewsV1, ...]


class _Converted(Struct, frozen=True, kw_only=True):
    policy: FactorSetV1
    country: str
    mobile_share: float
    mobile_share_known: bool
    green_hosting: str
    assumptions: tuple[str, ...]
    """About the page views."""
    left_out: tuple[str, ...]


class ConvertedV1(_Converted, frozen=True, kw_only=True):
    """Transferred bytes as kg CO2e, at the traffic that was given."""

    views_per_year: float
    gb_per_year: float
    gb_per_year_bounds: EstimateV1 | None
    """At the bounds of assumed shares of the views by the state of the cache; null: none is assumed."""
    kgco2e_per_year: EstimateV1
    readings: tuple[ReadingV1, ...]


class PerMillionViewsV1(_Converted, frozen=True, kw_only=True):
    """Transferred bytes as kg CO2e, where no traffic is known."""

    gb_per_million_views: float
    kgco2e_per_million_views: EstimateV1
    readings: tuple[ReadingPerMillionViewsV1, ...]


class ProvenV1(Struct, frozen=True, kw_only=True):
    """What proven actions take off page views with an empty cache: as ``converted``, or ``per_million_views``."""

    bytes_per_view: MeanBytes
    converted: ConvertedV1 | None
    per_million_views: PerMillionViewsV1 | None


class AvoidedV1(Struct, frozen=True, kw_only=True):
    """Estimated reduction attributed to data transfer: ``converted``, or ``per_million_views`` without traffic.

    Both are null where nothing may be claimed.
    """

    target: str
    baseline_bytes_per_view: MeanBytes
    scenario_bytes_per_view: MeanBytes
    below_noise: bool | None
    """null: one load per page, so that the noise is not known."""
    converted: ConvertedV1 | None
    per_million_views: PerMillionViewsV1 | None
