"""One campaign over a fleet: what was asked, and how far each service is."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from delest.message import Message
from delest.reason import Reason
from delest.records.co2e.factor import FactorSetRef
from delest.records.fleet.result import ServiceResult
from delest.records.fleet.service import Service


class State(StrEnum):
    """How far a service is."""

    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
    """Its audit is complete, and every page of it was measured."""
    PARTIAL = "partial"
    """Its audit is complete, and some pages could not be measured."""
    FAILED = "failed"
    """Nothing was measured: never a zero, and in no mean."""
    EXCLUDED = "excluded"
    """Not active, or no longer in the list."""


MEASURED = frozenset({State.DONE, State.PARTIAL})
ENDED = frozenset({State.DONE, State.PARTIAL, State.FAILED, State.EXCLUDED})


class CampaignHeader(Struct, frozen=True, kw_only=True):
    """What a campaign is; all its services are audited under it."""

    name: str
    """``2026-T4``."""
    created_at: datetime
    source: str
    """Name of the list."""
    delest_version: str
    factor_sets: tuple[FactorSetRef, ...]
    options: tuple[str, ...] = ()
    """Of every audit; a row of the list may only narrow them."""
    own_options: tuple[str, ...] = ()
    """Of the campaign itself, as they were last given: hours, pace, lanes, times and tries."""
    elsewhere: tuple[str, ...] = ()
    """Services that other shards audit."""
    closed_at: datetime | None = None
    """It is frozen since then."""


class Attempt(Struct, frozen=True, kw_only=True):
    """One audit of one service, as its process ended."""

    number: int
    worker: str
    """Machine and process that it ran on."""
    began_at: datetime
    ended_at: datetime
    exit_code: int | None
    """Negative: ended by that signal; None: the worker was lost."""
    timed_out: bool = False
    """It was ended because its time was over."""
    stopped: bool = False
    """It was ended because the campaign was stopped."""
    complete: bool = False
    """The run says that nothing is left to do."""
    pages_measured: int = 0
    pages_loaded: int = 0
    reason_code: str = ""
    """Why nothing was measured, as the run says it."""
    message: str = ""
    """In English."""
    said: Message | None = None
    """The same for other languages; None where it is a sentence without values, or not one of delest."""


class Entry(Struct, frozen=True, kw_only=True):
    """One service of a campaign."""

    service: Service
    state: State = State.TODO
    reason: Reason | None = None
    """Why it failed; None where it did not, or where only ``message`` says."""
    message: str = ""
    said: Message | None = None
    """As in ``Attempt``."""
    tries: int = 0
    result: ServiceResult | None = None
    """Of a measured one."""

    @property
    def pages_over_budget(self) -> int | None:
        """Return how many measured pages are over the budget; None: there is no budget, or nothing was measured."""
        budget = self.service.budget_bytes
        if budget is None or self.result is None:
            return None
        return sum(page.bytes > budget for page in self.result.pages)


class Campaign(Struct, frozen=True, kw_only=True):
    """A campaign as it is on disk."""

    header: CampaignHeader
    entries: tuple[Entry, ...]
    """In the order of the list."""
    attempts: tuple[tuple[str, Attempt], ...] = ()
    """With the id of the service, oldest first."""

    @property
    def own(self) -> tuple[Entry, ...]:
        """Return the services that are audited here: active ones, and not those of other shards."""
        elsewhere = set(self.header.elsewhere)
        return tuple(
            each for each in self.entries if each.state is not State.EXCLUDED and each.service.id not in elsewhere
        )
