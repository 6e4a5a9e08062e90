"""Traffic and pages brought together: page views read from files, and what the crawl knows of addresses."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from delest.crawl.query import tidied
from delest.crawl.templates import templates
from delest.records.co2e.traffic import Export
from delest.records.runs.scope import Scope
from delest.traffic.joined.annual import period_missing
from delest.traffic.joined.join import Audited
from delest.traffic.joined.keys import Spelling
from delest.traffic.period import to_year
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked
from delest.traffic.sources import matomo_api
from delest.traffic.sources.matomo_api import Query
from delest.traffic.tables.names import read_names


def spelling_of(scope: Scope) -> Spelling:
    """Return how the crawl spells the addresses of pages."""
    return partial(tidied, policy=scope.query)


def audited_by(scope: Scope) -> Audited:
    """Return what the crawl of ``scope`` knows of addresses."""
    return Audited(spelled=spelling_of(scope), hosts=scope.hosts, templates=templates)


def read_files(
    files: Sequence[str], *, days: float | None = None, names: Path | None = None, internal: Sequence[str] = (),
    behaviour: bool = False,
) -> Export:  # fmt: skip
    """Return the page views that files give, whether their period is known or not.

    Args:
        files: paths, patterns, or ``-`` for stdin.
        days: how many days they cover, where they do not say.
        names: a table of the pages that an export calls by names.
        internal: addresses and networks whose requests in access logs are left out.
        behaviour: leave out visitors that behave as robots do, too.

    Raises:
        InputError: a file cannot be used.
    """
    known = {} if names is None else read_names(names)
    return read_traffic(files, Asked(days=days, names=known, internal=tuple(internal), behaviour=behaviour))


def read_matomo(url: str, site: str, period: str, *, token: str = "", segment: str = "") -> Export:
    """Return the page views that a Matomo counted.

    Raises:
        InputError: it cannot be asked, or refuses.
    """
    query = Query(url=url, site=site, period=period, token=token, segment=segment)
    return matomo_api.read(query, datetime.now(UTC).date())


def needs_period(export: Export) -> None:
    """Refuse page views whose period is not known, or cannot be extended to a year.

    Raises:
        InputError: that is so.
    """
    if export.period is None:
        raise period_missing(export)
    to_year(export.period)
