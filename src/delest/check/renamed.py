"""Pages that were renamed: gone from under one path, and there under another with the same files. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
        others = now.get(files, [])
        for old in pages:
            other = _only_alike(old, others)
            if other is not None and _only_alike(other, pages) is old:
                found.append((old.page, other.page))
    return tuple(sorted(found))


def _only_alike(page: PageBaseline, others: Sequence[PageBaseline]) -> PageBaseline | None:
    """Return the only one of ``others``, which are in ascending order of their documents, that may be ``page``."""
    least = int(_document_bytes(page) * (1 - ALIKE_SHARE))
    found = None
    # Of thousands of pages with the same files, the second one that is alike ends the search.
    for at in range(bisect_left(others, least, key=_document_bytes), len(others)):
        if _alike(page, others[at]):
            if found is not None:
                return None
            found = others[at]
        elif _document_bytes(others[at]) > _document_bytes(page):
            break
    return found


def _by_files(pages: Iterable[PageBaseline]) -> dict[frozenset[str], list[PageBaseline]]:
    found: dict[frozenset[str], list[PageBaseline]] = defaultdict(list)
    for page in pages:
        if _document_bytes(page):
            found[frozenset(each.name for each in page.resources if each.name != page.page)].append(page)
    return {files: sorted(some, key=_document_bytes) for files, some in found.items()}


def _alike(one: PageBaseline, other: PageBaseline) -> bool:
    sizes = _document_bytes(one), _document_bytes(other)
    return max(sizes) - min(sizes) <= ALIKE_SHARE * max(sizes)


def _document_bytes(page: PageBaseline) -> int:
    return next((each.transferred_bytes for each in page.resources if each.name == page.page), 0)
