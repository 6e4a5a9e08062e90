"""Action plans of several services or ministries, and what became of them."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from delest.message import Message
from delest.records.co2e.equipment import Level, Lever
from delest.records.co2e.factor import FactorSetRef
from delest.units import Estimate

THEMES: Final = (1, 2, 3, 4, 5, 6, 7)
"""Of the State's action plans."""


class Progress(StrEnum):
    """How far an action has come."""

    TO_DO = "to-do"
    UNDER_WAY = "under-way"
    DONE = "done"


class Outcome(StrEnum):
    """What two audits show of an action."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    NOT_SEEN = "not-seen"
    NOT_MEASURABLE = "not-measurable"


class Why(StrEnum):
    """The reason of an outcome."""

    AS_PLANNED = "as-planned"
    LIGHTER_THAN_BEFORE = "lighter-than-before"
    """No weight was planned that the reduction could be held against."""
    LESS_THAN_PLANNED = "less-than-planned"
    NOISE = "noise"
    UNKNOWN_NOISE = "unknown-noise"
    HEAVIER = "heavier"
    CONDITIONS = "conditions"
    NO_PAIRS = "no-pairs"
    EQUIPMENT = "equipment"
    NO_LEVER = "no-lever"
    NO_AUDITS = "no-audits"
    UNREADABLE = "unreadable"
    NOT_IN_BOTH = "not-in-both"
    """The service was not measured in both editions of the fleet."""


class Action(Struct, frozen=True, kw_only=True):
    """One line of one plan."""

    plan: str
    """The file it comes from."""
    organisation: str
    """Who carries it; the file's name where the line does not say."""
    line: int
    theme: int
    action: str
    level: Level
    progress: Progress
    service: str = ""
    owner: str = ""
    begun_on: str = ""
    due_on: str = ""
    indicator: str = ""
    stated_kgco2e: float | None = None
    """What the plan itself says that it avoids."""
    baseline_run: str = ""
    realised_run: str = ""


class Planned(Struct, frozen=True, kw_only=True):
    """What the quantities of a line avoid, by the factor sets of today."""

    lever: Lever | None = None
    """None: a page."""
    device: str = ""
    quantity: float
    counted: float
    """What no other line of the plan has counted."""
    once: bool = False
    kgco2e: Estimate
    published_kgco2e: float | None = None
    resources_kg_sb: float | None = None
    """Depletion of resources avoided, in kg Sb equivalent, where it is published."""
    bytes_per_view: float | None = None
    """That a view loses, for a page."""


class Realised(Struct, frozen=True, kw_only=True):
    """What two audits of a service show."""

    outcome: Outcome
    why: Why
    detail: Message | None = None
    """What is wrong with an audit that cannot be read."""
    pages: int = 0
    """Measured by both audits."""
    before_bytes: float | None = None
    after_bytes: float | None = None
    """Mean page weight over the pages of both."""
    views_per_year: float | None = None
    views_source: str = ""
    """Where the page views come from; empty: the quantity of the plan."""
    weight_kgco2e: Estimate | None = None
    """Avoided by lighter pages, at these views."""
    weight_published_kgco2e: float | None = None
    traffic_kgco2e: Estimate | None = None
    """Added by more page views (negative: by fewer), at the weight of today; None: views of both are not known."""
    counted_with: str = ""
    """The action that the same pair of audits is counted with."""


class Line(Struct, frozen=True, kw_only=True):
    """An action with what was planned and what was seen."""

    action: Action
    planned: Planned | None = None
    realised: Realised


class LeftOut(Struct, frozen=True, kw_only=True):
    """A line that could not be used."""

    plan: str
    line: int
    reason: str
    remedy: str = ""


class Sums(Struct, frozen=True, kw_only=True):
    """Planned and realised, side by side; studies are in none of them."""

    pages_kgco2e_per_year: Estimate
    pages_published_kgco2e: float
    paired_kgco2e_per_year: Estimate
    """Planned, of the pages with a realised figure alone."""
    paired_published_kgco2e: float
    realised_kgco2e_per_year: Estimate | None
    """None: no two audits show a reduction, which is not the same as none."""
    realised_published_kgco2e: float | None
    equipment_kgco2e_per_year: Estimate
    equipment_published_kgco2e_per_year: float | None
    """Of the lines with a published figure; None: no line has one."""
    equipment_kgco2e_once: Estimate
    equipment_published_kgco2e_once: float | None
    """As above."""
    resources_kg_sb: float
    resources_lines: int
    equipment_lines: int
    page_lines: int
    paired_lines: int


class Target(Struct, frozen=True, kw_only=True):
    """A target of the State for 2027, and how many actions speak of it."""

    id: str
    share: float
    """Of one; of a reduction, how much less."""
    actions: int
    """In the themes that it belongs to."""


class FleetEffect(Struct, frozen=True, kw_only=True):
    """Two editions of a fleet: over the services and pages that both measured, whichever actions they belong to."""

    before: str
    after: str
    """Names of the editions."""
    services: int
    before_bytes: float
    after_bytes: float
    """Mean page weight; each service counts once."""
    weight_bytes_per_year: float | None
    """Fewer (positive) by lighter pages, at the page views of the later edition; None: no page views are known."""
    weight_kgco2e: Estimate | None
    """None: not beyond chance, not comparable, or no page views are known."""
    weight_published_kgco2e: float | None
    traffic_bytes_per_year: float | None
    """More (positive) by more page views, at the weight of the later edition."""
    traffic_kgco2e: Estimate | None
    traffic_services: int
    comparable: bool
    beyond_chance: bool | None
    """None: pages were loaded once, so it is not known."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


class Bilan(Struct, frozen=True, kw_only=True):
    """Several plans, consolidated."""

    plans: tuple[str, ...]
    organisations: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()
    counts: tuple[tuple[int, Level, Progress, int], ...]
    """Theme, level, state, and how many actions: those that there are."""
    done: int
    with_indicator: int
    sums: Sums
    fleet: FleetEffect | None = None
    """None: no two editions were named."""
    targets: tuple[Target, ...]
    sets: tuple[FactorSetRef, ...] = ()
