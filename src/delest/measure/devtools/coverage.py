"""Which parts of its style sheets and scripts a page used, as the browser counts them. Only where it was asked for."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from delest.measure.devtools.request import MAX_URL_CHARACTERS
from delest.records.pages.observed import UsedCode

_LIMIT_S: Final = 10.0
_MOST_FILES: Final = 500
_MOST_PARTS: Final = 20_000

Part = tuple[int, int]


class Coverage:
    """Watches the files of one page, from before it is loaded."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._sheets: dict[str, Mapping[str, Any]] = {}

    async def watch(self) -> None:
        """Begin to count."""
        self._session.on("CSS.styleSheetAdded", self._sheet)
        for method, params in (
            ("DOM.enable", {}),
            ("CSS.enable", {}),
            ("CSS.startRuleUsageTracking", {}),
            ("Profiler.enable", {}),
            ("Profiler.startPreciseCoverage", {"callCount": False, "detailed": True}),
        ):
            await self._session.send(method, params)

    async def styles(self) -> tuple[UsedCode, ...]:
        """Return what was used of the style sheets that are files of their own; nothing where none is told in time."""
        used: defaultdict[str, list[Part]] = defaultdict(list)
        lengths: dict[str, int] = {}
        for head in self._sheets.values():
            url = str(head.get("sourceURL", ""))
            if not head.get("isInline") and url.startswith("http") and len(url) <= MAX_URL_CHARACTERS:
                lengths[url] = max(lengths.get(url, 0), int(head.get("length", 0)))
        answer = await self._asked("CSS.stopRuleUsageTracking")
        if answer is None:
            return ()
        for rule in answer.get("ruleUsage", ()):
            url = str(self._sheets.get(rule["styleSheetId"], {}).get("sourceURL", ""))
            if rule.get("used") and url in lengths:
                used[url].append((int(rule["startOffset"]), int(rule["endOffset"])))
        return tuple(
            UsedCode(url=url, characters=length, used=joined(used[url]))
            for url, length in list(lengths.items())[:_MOST_FILES]
        )

    async def scripts(self, page_url: str) -> tuple[UsedCode, ...]:
        """Return what was run of the scripts that are files of their own."""
        answer = await self._asked("Profiler.takePreciseCoverage")
        used: defaultdict[str, list[Part]] = defaultdict(list)
        lengths: dict[str, int] = {}
        for script in answer.get("result", ()) if answer else ():
            url = str(script.get("url", ""))
            if url.startswith("http") and url.partition("#")[0] != page_url and len(url) <= MAX_URL_CHARACTERS:
                parts = [
                    (int(part["startOffset"]), int(part["endOffset"]), int(part["count"]))
                    for function in script["functions"]
                    for part in function["ranges"]
                ]
                lengths[url] = max(lengths.get(url, 0), max((end for _, end, _ in parts), default=0))
                used[url] += run_parts(parts)
        return tuple(
            UsedCode(url=url, characters=length, used=joined(used[url]))
            for url, length in list(lengths.items())[:_MOST_FILES]
        )

    def _sheet(self, event: dict[str, Any]) -> None:
        if len(self._sheets) < _MOST_FILES:
            self._sheets[event["header"]["styleSheetId"]] = event["header"]

    async def _asked(self, method: str) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(_LIMIT_S):
                answer: dict[str, Any] = await self._session.send(method)
        except (TimeoutError, PlaywrightError):
            return None
        return answer


def run_parts(parts: Sequence[tuple[int, int, int]]) -> list[Part]:
    """Return the parts that were run, of nested parts with their counts: the innermost one decides."""
    found: list[Part] = []
    open_parts: list[tuple[int, int]] = []  # end and count, the innermost last
    at = 0

    def upto(end: int) -> None:
        nonlocal at
        if open_parts and open_parts[-1][1] and end > at:
            found.append((at, end))
        at = max(at, end)

    for start, end, count in sorted(parts, key=lambda part: (part[0], -part[1])):
        while open_parts and open_parts[-1][0] <= start:
            upto(open_parts[-1][0])
            open_parts.pop()
        upto(start)
        open_parts.append((end, count))
    while open_parts:
        upto(open_parts[-1][0])
        open_parts.pop()
    return found


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts in order, those that touch or overlap as one; of too many, the whole that they span."""
    merged: list[Part] = []
    for start, end in sorted(parts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged) if len(merged) <= _MOST_PARTS else ((merged[0][0], merged[-1][1]),)
