"""Loads of a recorded page without the network: the measuring pass unchanged, behind the door of a replay."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from playwright.async_api import Error as PlaywrightError

from delest.measure.browser.browser import Driver, Setting
from delest.measure.load import PageLoader
from delest.measure.replay.door import SPKI_SHA256, ReplayDoor
from delest.measure.replay.look import look
from delest.measure.replay.steady import SCRIPT
from delest.records.pages.load import PageLoad
from delest.records.pages.look import Look
from delest.records.pages.tape import Tape
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access

_LOOK_LIMIT_S: Final = 60.0
_SHORT_STAY_S: Final = 0.5
_SHORT_QUIET_S: Final = 0.1
"""What a replay asks for comes at once."""


class Replayed(Struct, frozen=True, kw_only=True):
    """One load of a tape."""

    load: PageLoad
    missed: tuple[str, ...] = ()
    """Requests that the tape has no response to: method and URL."""


class Player:
    """Loads tapes, one at a time, in a browser whose only way out is the door."""

    def __init__(self, loader: PageLoader, door: ReplayDoor, options: LoadOptions) -> None:
        self._loader = loader
        self._door = door
        self._options = options

    async def load(self, tape: Tape, *, after: str | None = None) -> Replayed:
        """Load the page of a tape, with an empty cache or with the one that a visit to ``after`` leaves."""
        self._door.play(tape)
        capture = await self._loader.load(tape.page_url, after=after)
        return Replayed(load=capture.load, missed=self._door.missed)

    async def start(self) -> None:
        """Start the browser now.

        Raises:
            NoBrowserError: none was found or it does not start.
        """
        await self._loader.start()

    def hurry(self, *, hurry: bool) -> None:
        """Wait from now on only as long as one must, or as long as when the pages were recorded."""
        stay_s, quiet_s = self._options.stay_s, self._options.quiet_s
        if hurry:
            stay_s, quiet_s = min(_SHORT_STAY_S, stay_s), min(_SHORT_QUIET_S, quiet_s)
        self._loader.wait(stay_s=stay_s, quiet_s=quiet_s, at_once=hurry)

    async def look(self, tape: Tape) -> Look | None:
        """Return how the page of a tape looks; None where it cannot be looked at."""
        self._door.play(tape)
        try:
            async with asyncio.timeout(_LOOK_LIMIT_S):
                return await look(await self._loader.browser(), tape.page_url, self._options)
        except (TimeoutError, PlaywrightError, ValueError, TypeError, KeyError):  # also what a hostile page made of it
            return None


def for_replay(options: LoadOptions) -> LoadOptions:
    """Return the options of a replay: those of the recorded load without its ways to the network and its secrets."""
    return replace(options, access=Access(storage_state=options.access.storage_state, contact=options.access.contact))


@asynccontextmanager
async def player(driver: Driver, options: LoadOptions) -> AsyncIterator[Player]:
    """Yield a player; ``driver`` is one of the options ``for_replay`` returns."""
    door = ReplayDoor()
    setting = Setting(
        door=lambda: door, switches=(f"--ignore-certificate-errors-spki-list={SPKI_SHA256}",), script=SCRIPT
    )
    async with PageLoader(driver, options, setting) as loader:
        yield Player(loader, door, options)
