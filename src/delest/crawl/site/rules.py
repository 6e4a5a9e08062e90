"""What the robots.txt of each origin allows; each is read once, when it is first asked about."""

import asyncio

from delest.crawl.client import Client
from delest.crawl.site.robots import Robots, fetch_robots
from delest.errors import N_
from delest.message import Message
from delest.urls import origin


class Rules:
    """Those of all origins of an audit; with ``obey`` False all is allowed."""

    def __init__(self, client: Client, *, obey: bool) -> None:
        self._client = client
        self.obeyed = obey
        self._robots: dict[str, asyncio.Task[Robots]] = {}

    @property
    def warnings(self) -> tuple[Message, ...]:
        """Origins whose rules could not be had: nothing of them may be loaded."""
        if not self.obeyed:
            return ()
        known = ((home, self._known(home)) for home in self._robots)
        return tuple(
            Message.of(N_("{url}: {reason}"), url=f"{home}/robots.txt", reason=rules.unreachable)
            for home, rules in known
            if rules is not None and rules.unreachable
        )

    async def of(self, url: str) -> Robots:
        """Return the rules that ``url`` falls under."""
        home = origin(url)
        if home not in self._robots:
            self._robots[home] = asyncio.ensure_future(fetch_robots(self._client, home))
        return await asyncio.shield(self._robots[home])

    async def allows(self, url: str) -> bool:
        """Tell whether ``url`` may be loaded."""
        return not self.obeyed or (await self.of(url)).allows(url)

    def unread(self, url: str) -> bool:
        """Tell whether ``url`` may not be loaded because the rules of its origin could not be had."""
        rules = self._known(origin(url))
        return rules is not None and bool(rules.unreachable)

    async def delay_s(self, url: str) -> float | None:
        """Return the crawl delay that ``url`` falls under; None: there is none."""
        return (await self.of(url)).crawl_delay_s if self.obeyed else None

    def known_delay_s(self, url: str) -> float | None:
        """Return the same as far as the rules of its origin were read."""
        rules = self._known(origin(url)) if self.obeyed else None
        return rules.crawl_delay_s if rules is not None else None

    async def close(self) -> None:
        """Drop what is still being asked."""
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)

    def _known(self, home: str) -> Robots | None:
        task = self._robots.get(home)
        return task.result() if task is not None and task.done() and not task.cancelled() else None
