"""Requests by address over all blocks, in bounded memory."""

from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Final, Self

from delest.traffic.logs.block import Addresses, Block
from delest.traffic.logs.sums import IN_MEMORY, Sums
from delest.traffic.logs.targets import kind_of

_BY_ADDRESS: Final = ("people", "robots", "behaving")


class Tally:
    """Adds up blocks; use as a context manager."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self.counts = Block()
        """All but the addresses."""
        self.robot_parts = 0
        """What robots asked for that is not a page."""
        self._people = Sums(in_memory)
        self._in_memory = in_memory
        self._robots: dict[str, Addresses] = {"robots": {}, "behaving": {}}
        self._pages = dict.fromkeys(self._robots, 0)
        self._while_open = ExitStack()

    def __enter__(self) -> Self:
        self._while_open.enter_context(self._people)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._while_open.close()

    def take(self, block: Block) -> None:
        """Add the counts of a block, whose addresses are taken out of it."""
        self._people.add(block.people)
        for name, mine in self._robots.items():
            for address, requests in getattr(block, name).items():
                mine[address] = mine.get(address, 0) + requests
            if len(mine) > self._in_memory:
                self._fold(name)
        for name in _BY_ADDRESS:
            setattr(block, name, {})
        self.counts.add(block)

    def people(self) -> Iterator[tuple[bytes, int]]:
        """Yield the addresses that people asked for, most requests first."""
        yield from self._people

    def robot_pages(self) -> int:
        """Return how many page views robots had that are known by name."""
        return self._fold("robots")

    def behaving_pages(self) -> int:
        """Return how many page views visitors had that behave as robots do."""
        return self._fold("behaving")

    def _fold(self, name: str) -> int:
        for address, requests in self._robots[name].items():
            is_page = kind_of(address.decode("utf-8", "replace")) == "page"
            self._pages[name] += requests if is_page else 0
            self.robot_parts += 0 if is_page else requests
        self._robots[name].clear()
        return self._pages[name]
