"""Fonts with glyphs of writing systems that no page of the audit uses."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from fontTools.unicodedata import block

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.page.font_faces import font_faces
from delest.advise.reencoded import Reencoded, chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind, Transfer

FRENCH: Final = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x152, 0x153), (0x178, 0x178), (0x2B3, 0x2B3), (0x1D49, 0x1D49), (0x2002, 0x200B),
    (0x2010, 0x2027), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193),
)  # fmt: skip
"""What is kept of every font: what French and English are written with, quotes, dashes, spaces and the euro."""
_SPACE: Final = 0x20
_MOST_FAMILIES: Final = 500
_MOST_BLOCKS: Final = 60
_PRIVATE: Final = re.compile("Private Use")
CONDITION: Final = N_("As long as the pages use no other writing systems than those of the audit.")


class FontStudy:
    """Knows which Unicode blocks the pages of a site write in, family by family."""

    def __init__(self) -> None:
        self._blocks: defaultdict[str, set[str]] = defaultdict(set)
        self._icons: set[str] = set()
        """Families that draw pictures: which of them a page shows says nothing of the next state of the page."""

    def learn(self, capture: Capture) -> None:
        """Take note of the characters that a page asks of each family."""
        for text in capture.observed.fonts:
            blocks = {block(one) for one in text.characters if not _is_kept_anyway(ord(one))}
            for family in text.families[: _MOST_FAMILIES if len(self._blocks) < _MOST_FAMILIES else 0]:
                self._blocks[family] |= blocks
                if any(map(_PRIVATE.search, blocks)):
                    self._icons.add(family)

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:
        """Return the finding of the page's fonts that would be lighter without the scripts that are never written."""
        found = (offender(*each[:3]) for each in self._made(capture, shop))
        return computed(RULE.id, capture, filter(None, found))

    def remedies(self, capture: Capture, shop: Workshop) -> Iterator[Remedy]:
        """Yield the smaller fonts."""
        for transfer, body, lighter, keep in self._made(capture, shop):
            if offender(transfer, body, lighter):
                made = chosen(transfer, body, shop.bodies("font", body, {"keep": keep}))
                if made is not None:
                    yield remedy(RULE.id, transfer, made, CONDITION)

    def _made(self, capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded, list[int]]]:
        if not capture.observed.fonts or capture.observed.cut:
            return  # what was not seen may be needed
        families: defaultdict[str, set[str]] = defaultdict(set)
        for face in font_faces(capture):
            families[face.url].add(face.family)
        for transfer, body in with_bodies(capture):
            named = families.get(transfer.url.partition("#")[0], set())
            if transfer.kind is not Kind.FONT or not named or named & self._icons:
                continue
            keep = _ranges(set().union(*(self._blocks.get(family, set()) for family in named)))
            if keep:
                yield transfer, body, shop.sizes("font", transfer.body_sha256, body, {"keep": keep}), keep


def _ranges(blocks: Iterable[str]) -> list[int]:
    """Return the characters to keep for these blocks: first and last of each range in turn; empty: too many."""
    wanted = sorted(set(blocks) & _BLOCKS.keys())
    if len(wanted) > _MOST_BLOCKS:
        return []
    ranges = [*FRENCH, *(_BLOCKS[name] for name in wanted)]
    return [end for each in sorted(set(ranges)) for end in each]


def _is_kept_anyway(code: int) -> bool:
    return code < _SPACE or any(first <= code <= last for first, last in FRENCH)


def _all_blocks() -> dict[str, tuple[int, int]]:
    from fontTools.unicodedata import Blocks  # noqa: PLC0415 - a table of its own

    starts, names = Blocks.RANGES, Blocks.VALUES
    ends = [*(start - 1 for start in starts[1:]), 0x10FFFF]
    return {name: (start, end) for start, end, name in zip(starts, ends, names, strict=True) if name != "No_Block"}


_BLOCKS: Final = _all_blocks()

RULE: Final = Rule(
    id="font-subset",
    title=N_("Fonts include writing systems that the pages do not use"),
    action=N_("Cut fonts down to the writing systems used"),
    explanation=N_(
        "Each font was really cut down to French, English and the Unicode blocks that the pages of the audit use;"
        " icon fonts are left out."
    ),
    remedy=N_(
        "Publish a subset for the writing systems that you use, and the rest as further files with unicode-range,"
        " which browsers load only where a page needs them."
    ),
    needs=(Need.FILES, Need.SHOWN, Need.SITE),
    rgesn=("4.8",),
    wsg=("use-optimized-web-typography",),
    study=FontStudy,
)
