"""6.1: a published limit of weight and requests for each screen."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_
from delest.evidence.probe import NO_PAGES, UNSURE, Probe, evidence
from delest.evidence.seen import Declared, SeenPage, Site
from delest.records.state.evidence import Address, Amount, Evidence, Look, Seen, Status, Told


class _Limits:
    def __init__(self) -> None:
        self._pages: dict[str, SeenPage] = {}
        self._heaviest = 0.0
        self._most_requests = 0.0
        self._lower_bound = False

    def look(self, page: SeenPage) -> Look:
        self._heaviest = max(self._heaviest, page.transferred_bytes)
        self._most_requests = max(self._most_requests, page.requests)
        self._lower_bound = self._lower_bound or page.lower_bound
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND,
            said=Told.of(
                N_("{weight}, {requests} requests"),
                weight=Amount(page.transferred_bytes, "bytes"),
                requests=Amount(page.requests),
            ),
            badness=page.transferred_bytes,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        measured = Told.of(
            N_("The heaviest page transfers {weight}; the most requests on a page are {requests}."),
            weight=Amount(self._heaviest, "bytes"),
            requests=Amount(self._most_requests),
        )
        declared = site.declared
        if declared is None:
            return evidence(PROBE, looks, seen=Seen.FOUND, said=(measured,), missing=(Told.of(_NO_DECLARATION),))
        status = self._status(declared, site)
        return evidence(
            PROBE,
            looks,
            seen=Seen.FOUND,
            status=status,
            said=(measured, *_limits_told(declared)),
            missing=_missing(declared, status),
            action=Told.of(PROBE.action) if status is Status.NOT_VALID else None,
        )

    def _status(self, declared: Declared, site: Site) -> Status:
        over = (declared.max_bytes is not None and self._heaviest > declared.max_bytes) or (
            declared.max_requests is not None and self._most_requests > declared.max_requests
        )
        if over:
            return Status.NOT_VALID
        both = declared.max_bytes is not None and declared.max_requests is not None
        whole = site.complete and site.not_measured == 0 and not self._lower_bound
        return Status.VALID if both and whole else Status.TO_ASSESS


def _limits_told(declared: Declared) -> tuple[Told, ...]:
    where = Address(declared.url)
    told = []
    if declared.max_bytes is not None:
        limit = Amount(declared.max_bytes, "bytes")
        told.append(Told.of(N_("The declaration at {url} states a limit of {limit} a page."), url=where, limit=limit))
    if declared.max_requests is not None:
        most = Amount(declared.max_requests)
        told.append(Told.of(N_("The declaration at {url} states a limit of {n} requests a page."), url=where, n=most))
    told += [Told.of(N_("In its words: “{words}”"), words=each) for each in declared.sentences]
    return tuple(told)


def _missing(declared: Declared, status: Status) -> tuple[Told, ...]:
    if status is not Status.TO_ASSESS:
        return ()
    if declared.max_bytes is not None and declared.max_requests is not None:
        return (UNSURE,)
    where = Address(declared.url)
    return (Told.of(N_("No limit of weight and of requests, both, was found in the declaration at {url}."), url=where),)


_NO_DECLARATION: Final = N_(
    "The limits that the service publishes were not looked up: `--declaration URL` reads them in its declaration."
)

PROBE: Final = Probe(
    id="c6-1",
    criterion="6.1",
    judge=_Limits,
    threshold=N_("The limits of weight and of requests that the service publishes, kept by every page of the sample."),
    limits=(
        N_("Without limits in a published declaration there is no verdict, however light the pages are."),
        N_("The limits are read by machine in the text of the declaration: check the sentence that is quoted."),
    ),
    by_hand=N_(
        "Read the limits in the declaration, reload a page without cache, and compare the network panel's totals."
    ),
    action=N_("Lighten the pages over the published limits, or publish limits that the service keeps."),
)
