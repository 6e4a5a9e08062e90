"""Answering a consent banner: its own button is clicked, from our isolated world, wherever it is drawn.

Well-known banners are data (``data/banners.toml``); open shadow roots and frames are searched too, also those of other
sites, which live in processes of their own. A choice counts as made only where the button was found, clicked, and gone
afterwards.
"""

import asyncio
import json
import time
import tomllib
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from msgspec import Struct, convert
from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.frames import Where
from delest.measure.devtools.world import World
from delest.measure.visit.clock import settle
from delest.measure.visit.clock.activity import Activity
from delest.measure.visit.clock.page_time import PageTime
from delest.reason import Reason, ReasonCode
from delest.records.pages.consent import Answered, Choice
from delest.records.runs.loading import LoadOptions

_APPEAR_S: Final = 3.0
"""How long a banner may take to be drawn once the network is quiet: some wait for a timer or an animation."""
_GO_S: Final = 2.0
"""How long an answered banner may take to go: some fade out."""
_POLL_S: Final = 0.25
_LIMIT_S: Final = 3.0
_SEARCH: Final = """
((banners, press) => {
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const shadow = get(Element, 'shadowRoot');
  const query = root => (root === document ? Document : DocumentFragment).prototype.querySelectorAll.bind(root);
  const roots = [document];
  let looked = 0;
  for (let at = 0; at < roots.length && looked <= 20000; at++) {
    for (const element of query(roots[at])('*')) {
      if (++looked > 20000) break;
      const inner = shadow.call(element);
      if (inner) roots.push(inner);
    }
  }
  const seen = element => {
    const box = Element.prototype.getBoundingClientRect.call(element);
    return box.width > 0 && box.height > 0 &&
      Element.prototype.checkVisibility.call(element, {visibilityProperty: true});
  };
  for (const [name, selectors] of banners)
    for (const selector of selectors)
      for (const root of roots) {
        const button = [...query(root)(selector)].find(seen);
        if (!button) continue;
        if (press) HTMLElement.prototype.click.call(button);
        return name;
      }
  return '';
})"""


class Banner(Struct, frozen=True, forbid_unknown_fields=True):
    """One product: CSS selectors of the buttons that refuse all and accept all, the first one that is drawn counts."""

    name: str
    refuse: tuple[str, ...]
    accept: tuple[str, ...]


class _Found(NamedTuple):
    banner: str
    world: World


@cache
def banners() -> tuple[Banner, ...]:
    """Return the banners that delest knows."""
    text = (resources.files("delest.measure") / "data" / "banners.toml").read_text("utf-8")
    return convert(tomllib.loads(text)["banner"], tuple[Banner, ...])


async def answer(
    activity: Activity, where: Where, page_time: PageTime, options: LoadOptions, until_s: float
) -> Answered | None:
    """Answer the page's banner as the options say and let the page settle again; None where nothing is to be answered.

    ``until_s`` is in seconds of ``time.monotonic``.
    """
    if options.consent in {Choice.AS_IS, Choice.COMPARE}:
        return None
    try:
        return await _Answering(activity, where, page_time, options, until_s).answer()
    except PlaywrightError as error:
        code = ReasonCode.BAD_SELECTOR if "SyntaxError" in error.message else ReasonCode.PAGE_UNREADABLE
    except TimeoutError:
        code = ReasonCode.PAGE_SILENT
    return Answered(choice=options.consent, reason=Reason(code=code))


async def noticed(where: Where) -> Answered:
    """Say which known banner is drawn, and leave it alone."""
    known = json.dumps([[banner.name, banner.refuse + banner.accept] for banner in banners()])
    try:
        found = await _look(where, known)
    except (PlaywrightError, TimeoutError):
        return Answered(choice=Choice.AS_IS, reason=Reason(code=ReasonCode.PAGE_UNREADABLE))
    if found is None:
        return Answered(choice=Choice.AS_IS, reason=Reason(code=ReasonCode.NO_BANNER))
    return Answered(choice=Choice.AS_IS, banner=found.banner)


class _Answering:
    def __init__(
        self, activity: Activity, where: Where, page_time: PageTime, options: LoadOptions, until_s: float
    ) -> None:
        self._activity = activity
        self._where = where
        self._time = page_time
        self._options = options
        self._known = _buttons(options)
        self._until_s = until_s

    async def answer(self) -> Answered:
        choice = self._options.consent
        found = await self._find()
        if found is None:
            return Answered(choice=choice, reason=Reason(code=ReasonCode.NO_BANNER))
        await found.world.evaluate(f"{_SEARCH}({self._known}, true)", limit_s=_LIMIT_S)
        await settle.quiet(self._activity, self._time, self._options, self._until_s)
        gone = await self._is_gone(found)
        stayed = None if gone else Reason(code=ReasonCode.BANNER_STAYED)
        return Answered(choice=choice, banner=found.banner, reason=stayed)

    async def _find(self) -> _Found | None:
        for _ in range(round(_APPEAR_S / _POLL_S)):
            found = await _look(self._where, self._known)
            if found is not None or time.monotonic() >= self._until_s:
                return found
            await self._time.run(_POLL_S * 1000, self._until_s)
        return await _look(self._where, self._known)

    async def _is_gone(self, found: _Found) -> bool:
        for _ in range(round(_GO_S / _POLL_S)):
            if not await _still_drawn(found, self._known):
                other = await _look(self._where, self._known)
                if other is None or other.banner != found.banner:
                    return True
            if time.monotonic() >= self._until_s:
                break
            await self._time.run(_POLL_S * 1000, self._until_s)
        return False


def _buttons(options: LoadOptions) -> str:
    """Return, as JSON, names with the selectors of their buttons: the user's own alone where there is one."""
    if options.consent_selector:
        return json.dumps([[options.consent_selector, [options.consent_selector]]])
    refuse = options.consent is Choice.REFUSE
    return json.dumps([[banner.name, banner.refuse if refuse else banner.accept] for banner in banners()])


async def _still_drawn(found: _Found, known: str) -> bool:
    """Tell whether a banner is where it was found.

    Raises:
        TimeoutError: what it was drawn in does not answer.
    """
    try:
        return bool(await found.world.evaluate(f"{_SEARCH}({known}, false)", limit_s=_LIMIT_S) == found.banner)
    except PlaywrightError:
        return False  # its frame is gone


async def _look(where: Where, known: str) -> _Found | None:
    """Return the first banner drawn in the page or in one of its frames."""
    name = await where.world.evaluate(f"{_SEARCH}({known}, false)", limit_s=_LIMIT_S)
    if name:
        return _Found(str(name), where.world)
    frames = await where.frames()
    names = await asyncio.gather(*(_name(frame, known) for frame in frames))
    return next((_Found(name, frame) for name, frame in zip(names, frames, strict=True) if name), None)


async def _name(frame: World, known: str) -> str:
    """Return the banner that is drawn in a frame; nothing where it has gone, hangs, or lives in another process."""
    try:
        return str(await frame.evaluate(f"{_SEARCH}({known}, false)", limit_s=_LIMIT_S))
    except (PlaywrightError, TimeoutError):
        return ""
