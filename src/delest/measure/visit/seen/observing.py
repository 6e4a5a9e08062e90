"""All that is observed of a page for the rules, from before it is loaded to the end of its visit."""

from typing import Self

from msgspec.structs import replace
from playwright.async_api import CDPSession

from delest.measure.devtools.coverage import Coverage
from delest.measure.devtools.media import Media
from delest.measure.devtools.preloads import Preloads
from delest.measure.devtools.targets import Targets
from delest.measure.devtools.world import World
from delest.measure.visit.seen.observe import observe
from delest.records.pages.observed import Observed


class Observing:
    """Watches one page."""

    def __init__(self, session: CDPSession, *, covered: bool) -> None:
        self._preloads = Preloads(session)
        self._media = Media(session)
        self._coverage = Coverage(session)
        self._covered = covered

    @classmethod
    async def begun(cls, session: CDPSession, *, on: bool, coverage: bool) -> Self:
        """Begin before the page is asked for; where it is not ``on``, nothing is watched."""
        observing = cls(session, covered=coverage and on)
        if on:
            await observing._preloads.watch()
            await observing._media.watch()
        if on and coverage:
            await observing._coverage.watch()
        return observing

    async def end(self, world: World, targets: Targets, url: str) -> Observed:
        """Return what was seen of the page that is at ``url`` now."""
        seen = replace(await observe(world, targets, url), unused_preloads=self._preloads.unused)
        codecs = self._media.codecs
        seen = replace(seen, videos=tuple(replace(each, codec=codecs.get(each.url, "")) for each in seen.videos))
        if not self._covered:
            return seen
        styles, scripts = await self._coverage.styles(), await self._coverage.scripts(url)
        return replace(seen, coverage=True, styles=styles, scripts=scripts)
