"""The views of an application, which fragments name (``/#/maps``): told from places in one and the same page."""

from collections import Counter
from typing import Final

from delest.urls import without_route

TRIED: Final = 3
"""Views of one document that show what it shows itself; then its other fragments are taken to be places in it."""


class Views:
    """What each document of the crawl shows without a fragment, and what came of its fragments."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}
        """Digest of what it shows, by document."""
        self._places: Counter[str] = Counter()
        self._applications: set[str] = set()

    def is_place(self, url: str, exact: str) -> bool:
        """Tell whether the fragment of ``url`` shows what its document shows; ``exact``: what was shown, digested."""
        document = without_route(url)
        if document == url:
            self._shown.setdefault(url, exact)
            return False
        if self._shown.get(document) == exact:
            self._places[document] += 1
            return True
        if document in self._shown:
            self._applications.add(document)
        return False

    def names_none(self, url: str) -> bool:
        """Tell whether a fragment is not worth a load: those of its document that were loaded are places in it."""
        document = without_route(url)
        return document != url and document not in self._applications and self._places[document] >= TRIED
