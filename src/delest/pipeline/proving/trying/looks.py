"""How a changed page looks beside the unchanged one."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace
from PIL.Image import Image

from delest.advise.pictures import drawn, likeness, page_pictures, part_pictures, shown_of
from delest.measure.replay import coding
from delest.measure.replay.replay import Player
from delest.pipeline.proving.change import Change
from delest.records.advice.proof import Doubt, Likeness, Pictures
from delest.records.pages.look import Look
from delest.records.pages.tape import Tape
from delest.weigh.proofs.verdict import Finding, of_likeness, of_looks

_MOST_PARTS: Final = 3

Seen = tuple[Finding, Likeness | None, tuple[Pictures, ...]]
"""What speaks against a change, how alike the pages are, and their pictures."""


class Looks:
    """Looks at the unchanged page once, and again where a change seems to show: what varies by itself is known then."""

    def __init__(self, player: Player, tape: Tape) -> None:
        self._player = player
        self._tape = tape
        self._looks: list[Look] = []
        self._drawn: Image | None = None
        """The picture of the first look."""
        self._noise: Likeness | None = None

    async def begin(self) -> None:
        """Look at the unchanged page."""
        await self._again()

    async def seen(self, change: Change, tape: Tape) -> Seen:
        """Return what a look at the changed page shows; ``tape`` is that page."""
        after = await self._player.look(tape) if self._looks else None
        if after is None:
            return Finding(Doubt.NOT_SEEN), None, ()
        urls = [each.url for each in change.remedies]
        alike, pictures = await asyncio.to_thread(self._compared, self._looks[0], after, urls)
        found = self._found(change, after, alike)
        if found.doubt is not Doubt.NONE and len(self._looks) == 1:
            await self._again()
            found = self._found(change, after, alike)
        return found, alike, pictures

    async def _again(self) -> None:
        look = await self._player.look(self._tape)
        if look is None:
            return
        self._looks.append(look)
        if len(self._looks) > 1:
            self._noise = await asyncio.to_thread(_likeness, self._looks[0], look)

    def _compared(self, before: Look, after: Look, urls: Sequence[str]) -> tuple[Likeness, tuple[Pictures, ...]]:
        one, other = self._drawn or drawn(before.picture), drawn(after.picture)
        self._drawn = one
        alike = likeness(one, other)
        shown = filter(None, (shown_of(before, url) for url in dict.fromkeys(urls)))
        largest = sorted(shown, key=lambda each: -each.width_px * each.height_px)[:_MOST_PARTS]
        found = [page_pictures(one, other, alike), *(part_pictures(one, other, each) for each in largest)]
        return alike, tuple(each for each in found if each is not None)

    def _found(self, change: Change, after: Look, alike: Likeness) -> Finding:
        found = of_looks([_renamed(each, change) for each in self._looks], after)
        return found if found.doubt is not Doubt.NONE else of_likeness(alike, self._noise)


def shows_nothing(change: Change) -> bool:
    """Tell whether a page cannot look changed, since its files have the content that they had, sent in another way."""
    if change.edits or change.start_url or change.refused_hosts:
        return False
    return all(
        content is not None and hashlib.sha256(content).hexdigest() == each.replaces_sha256
        for each in change.remedies
        for content in (coding.decoded(each.body, each.content_encoding),)
    )


def _renamed(look: Look, change: Change) -> Look:
    """Return a look with the addresses under which a change loads its images."""
    instead = {url: end for edit in change.edits for url, end in edit.urls.items() if end}
    return replace(look, images=tuple(replace(each, url=instead.get(each.url, each.url)) for each in look.images))


def _likeness(one: Look, other: Look) -> Likeness:
    return likeness(drawn(one.picture), drawn(other.picture))
