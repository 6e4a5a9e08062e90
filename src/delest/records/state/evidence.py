"""What an audit can say of each criterion of RGESN, and of nothing more."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct

MAY_BE_VALID: Final = frozenset({"4.6", "4.7", "4.8", "5.1", "6.1", "6.3", "6.7"})
"""Criteria that a measurement may show to be met; all others need a person."""
TO_COMPLETE: Final = "[à compléter]"
"""As the official declaration has it, where a person is to write."""


class Status(StrEnum):
    """The words of the official spreadsheet."""

    VALID = "Validé"
    IN_PROGRESS = "En cours"
    NOT_VALID = "Non validé"
    NOT_APPLICABLE = "Non applicable"
    TO_ASSESS = "À évaluer"


class Seen(StrEnum):
    """Three states that must never be confused."""

    FOUND = "found"
    """Measured, and there is something to say."""
    NOTHING = "nothing-found"
    """Measured, and nothing of the kind is there."""
    NOT_MEASURED = "not-measured"
    """This run did not measure it; nothing follows from that."""


class Amount(Struct, frozen=True, tag="amount"):
    """A number that a format writes in the reader's language."""

    value: float
    unit: Literal["bytes", "count", "share", "kg", "seconds", "number"] = "count"


class Address(Struct, frozen=True, tag="address"):
    """A URL, as it was loaded."""

    url: str


class Told(Struct, frozen=True, kw_only=True):
    """A sentence in English with places for its values, said in the reader's language later."""

    one: str
    many: str = ""
    """The form for any number ``n`` but one; empty: it does not count."""
    values: dict[str, str | Amount | Address] = {}

    @classmethod
    def of(cls, sentence: str, /, **values: str | Amount | Address) -> "Told":
        """Return a sentence that does not count."""
        return cls(one=sentence, values=values)

    @classmethod
    def counted(cls, forms: tuple[str, str], n: int, /, **values: str | Amount | Address) -> "Told":
        """Return a sentence in its form for ``n``."""
        return cls(one=forms[0], many=forms[1], values={**values, "n": Amount(n)})


class Criterion(Struct, frozen=True, kw_only=True):
    """One criterion of RGESN 2024, and what a page audit can establish of it."""

    id: str
    theme: int
    theme_fr: str
    theme_en: str
    title_fr: str
    """As published."""
    label_en: str
    priority_fr: str
    weight: float
    difficulty_fr: str
    applies_to_all: bool
    """It can never be `Non applicable`."""
    applicability_fr: str
    in_declaration: bool
    framework_page: int
    level: Literal["automatic", "partial", "evidence", "manual"]
    may_set: tuple[str, ...] = ()
    asked_en: str = ""
    asked_fr: str = ""
    limits_en: str = ""
    sheet: str
    row: int
    wsg: tuple[str, ...] = ()
    """Guidelines of the Web Sustainability Guidelines that it goes with, by name."""


class Resource(Struct, frozen=True, kw_only=True):
    """A file behind what was found; over all pages, each counted once."""

    url: str
    bytes: float
    pages: int = 1
    said: str = ""
    """A technical term: a protocol, a format."""


class Look(Struct, frozen=True, kw_only=True):
    """What one page shows of one criterion."""

    url: str
    title: str = ""
    seen: Seen
    status: Status = Status.TO_ASSESS
    said: Told
    badness: float = 0.0
    """The worst page has most."""


class Evidence(Struct, frozen=True, kw_only=True):
    """What the audit says of one criterion."""

    criterion: str
    seen: Seen
    status: Status = Status.TO_ASSESS
    not_applicable_perhaps: bool = False
    """Nothing that it is about was found: a person may declare it not applicable."""
    said: tuple[Told, ...] = ()
    """What was measured; the first sentence is the answer."""
    missing: tuple[Told, ...] = ()
    """What was not measured, and which option would."""
    threshold: Told | None = None
    limits: tuple[Told, ...] = ()
    by_hand: Told | None = None
    """How to check it in a minute."""
    declaration: Told | None = None
    """A sentence for the published declaration, of measured facts alone."""
    action: Told | None = None
    """What to do where it is not met."""
    at_stake_bytes: float | None = None
    """Avoidable bytes of one view, mean over the measured pages."""
    looks: tuple[Look, ...] = ()
    """Page by page, worst first."""
    resources: tuple[Resource, ...] = ()


class Points(Struct, frozen=True, kw_only=True):
    """The score as the framework counts it, of what was decided by measure alone."""

    valid: float
    applicable: float
    most: float
    """What a page audit could award at most."""


class Pack(Struct, frozen=True, kw_only=True):
    """The evidence of one audit."""

    run_id: str
    delest: str
    browser: str
    device: str
    site: str
    start_urls: tuple[str, ...]
    audited_at: datetime
    """When the audit ended."""
    complete: bool
    pages: int
    """Measured."""
    not_measured: int
    sampled: str = ""
    """The preset, or ``random``; empty: not a sample."""
    sample: tuple[tuple[str, str], ...] = ()
    """URL and title of each measured page, in the order of the audit."""
    failed: tuple[str, ...] = ()
    mean_bytes: float | None = None
    """Mean weight of a measured page."""
    views_per_year: float | None = None
    """Of the site; None: not known."""
    framework: str
    criteria: tuple[Criterion, ...]
    evidence: tuple[Evidence, ...]
    """One a criterion, in the same order."""
    points: Points


class Names(Struct, frozen=True, kw_only=True):
    """What people call the service and themselves; empty: not given."""

    service: str = ""
    entity: str = ""
    responsible: str = ""


class SheetEntry(Struct, frozen=True, kw_only=True):
    """What goes into the official spreadsheet for one criterion, in French."""

    criterion: str
    sheet: str
    row: int
    title: str
    status: Status
    assessed_at: datetime | None
    """None: not decided."""
    finding: str
    """Empty: nothing was measured."""
    anchor: str
    """Where the evidence is: ``preuves.html#6.3``."""
    action: str = ""
    declaration: str = ""


class SheetFill(Struct, frozen=True, kw_only=True):
    """What goes into the official spreadsheet."""

    service: str
    sample: str
    entity: str
    responsible: str
    assessed_at: datetime
    day: str
    """The same, as French writes it."""
    score: str
    """One line, for the text of the cover."""
    actions: tuple[str, ...]
    entries: tuple[SheetEntry, ...]


class Conflict(Struct, frozen=True, kw_only=True):
    """A cell that a person filled in otherwise; it was left as it is."""

    sheet: str
    cell: str
    kept: str
    measured: str
