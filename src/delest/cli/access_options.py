"""The options that say how the site is reached."""

import re
from collections.abc import Sequence
from typing import Final, TypedDict

import click

from delest.errors import N_, InputError
from delest.records.scope import Access
from delest.report.words import _
from delest.urls import origin


class AccessGiven(TypedDict):
    """What these options give."""

    proxy: str | None
    ca: str | None
    insecure: bool
    cookie: tuple[str, ...]


ACCESS_OPTIONS: Final = (
    click.option("--proxy", metavar="URL", help=_("Reach the site through this proxy.")),
    click.option("--ca", metavar="FILE", help=_("Trust this certificate authority too (PEM).")),
    click.option("--insecure", is_flag=True, help=_("Accept any certificate; for test sites.")),
    click.option(
        "--cookie",
        multiple=True,
        metavar="NAME=VALUE",
        help=_("Send this cookie, to the hosts of the start URLs alone. Can be repeated."),
    ),
)
_COOKIE: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([!#-+.-:<-\[\]-~-]*)")
"""A name and a value as RFC 6265, section 4.1.1, allows them."""


def access_of(given: AccessGiven, start_urls: Sequence[str]) -> Access:
    """Return how the site that begins at ``start_urls`` is reached.

    Raises:
        InputError: a cookie is none.
    """
    return Access(
        proxy=given["proxy"],
        ca_file=given["ca"],
        insecure=given["insecure"],
        cookies=tuple(map(_cookie, given["cookie"])),
        cookie_urls=tuple({origin(url): None for url in start_urls}) if given["cookie"] else (),
    )


def secret_options(given: AccessGiven) -> tuple[str, ...]:
    """Return the options that were given and that no run keeps."""
    return tuple(option for option, value in (("--proxy", given["proxy"]), ("--cookie", given["cookie"])) if value)


def _cookie(text: str) -> tuple[str, str]:
    found = _COOKIE.fullmatch(text)
    if found is None:
        raise InputError(
            N_("a value of --cookie is no cookie"),  # not quoted: it may be a secret
            remedy=N_("write it as name=value, without spaces, quotes, commas or semicolons"),
        )
    return found[1], found[2]
