"""A probe: looks at one thing of a page that was loaded for it alone, after the audit.

One file in ``probes``, with one object called ``PROBE``; its id is the name of the field of ``ProbedPage`` that it
fills. What a probe does to a page, or makes it load, is in no weight.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from msgspec import Struct
from playwright.async_api import CDPSession, Page, Response

from delest.measure.devtools.world import World

LIMIT_S: Final = 10.0
"""For one question to a page."""


class Watched(NamedTuple):
    """A page, and what happened since it was asked for."""

    page: Page
    session: CDPSession
    world: World
    """Scripts of ours run here, out of reach of the page's own."""
    responses: list[Response]
    players: dict[str, dict[str, Any]]
    """What Chromium says of each player of media, by its id."""


class Probe(Struct, frozen=True, kw_only=True):
    """One probe."""

    id: str
    look: Callable[[Watched], Awaitable[Any]]
    """Returns what goes into the field of ``ProbedPage``.

    Raises:
        PlaywrightError: the page is gone.
        TimeoutError: it does not answer.
    """
    order: int = 5
    """Those that change the page come last."""
