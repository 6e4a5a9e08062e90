"""Pages that were renamed: gone from under one path, and there under another with the same files. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from delest.records.gate.baseline import PageBaseline

ALIKE_SHARE: Final = 0.05
"""Two documents of one page differ by no more than this share of the larger."""


def renamed(gone: Iterable[PageBaseline], new: Iterable[PageBaseline]) -> tuple[tuple[str, str], ...]:
    """Return the pages that seem to be renamed, as former and present path, sorted.

    Two pages are one where they load the same other files and their documents weigh about the same, and where neither
    could be another page as well: on many sites, all pages load the same files.
    """
    before, now = _by_files(gone), _by_files(new)
    found = []
    for files, pages in before.items():
        alike = [(old, other) for old in pages for other in now.get(files, ()) if _alike(old, other)]
        found += [
            (old.page, other.page)
            for old, other in alike
            if sum(old is each for each, _ in alike) == 1 and sum(other is each for _, each in alike) == 1
        ]
    return tuple(sorted(found))


def _by_files(pages: Iterable[PageBaseline]) -> dict[frozenset[str], list[PageBaseline]]:
    found: dict[frozenset[str], list[PageBaseline]] = defaultdict(list)
    for page in pages:
        if _document_bytes(page):
            found[frozenset(each.name for each in page.resources if each.name != page.page)].append(page)
    return found


def _alike(one: PageBaseline, other: PageBaseline) -> bool:
    sizes = _document_bytes(one), _document_bytes(other)
    return max(sizes) - min(sizes) <= ALIKE_SHARE * max(sizes)


def _document_bytes(page: PageBaseline) -> int:
    return next((each.transferred_bytes for each in page.resources if each.name == page.page), 0)
