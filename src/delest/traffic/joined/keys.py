"""When two addresses are one page: what analytics tools, logs and the crawl spell differently."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from delest.urls import host, matches_host, normalise, without_www

Spelling = Callable[[str], str]
"""How the crawl spells a normalised URL, for example without what only follows the visitor."""

_INDEX: Final = re.compile(r"/(?:index|default)\.(?:html?|xhtml|shtml|php[0-9]?|aspx?|jspx?|cfm|do)$", re.IGNORECASE)
_MATOMO_INDEX: Final = re.compile(r"/index$", re.IGNORECASE)


def on_hosts(urls: Iterable[str], given: Iterable[str] = ()) -> Callable[[str], bool]:
    """Return what tells whether a host is that of one of ``urls``, with or without ``www``, or one ``given``."""
    names, given = {without_www(host(url)) for url in urls}, tuple(given)
    return lambda name: without_www(name) in names or any(matches_host(name, each) for each in given)


def page_key(url: str) -> str:
    """Return ``host/path?query``, the same for all spellings of a page's address.

    The scheme, a leading ``www.``, the fragment, the trailing slash and the name of an index file make no difference.
    """
    address, mark, query = (normalise(url) or url).partition("://")[2].partition("?")
    address = _INDEX.sub("/", address).rstrip("/")
    return f"{address.removeprefix('www.')}{mark if query else ''}{query}"


def loose_key(key: str) -> str:
    """Return a key in which case makes no difference, nor the ``/index`` by which Matomo names a folder's own page."""
    address, mark, query = key.partition("?")
    return f"{_MATOMO_INDEX.sub('', address)}{mark}{query}".casefold()
