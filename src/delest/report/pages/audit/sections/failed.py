"""Requests that brought no whole response: by host, and page by page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from delest.errors import N_
from delest.records.pages.failed_request import Cause, FailedRequest
from delest.records.runs.audit import AuditReport, PageFacts
from delest.report.digest.facts import failures_of, own_host
from delest.report.language.labels import kind_of_one
from delest.report.language.words import _, ngettext
from delest.report.page import Column, Notice, Row, Section, Table, section
from delest.report.said import NOTHING, Figure, Label, Link, Quoted, Sentence, Words, of_bytes, say
from delest.urls import host

_CAUSES: Final = {
    Cause.NETWORK: N_("no connection, or a broken one"),
    Cause.CUT: N_("cut before its stated length"),
    Cause.CERTIFICATE: N_("certificate not accepted"),
    Cause.UNANSWERED: N_("no whole response when the visit ended"),
    Cause.HTTP_ERROR: N_("HTTP error"),
    Cause.PAGE: N_("blocked or cancelled by the page itself"),
    Cause.PRIVATE_ADDRESS: N_("private address, not contacted"),
}
_HOSTS_SHOWN: Final = 20
_REQUESTS_SHOWN: Final = 50
_Alike = tuple[str, str, Cause, str]
"""URL, kind, cause, detail."""


class _OfHost(NamedTuple):
    name: str
    requests: int
    pages: int
    causes: tuple[Cause, ...]


def cause_name(cause: Cause) -> str:
    """Return why a request failed, in a few words."""
    return _(_CAUSES[cause])


def losing_pages(report: AuditReport) -> tuple[PageFacts, ...]:
    """Return the measured pages whose weight misses the bytes of lost requests."""
    return tuple(page for page in report.pages if failures_of(page).lost)


def lost_notice(report: AuditReport, *, here: bool = False) -> Notice | None:
    """Return the warning that weights are lower bounds; None where no request was lost.

    ``here``: it is in the section that it would lead to.
    """
    pages = losing_pages(report)
    if not pages:
        return None
    lost = sum(failures_of(page).lost for page in pages)
    requests = say(ngettext("{count} request failed", "{count} requests failed", lost), count=Figure(lost))
    where = say(
        ngettext(
            "{count} page: its weight is a lower bound", "{count} pages: their weights are lower bounds", len(pages)
        ),
        count=Figure(len(pages)),
    )
    told = _("{requests} on {pages}.") if here else _("{requests} on {pages}. See “Failed requests”.")
    return Notice(say(told, requests=requests, pages=where), "bad")


def failed_section(report: AuditReport) -> tuple[Section, ...]:
    """Return the section on failed requests, lost ones first; none where every request was answered."""
    found = [(page, each) for page in report.pages for each in failures_of(page).named]
    if not found:
        return ()
    found.sort(key=lambda pair: not pair[1].lost)
    return section(
        "failed", _("Failed requests"), lost_notice(report, here=True), _hosts(found), _requests(report, found)
    )


def _hosts(found: Iterable[tuple[PageFacts, FailedRequest]]) -> Table | None:
    lost = list(_by_host((page, each) for page, each in found if each.lost))
    if not lost:
        return None
    rows = tuple(
        Row((Quoted(each.name), Figure(each.requests), Figure(each.pages), ", ".join(map(cause_name, each.causes))))
        for each in lost[:_HOSTS_SHOWN]
    )
    columns = (
        Column(_("Host"), long=True),
        Column(_("Requests lost"), figures=True),
        Column(_("Pages"), figures=True),
        Column(_("Why")),
    )
    return Table(_("Requests lost, by host"), columns, rows, rest=_more(len(lost) - _HOSTS_SHOWN))


def _by_host(found: Iterable[tuple[PageFacts, FailedRequest]]) -> Iterator[_OfHost]:
    requests: Counter[str] = Counter()
    pages: dict[str, set[str]] = defaultdict(set)
    causes: dict[str, Counter[Cause]] = defaultdict(Counter)
    for page, failed in found:
        name = host(failed.url)
        requests[name] += failed.requests
        pages[name].add(page.url)
        causes[name][failed.cause] += failed.requests
    for name, count in requests.most_common():
        yield _OfHost(name, count, len(pages[name]), tuple(cause for cause, _n in causes[name].most_common()))


def _requests(report: AuditReport, found: list[tuple[PageFacts, FailedRequest]]) -> Table:
    """Return each URL once for each cause, with the number of requests and of pages that ask for it."""
    alike: dict[_Alike, list[tuple[PageFacts, FailedRequest]]] = defaultdict(list)
    for page, each in found:
        alike[each.url, each.kind, each.cause, each.detail].append((page, each))
    site = own_host(report)
    rows = tuple(_row(some, site) for some in list(alike.values())[:_REQUESTS_SHOWN])
    columns = (
        Column(_("URL"), long=True),
        Column(_("Kind"), spare=True),
        Column(_("Why")),
        Column(_("Received"), figures=True),
        Column(_("Requests"), figures=True, spare=True),
        Column(_("Pages"), figures=True),
    )
    shown = sum(each.requests for some in list(alike.values())[:_REQUESTS_SHOWN] for _page, each in some)
    every = sum(each.lost + each.others for each in map(failures_of, report.pages))
    return Table(_("Failed requests"), columns, rows, rest=_more(every - shown))


def _more(more: int) -> Words:
    return say(ngettext("and {n} more", "and {n} more", more), n=Figure(more)) if more > 0 else ""


def _row(some: list[tuple[PageFacts, FailedRequest]], site: str) -> Row:
    failed = some[0][1]
    came = [each.transferred_bytes for _page, each in some if each.transferred_bytes is not None]
    received = of_bytes(sum(came)) if came else NOTHING
    requests = Figure(sum(each.requests for _page, each in some))
    pages = Figure(len({page.url for page, _each in some}))
    return Row((Link(failed.url, site=site), kind_of_one(failed.kind), _why(failed), received, requests, pages))


def _why(failed: FailedRequest) -> Sentence:
    name = Label(cause_name(failed.cause), "bad" if failed.lost else "")
    if not failed.detail:
        return say("{cause}", cause=name)
    return say(_("{cause} ({detail})"), cause=name, detail=Quoted(failed.detail))
