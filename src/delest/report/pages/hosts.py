"""Whose pages the figures are of, and which hosts of the same site are left out of them."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from delest.records.audit import AuditReport
from delest.report.language.numbers import count_text
from delest.report.language.safe_text import printable
from delest.report.language.words import ngettext
from delest.report.pages.digest import measured_loads
from delest.urls import host

_LISTED: Final = 10


def measured_hosts(report: AuditReport) -> Mapping[str, int]:
    """Return how many measured pages each host has, most pages first."""
    ends = (host(measured_loads(page)[0].final_url) for page in report.pages if measured_loads(page))
    return dict(Counter(ends).most_common())


def hosts(report: AuditReport) -> tuple[str, ...]:
    """Return the hosts whose pages were measured, then those that the pages link to and that were left out."""
    measured, others = measured_hosts(report), report.end.other_hosts
    said = [
        ngettext("{host}: {n} page measured", "{host}: {n} pages measured", n).format(
            host=printable(name), n=count_text(n)
        )
        for name, n in list(measured.items())[:_LISTED]
    ]
    said += [
        ngettext(
            "{host}: not included, {n} link (include it with --host {host})",
            "{host}: not included, {n} links (include it with --host {host})",
            other.links,
        ).format(host=printable(other.host), n=count_text(other.links))
        for other in others[:_LISTED]
    ]
    more = max(0, len(measured) - _LISTED) + max(0, len(others) - _LISTED)
    if more:
        said.append(ngettext("and {n} more", "and {n} more", more).format(n=count_text(more)))
    return tuple(said)


def is_one(report: AuditReport) -> bool:
    """Tell whether there is nothing to say: all pages are of one host, and none of another was heard of."""
    return len(measured_hosts(report)) <= 1 and not report.end.other_hosts
