"""Whose pages the figures are of, and which hosts of the same site are left out of them."""

from typing import Final

from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import measured_hosts
from delest.report.language.words import ngettext
from delest.report.said import Code, Figure, Quoted, Words, say

_LISTED: Final = 10


def hosts(report: AuditReport) -> tuple[Words, ...]:
    """Return the hosts whose pages were measured, then those that the pages link to and that were left out."""
    measured, others = measured_hosts(report), report.end.other_hosts
    said: list[Words] = [
        say(ngettext("{host}: {n} page measured", "{host}: {n} pages measured", n), host=Quoted(name), n=Figure(n))
        for name, n in list(measured.items())[:_LISTED]
    ]
    for other in others[:_LISTED]:
        told = ngettext(
            "{host}: not included, {n} link (include it with {option})",
            "{host}: not included, {n} links (include it with {option})",
            other.links,
        )
        option = Code(f"--host {other.host}")
        said.append(say(told, host=Quoted(other.host), n=Figure(other.links), option=option))
    more = max(0, len(measured) - _LISTED) + max(0, len(others) - _LISTED)
    if more:
        said.append(say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)))
    return tuple(said)


def is_one(report: AuditReport) -> bool:
    """Tell whether there is nothing to say: all pages are of one host, and none of another was heard of."""
    return len(measured_hosts(report)) <= 1 and not report.end.other_hosts
