"""URLs as the browser reads them (WHATWG), and whose site a host is (Public Suffix List)."""

import fnmatch
import functools
import re
import string
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import can_ada
from publicsuffixlist import PublicSuffixList

from delest.errors import N_, InputError

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NO_HOST: Final = re.compile(r"[/\\?#.]|[^/?#]*://|[a-z][a-z0-9+.-]*:(?![0-9]{1,5}(?:[/?#]|$))", re.IGNORECASE)
"""How text begins that is a path, or that has a scheme but no host (``htp:/example.org``, ``mailto:a@b``)."""
_HOST: Final = re.compile(r"[\w.-]+|\[[0-9a-f:.]+\]")
"""A name, an IPv4 address, or an IPv6 address in brackets."""
_LOOPBACK: Final = re.compile(r"((?:[a-z0-9_-]+\.)*localhost|127(\.[0-9]{1,3}){3}|\[::1\])(?![^:/?#])", re.IGNORECASE)
_ROUTES: Final = ("#/", "#!")
"""How fragments begin by which applications name their views; any other fragment is a place in the page."""
_ORDINARY_LENGTH: Final = 500
"""Characters; longer ones (``data:``) are not kept in memory."""
_UNREADABLE: Final = (ValueError, TypeError)
"""What can-ada raises: not a URL; text that is not Unicode, such as a command-line argument in another encoding."""


def normalise(url: str, base: str | None = None, *, routes: bool = False) -> str | None:
    """Return ``url`` in the browser's own spelling, without fragment, or None if it is not an http(s) URL.

    With ``routes``, a fragment that names a view of an application is kept (``#/maps``, ``#!news``).

    A user name or a password goes too: the page is the same, and what holds one may end up in a report.

    Idempotent. Relative URLs need ``base``.
    """
    try:
        parsed = can_ada.parse(base) + url if base is not None else can_ada.parse(url)
    except _UNREADABLE:
        return None
    if parsed.protocol not in {"http:", "https:"}:
        return None
    view = str(parsed.hash) if routes else ""
    parsed.hash = view if view.startswith(_ROUTES) and view.strip("#!/") else ""
    parsed.username = parsed.password = ""
    return str(parsed.href)


def without_route(url: str) -> str:
    """Return a URL without the view of an application that its fragment names."""
    return url.partition("#")[0]


def with_route_of(final_url: str, url: str) -> str:
    """Return where a load of ``url`` ended, with the view that was asked for: a fragment outlives redirects."""
    _, mark, view = url.partition("#")
    return f"{without_route(final_url)}{mark}{view}"


def start_url(text: str) -> str:
    """Return the URL that a user means by ``text``; a bare host means https, a loopback one http.

    Raises:
        InputError: not a web address.
    """
    text = text.strip()
    candidate = "" if _NO_HOST.match(text) and not _SCHEME.match(text) else text
    if candidate and not _SCHEME.match(text):
        scheme = "http" if _LOOPBACK.match(text) else "https"
        candidate = f"{scheme}://{text}"
    url = normalise(candidate, routes=True)
    if url is None or not _may_be_a_host(host(url)):
        raise InputError(
            N_("not a web address: {text!r}"),
            remedy=N_("give a URL that starts with https:// or http://, for example https://www.example.org/"),
            text=text,
        )
    if has_credentials(candidate):
        raise InputError(
            N_("the address contains a user name or a password"),  # unnamed: errors end up in logs
            remedy=N_("leave them out: --basic-auth passes a password, --login goes through a login page"),
        )
    return url


def _may_be_a_host(name: str) -> bool:
    """Tell whether DNS may know a name: not the scheme of an address that was mistyped, nor a line of a table."""
    return bool(_HOST.fullmatch(name)) and name not in {"http", "https"}


def has_credentials(url: str) -> bool:
    """Tell whether an absolute URL holds a user name or a password."""
    return bool(can_ada.parse(url).has_credentials())


def host(url: str) -> str:
    """Return the host name of a URL, in ASCII, without port; empty if there is none."""
    return _known_host(url) if len(url) <= _ORDINARY_LENGTH else _host(url)


@functools.lru_cache(maxsize=4096)
def _known_host(url: str) -> str:
    return _host(url)


def _host(url: str) -> str:
    try:
        return str(can_ada.parse(url).hostname)
    except _UNREADABLE:
        return ""


def authority(url: str) -> str:
    """Return host and port of an http(s) URL, as a request names them."""
    return str(can_ada.parse(url).host)


def percent_decoded(text: str) -> str:
    """Return a part of a URL as people write it; what is not UTF-8 is replaced."""
    return unquote(text)


def origin(url: str) -> str:
    """Return the origin (scheme, host, port) of an http(s) URL."""
    return str(can_ada.parse(url).origin)


def path_of(url: str) -> str:
    """Return the path of a URL with its query: ``/news/?page=2``."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@functools.lru_cache(maxsize=4096)
def registrable_domain(host_name: str) -> str:
    """Return the registrable domain of a host, or the host itself where it has none (an IP address, ``localhost``).

    Source: Public Suffix List, private section included, as packaged by ``publicsuffixlist``.
    """
    if host_name.startswith("[") or host_name.replace(".", "").isdigit():
        return host_name
    return str(_suffixes().privatesuffix(host_name) or host_name)


def same_site(one: str, other: str) -> bool:
    """Tell whether two URLs belong to the same registrable domain."""
    return registrable_domain(host(one)) == registrable_domain(host(other))


def without_www(host_name: str) -> str:
    """Return a host name without a leading ``www.``: most sites answer under both."""
    return host_name.removeprefix("www.")


def matches_host(host_name: str, given: str) -> bool:
    """Tell whether a host is the one given, with or without ``www``; ``*.example.org`` is the domain and all below."""
    if given.startswith("*."):
        return host_name == given[2:] or host_name.endswith(given[1:])
    return without_www(host_name) == without_www(given)


def url_pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern in which ``*`` is any text and everything else is itself, spelled as in a normalised URL.

    ``fnmatch`` makes expressions that cannot run away on a hostile URL; its own ``?`` and ``[`` are taken back.
    """
    spelled = quote(text, safe=string.printable)
    return re.compile(fnmatch.translate(spelled.replace("[", "[[]").replace("?", "[?]")))
