"""The options that say how the site is reached."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypedDict, TypeVar
from urllib.parse import urlsplit

from delest.cli.options.loading.login_file import read_login
from delest.cli.options.loading.storage_state import storage_state
from delest.cli.options.option import Secret, Section, option
from delest.errors import N_, InputError
from delest.records.runs.scope import Access
from delest.report.language.words import _
from delest.urls import origin, start_url


class AccessGiven(TypedDict):
    """What these options give."""

    proxy: str | None
    ca: str | None
    insecure: bool
    http3: bool
    cookie: tuple[str, ...]
    header: tuple[str, ...]
    basic_auth: str | None
    storage_state: str | None
    contact: str | None
    shared_pace: str | None
    login: str | None


_PROBES: Final = ("probes",)
"""In ``rgesn``, the one command with it, only probes load pages."""
ACCESS_OPTIONS: Final = (
    option(
        "--proxy",
        section=Section.ACCESS,
        goes_with=_PROBES,
        metavar="URL",
        secret=Secret.IN_URL,
        instead_of=("http3",),
        help=_("Reach the site through this proxy, such as http://proxy.example:8080."),
    ),
    option(
        "--ca",
        section=Section.ACCESS,
        goes_with=_PROBES,
        metavar="FILE",
        names_file=True,
        help=_("Also trust this certificate authority (a PEM file)."),
    ),
    option(
        "--insecure",
        section=Section.ACCESS,
        goes_with=_PROBES,
        is_flag=True,
        instead_of=("http3",),
        help=_("Accept any certificate; for test sites."),
    ),
    option(
        "--http3",
        section=Section.ACCESS,
        is_flag=True,
        instead_of=("proxy", "insecure"),
        see="measuring.md#http3",
        of_run=lambda run: run.loading.http3,
        help=_("Use HTTP/3, and nothing else, for the origins of the start URLs."),
    ),
    option(
        "--cookie",
        section=Section.ACCESS,
        goes_with=_PROBES,
        multiple=True,
        metavar="NAME=VALUE",
        secret=Secret.VALUE,
        see="login.md",
        help=_("Send this cookie, only to the hosts of the start URLs. Can be repeated."),
    ),
    option(
        "--header",
        section=Section.ACCESS,
        goes_with=_PROBES,
        multiple=True,
        metavar="'NAME: VALUE'",
        secret=Secret.VALUE,
        see="login.md",
        help=_("Send this header field, only to the origins of the start URLs. Can be repeated."),
    ),
    option(
        "--basic-auth",
        section=Section.ACCESS,
        goes_with=_PROBES,
        metavar="USER:PASSWORD",
        envvar="DELEST_BASIC_AUTH",
        secret=Secret.VALUE,
        see="login.md",
        help=_("Give the site's HTTP password, only to the origins of the start URLs; also DELEST_BASIC_AUTH."),
    ),
    option(
        "--login",
        section=Section.ACCESS,
        goes_with=_PROBES,
        metavar="FILE",
        names_file=True,
        secret=Secret.IN_FILE,
        instead_of=("storage_state",),
        see="login.md",
        help=_("Log in first, following the steps in this file; every page is then loaded in that session."),
    ),
    option(
        "--storage-state",
        section=Section.ACCESS,
        goes_with=_PROBES,
        metavar="FILE",
        names_file=True,
        secret=Secret.IN_FILE,
        instead_of=("login",),
        see="login.md",
        help=_("Start every page with the cookies and local storage in this file, saved by Playwright."),
    ),
    option(
        "--contact",
        section=Section.ACCESS,
        metavar="URL",
        see="politeness.md#what-the-sites-owner-sees",
        help=_("Name this page in the user agent, so that the site's owner can read who audits, and why."),
    ),
    option(
        "--shared-pace",
        section=Section.ACCESS,
        metavar="FILE",
        names_file=True,
        see="politeness.md#load-on-the-site",
        help=_("Take turns with all audits that name this file; it contains the seconds between two page loads."),
    ),
)
_Command = TypeVar("_Command", bound=Callable[..., Any])
_NOT_OF_SESSIONS: Final = frozenset({"http3", "contact", "shared_pace"})

_COOKIE: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([!#-+.-:<-\[\]-~-]*)")
"""A name and a value as RFC 6265, section 4.1.1, allows them."""

_HEADER: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([!-~]+(?:[ \t]+[!-~]+)*)[ \t]*")
"""A name and a visible value as RFC 9110, section 5, allows them."""
_IN_COMMENT: Final = re.compile(r"(https?://[!#-'*-;=?-\[\]_a-z~]{1,192})?")
"""Nothing, or an address without what would end the comment of a user agent, or begin another."""
_NOT_OURS: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "cookie",
        "host",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Fields that say how messages are cut and carried, which only the client can know."""


def access_of(given: AccessGiven, start_urls: Sequence[str]) -> Access:
    """Return how the site that begins at ``start_urls`` is reached.

    Raises:
        InputError: a cookie, a header, a password, a storage state or a login is none, or HTTP/3 cannot be spoken.
    """
    for name, value in _secrets(given).items():
        if value == "":  # as of a variable that is not set: the site would be measured from before its door
            raise InputError(N_("{option} is empty"), remedy=N_("give a value, or leave the option out"), option=name)
    if given["login"] and given["storage_state"]:
        raise InputError(N_("both --login and --storage-state: each is a session"), remedy=N_("give one of them"))
    headers = (*map(_header, given["header"]), *_authorization(given["basic_auth"]))
    return Access(
        proxy=given["proxy"],
        contact=_contact(given["contact"]),
        shared_pace=_shared_pace(given["shared_pace"] or ""),
        ca_file=given["ca"],
        insecure=given["insecure"],
        http3_origins=_http3_origins(given, start_urls) if given["http3"] else (),
        cookies=tuple(map(_cookie, given["cookie"])),
        cookie_urls=tuple({origin(url): None for url in start_urls}) if given["cookie"] else (),
        headers=headers,
        storage_state=storage_state(given["storage_state"]) if given["storage_state"] else None,
        header_origins=_origins(start_urls) if headers else (),
        login=read_login(given["login"], start_urls) if given["login"] else None,
    )


def _shared_pace(path: str) -> str:
    if path and not Path(path).is_file():  # told before a browser starts, not when the first page has its turn
        raise InputError(
            N_("--shared-pace: there is no file {path}"),
            remedy=N_("write the seconds between two page loads into it, on a file system with locks"),
            path=path,
        )
    return path


def session_options(command: _Command) -> _Command:
    """Add the options that say how a saved audit reached the site: it does not keep them."""
    for each in reversed([each for each in ACCESS_OPTIONS if each.name not in _NOT_OF_SESSIONS]):
        command = each(command)
    return command


def session_of(given: Mapping[str, Any], start_urls: Sequence[str]) -> Access:
    """Return how a site is reached by what ``session_options`` give.

    Raises:
        InputError: as ``access_of``.
    """
    whole: Any = dict.fromkeys(_NOT_OF_SESSIONS) | dict(given)
    return access_of(whole, start_urls)


def secret_options(given: AccessGiven) -> tuple[str, ...]:
    """Return the options that were given and that no run keeps."""
    return tuple(name for name, value in _secrets(given).items() if value)


def _secrets(given: AccessGiven) -> dict[str, object]:
    """Return what was given to the options that are, or contain, a secret: option -> value."""
    values: Mapping[str, object] = given
    secret = (each for each in ACCESS_OPTIONS if each.secret is not Secret.NO)
    return {each.opts[0]: values[str(each.name)] for each in secret}


def _http3_origins(given: AccessGiven, start_urls: Sequence[str]) -> tuple[str, ...]:
    secure = tuple(url for url in _origins(start_urls) if url.startswith("https:"))
    if not secure:
        raise InputError(N_("HTTP/3 needs HTTPS, and no start URL has it"), remedy=N_("give an https:// URL"))
    if given["proxy"]:
        raise InputError(
            N_("--http3 does not go with --proxy: HTTP/3 passes no proxy"), remedy=N_("leave out one of the two")
        )
    if given["insecure"]:
        raise InputError(
            N_("--http3 does not go with --insecure: HTTP/3 takes no bad certificate"),
            remedy=N_("trust the site's certificate authority with --ca FILE instead"),
        )
    return secure


def _origins(start_urls: Sequence[str]) -> tuple[str, ...]:
    """Return the origins of the site, with those that its plain HTTP addresses are usually sent on to."""
    plain = dict.fromkeys(map(origin, start_urls))
    upgraded = (
        f"https://{urlsplit(url).netloc}" for url in plain if url.startswith("http:") and not urlsplit(url).port
    )
    return tuple({**plain, **dict.fromkeys(upgraded)})


def _header(text: str) -> tuple[str, str]:
    found = _HEADER.fullmatch(text)
    if found is None or found[1].lower() in _NOT_OURS:
        raise InputError(
            N_("--header: expected 'Name: value', a field that can be sent"),  # not quoted: it may be a secret
            remedy=N_("write it as 'Name: value' on one line; cookies go into --cookie"),
        )
    return found[1], found[2]


def _authorization(text: str | None) -> tuple[tuple[str, str], ...]:
    """Return the header field that passes a user and a password (RFC 7617), sent without waiting to be asked."""
    if not text:
        return ()
    if ":" not in text or not text.isprintable():
        raise InputError(N_("--basic-auth: expected USER:PASSWORD"), remedy=N_("write it as user:password"))
    return (("Authorization", f"Basic {b64encode(text.encode()).decode()}"),)


def _contact(text: str | None) -> str:
    """Return the address as it stands in the comment of a user agent (RFC 9110, section 10.1.5)."""
    url = start_url(text) if text else ""
    if not _IN_COMMENT.fullmatch(url):
        raise InputError(
            N_("--contact: {url} cannot be part of a user agent"),
            remedy=N_("give the address of a web page in at most 200 characters, without parentheses"),
            url=url[:250],
        )
    return url


def _cookie(text: str) -> tuple[str, str]:
    found = _COOKIE.fullmatch(text)
    if found is None:
        raise InputError(
            N_("--cookie: expected NAME=VALUE"),  # not quoted: it may be a secret
            remedy=N_("write it as name=value, without spaces, quotes, commas or semicolons"),
        )
    return found[1], found[2]
