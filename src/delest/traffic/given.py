"""The traffic that a user gave, by whichever source."""

from collections.abc import Iterable

from delest.errors import InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, Traffic
from delest.records.runs.audit import PageFacts
from delest.traffic.joined.join import Audited, join_views
from delest.traffic.sources import number


def traffic_of(
    given: float | Export | None, pages: Iterable[PageFacts] = (), audited: Audited | None = None
) -> tuple[Traffic | None, tuple[Message, ...]]:
    """Return the traffic of ``pages`` from page views a year or an export, with warnings of what was left out.

    An export that does not fit the pages costs the traffic, never the pages that were measured.

    Raises:
        InputError: not a number of page views.
    """
    if not isinstance(given, Export):
        return (None if given is None else number.read(given)), ()
    try:
        traffic, left_out = join_views(given, pages, audited)
    except InputError as misfit:
        return None, (*given.warnings, misfit.message)
    return traffic, (*given.warnings, *left_out)
