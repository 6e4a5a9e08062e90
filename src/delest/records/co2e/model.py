"""The models that turn gigabytes into kg CO2e, as factor files state them; ``kind`` tells them apart."""

from msgspec import Struct


class MobileShare(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Share of the bytes that travel over mobile networks where the site's own is not known."""

    default: float
    low: float
    high: float
    kind: str = ""


class Visits(Struct, frozen=True, kw_only=True, rename={"return_": "return"}, forbid_unknown_fields=True):
    """A model's own guess at caching; delest measures instead, and uses it only to reproduce other tools."""

    first: float
    return_: float
    reload: float


class Check(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published result that the model must reproduce."""

    views: float
    bytes_before: float
    bytes_after: float
    expected_kg: float
    tolerance_kg: float


class Segment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One link of the chain between server and reader."""

    id: str
    co2js_key: str = ""
    share: float | None = None
    """Of the system's energy."""
    intensity: str = ""
    operational_kwh_per_gb: float | None = None
    embodied_kwh_per_gb: float | None = None


class _Model(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    id: str
    gb_bytes: int
    boundary_en: str = ""
    boundary_fr: str = ""
    check: Check | None = None
    visits: Visits | str | None = None


class LinearPerGb(_Model, frozen=True, kw_only=True, tag="linear-per-gb"):
    """One factor per gigabyte."""

    factor: str
    """Id of the row."""


class LinearPerGbByNetwork(_Model, frozen=True, kw_only=True, tag="linear-per-gb-by-network"):
    """Averages per gigabyte of fixed and of mobile networks, and of data centres where the set has them."""

    mobile_share: MobileShare | None = None
    """None: whoever converts has to give a share."""
    grid: str = ""


class MarginalEnergyByNetwork(_Model, frozen=True, kw_only=True, tag="marginal-energy-by-network"):
    """The electricity that one more gigabyte adds to networks that are on anyway."""

    mobile_share: MobileShare
    grid: str


class SegmentedEnergy(_Model, frozen=True, kw_only=True, tag="segmented-energy"):
    """One energy per gigabyte, shared out over segments (SWD 3)."""

    energy_kwh_per_gb: float
    min_bytes: float = 0
    segment: tuple[Segment, ...]
    ratings_max_g: dict[str, float] = {}


class SegmentedOperationalEmbodied(_Model, frozen=True, kw_only=True, tag="segmented-energy-operational-embodied"):
    """Energy in use and energy embodied in hardware, for each segment (SWD 4)."""

    world_intensity_g_per_kwh: float
    min_bytes: float = 0
    segment: tuple[Segment, ...]
    ratings_max_g: dict[str, float] = {}


class EnergyPerByte(_Model, frozen=True, kw_only=True, tag="energy-per-byte"):
    """Energy per byte of the data centre and of the mean network (1byte)."""

    min_bytes: float = 0


WebModel = (
    LinearPerGb
    | LinearPerGbByNetwork
    | MarginalEnergyByNetwork
    | SegmentedEnergy
    | SegmentedOperationalEmbodied
    | EnergyPerByte
)


class RangeOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the policy sets a model up; an empty country means the one that was asked for."""

    device: str = ""
    network: str = ""
    datacenter: str = ""
    green: bool = False
    segments: tuple[str, ...] = ()
    """Only these segments; none given means all."""


class RangeEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which model gives one reading of the answer."""

    model: str
    label_en: str
    label_fr: str
    options: RangeOptions = RangeOptions()


class RangePolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which models give the low, central and high readings, and the published row beside them."""

    low: RangeEntry
    central: RangeEntry
    high: RangeEntry
    published: RangeEntry
