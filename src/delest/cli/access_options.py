"""The options that say how the site is reached."""

from typing import Final, TypedDict

import click

from delest.records.scope import Access
from delest.report.words import _


class AccessGiven(TypedDict):
    """What these options give."""

    proxy: str | None
    ca: str | None
    insecure: bool


ACCESS_OPTIONS: Final = (
    click.option("--proxy", metavar="URL", help=_("Reach the site through this proxy.")),
    click.option("--ca", metavar="FILE", help=_("Trust this certificate authority too (PEM).")),
    click.option("--insecure", is_flag=True, help=_("Accept any certificate; for test sites.")),
)


def access_of(given: AccessGiven) -> Access:
    """Return how the site is reached."""
    return Access(proxy=given["proxy"], ca_file=given["ca"], insecure=given["insecure"])
