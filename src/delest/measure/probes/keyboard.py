"""What text fields ask of servers while someone types (RGESN 4.9).

Three letters, one a second, in at most three fields that are seen; nothing is submitted, and no field for a password,
an address of e-mail or a number is touched.
"""

import asyncio
import time
from typing import Any, Final

from playwright.async_api import Error as PlaywrightError

from delest.measure.probe import LIMIT_S, Probe, Watched
from delest.records.state.probed import Typed

_MOST: Final = 3
_LETTERS: Final = "abc"
_BETWEEN_S: Final = 1.2
_FIELDS: Final = (
    'input[type="text" i], input[type="search" i], input:not([type]), [role="searchbox"], [role="combobox"]'
)
_NAME: Final = """
(el) => ['aria-label', 'name', 'placeholder', 'id']
  .map((name) => el.getAttribute(name) || '').find((text) => text) || ''
"""


async def _look(watched: Watched) -> tuple[Typed, ...]:
    found: list[Typed] = []
    for field in await watched.page.query_selector_all(_FIELDS):
        if len(found) >= _MOST:
            break
        try:
            if not (await field.is_visible() and await field.is_enabled() and await field.is_editable()):
                continue
            name = str(await field.evaluate(_NAME))[:80]
            await field.focus()
            found.append(await _typed(watched, name))
        except PlaywrightError:  # it went away, or is covered
            continue
    return tuple(found)


async def _typed(watched: Watched, name: str) -> Typed:
    asked: list[tuple[int, float]] = []
    letter, typed_at = 0, time.monotonic()

    def heard(request: Any) -> None:
        if request.resource_type in {"xhr", "fetch", "script", "eventsource", "websocket"}:
            asked.append((letter, (time.monotonic() - typed_at) * 1000))

    await asyncio.sleep(_BETWEEN_S)  # what the focus alone asks for
    watched.page.on("request", heard)
    try:
        for each in _LETTERS:
            letter, typed_at = letter + 1, time.monotonic()
            async with asyncio.timeout(LIMIT_S):
                await watched.page.keyboard.press(each)
            await asyncio.sleep(_BETWEEN_S)
    finally:
        watched.page.remove_listener("request", heard)
    return Typed(
        field=name,
        first_after=min((after for after, _ms in asked), default=0),
        requests=len(asked),
        soonest_ms=round(min(ms for _after, ms in asked), 1) if asked else None,
    )


PROBE: Final = Probe(id="keyboard", look=_look, order=9)
