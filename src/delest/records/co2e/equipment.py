"""Equipment levers and action plans: claims that stand beside those on transferred bytes, never converted into them."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.records.co2e.avoided import Role
from delest.records.co2e.factor import FactorSetRef
from delest.units import Estimate

MAX_DEVICES: Final = 10**9
"""More than there are people who could each use one at work; a larger count is a slip."""


class Lever(StrEnum):
    """What is done about devices; the first in this list wins where two act on the same devices."""

    NOT_BOUGHT = "not-bought"
    REFURBISHED = "refurbished"
    LIFE_EXTENDED = "life-extended"


class EquipmentReading(Struct, frozen=True, kw_only=True):
    """What one factor set says of a lever."""

    role: Role
    label_en: str
    label_fr: str
    factor_set: FactorSetRef
    factor_id: str
    kgco2e_per_device: float
    """A year, or once where the lever acts once."""
    derivation: str = ""
    """What that figure is made of where it is not the published one: ``79.516 x (1/2.5 - 1/3.5)``."""
    kgco2e: Estimate
    """Of all devices, a year, or once where the lever acts once."""
    resources_kg_sb: float | None = None
    """Depletion of resources avoided, in kg Sb equivalent, where the set publishes it."""
    boundary: str
    source: str
    caveat_en: str = ""
    caveat_fr: str = ""


class EquipmentClaim(Struct, frozen=True, kw_only=True):
    """A lever applied to a number of devices, by every set that knows it."""

    lever: Lever
    device: str
    count: float
    years: int
    """Of more life, or of use of the refurbished devices."""
    once: bool
    """The figures are one-off, not a year's."""
    readings: tuple[EquipmentReading, ...]
    """The current set first, then the published one, then the user's own."""


class Level(StrEnum):
    """How far a plan commits itself: a study promises a document, not an effect."""

    ROLL_OUT = "roll-out"
    TRIAL = "trial"
    STUDY = "study"


class PlanAction(Struct, frozen=True, kw_only=True):
    """One line of an action plan."""

    line: int
    theme: str
    action: str
    level: Level
    lever: Lever | None = None
    """None: a page, where ``from_bytes`` is given; else an action without a figure."""
    device: str = ""
    quantity: float = 0.0
    """Devices, or page views a year."""
    years: int = 1
    from_bytes: float | None = None
    to_bytes: float | None = None
    same: str = ""
    """Name of the devices or pages that the line acts on; lines of one name are not counted twice."""
    more: dict[str, str] = {}
    """What its other columns say (state, owner, dates, audits): the kg do not depend on it."""


class PlanLine(Struct, frozen=True, kw_only=True):
    """What one action is worth."""

    action: PlanAction
    counted: float
    """The part of the quantity that no other line has counted already."""
    once: bool = False
    kgco2e: Estimate | None = None
    """Of the counted quantity, a year or once; None: the action has no figure."""
    published_kgco2e: float | None = None
    """The same by the MiNumEco 2022 figures, where they have one."""
    published_example: bool = False
    """The page is the very example that was published, so that its digits may be shown."""
    resources_kg_sb: float | None = None
    """Depletion of resources avoided, in kg Sb equivalent, where a set publishes it."""
    factors: tuple[str, ...] = ()
    """Each ``factor id @ set version``."""


class PlanTotal(Struct, frozen=True, kw_only=True):
    """A sum over lines; a year and once are never added."""

    pages_kgco2e_per_year: Estimate
    equipment_kgco2e_per_year: Estimate
    equipment_kgco2e_once: Estimate
    published_kgco2e_per_year: float
    published_kgco2e_once: float
    lines: int
    """With a figure."""
    published_lines: int
    """With a published figure; fewer than ``lines`` means that the published sums are incomplete."""


class Plan(Struct, frozen=True, kw_only=True):
    """A plan that adds up."""

    lines: tuple[PlanLine, ...]
    """In the order of the file."""
    committed: PlanTotal
    """Roll-outs and trials."""
    studied: PlanTotal
    """Studies: what they could be worth; in no other total."""
    sets: tuple[FactorSetRef, ...]


def has_bounds(estimate: Estimate) -> bool:
    """Tell whether a figure on equipment has bounds; nothing at all is known exactly."""
    return estimate.low < estimate.high or estimate.central == 0
