"""An answer in as many lines as a person reads in a terminal: two screens, with the lines that name the files."""

from collections.abc import Callable
from typing import Final

from delest.report.formats import text
from delest.report.page import Page

LINES: Final = 50
"""Of an answer in a terminal, with all that follows it."""


def fitted(make: Callable[[int], Page], sizes: int, following: int = 0) -> Page:
    """Return the longest page of those that ``make`` makes, longest first, that fits; else the shortest.

    Args:
        make: given a size, 0 for the longest page.
        sizes: how many there are.
        following: lines that follow the answer, such as the paths of reports.
    """
    for size in range(sizes - 1):
        page = make(size)
        if text.render(page).count("\n") + following <= LINES:
            return page
    return make(sizes - 1)
