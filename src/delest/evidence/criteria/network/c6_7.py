"""6.7: static resources on one host, over HTTP/2 or HTTP/3."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import LOCAL, NO_PAGES, UNSURE, Files, Probe, every_page, evidence, worst_of
from delest.evidence.seen import STATIC, SeenPage, Site, moved
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told
from delest.urls import host

_PROTOCOLS: Final = ("h2", "h3", "http/2", "http/3")


class _OneHost:
    def __init__(self) -> None:
        self._hosts: set[str] = set()
        self._old = Files()

    def look(self, page: SeenPage) -> Look:
        static = [each for each in moved(page.cold) if each.kind in STATIC and page.own(each)]
        old = [each for each in static if not each.protocol.lower().startswith(_PROTOCOLS)]
        unknown = any(not each.protocol for each in static)
        hosts = {host(each.url) for each in static}
        self._hosts |= hosts
        for each in old:
            self._old.add(each.url, each.transferred_bytes or 0, each.protocol)
        bad = len(hosts) > 1 or any(each.protocol for each in old)
        open_still = page.lower_bound or unknown or not static
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if bad else Seen.NOTHING if static else Seen.NOT_MEASURED,
            status=Status.NOT_VALID if bad else Status.TO_ASSESS if open_still else Status.VALID,
            said=Told.counted(
                NN_(
                    "{n} of {all} static file without HTTP/2 or 3; hosts: {hosts}",
                    "{n} of {all} static files without HTTP/2 or 3; hosts: {hosts}",
                ),
                len(old),
                all=Amount(len(static)),
                hosts=", ".join(sorted(hosts)[:5]) or "-",
            ),
            badness=len(old) + 1000 * (len(hosts) > 1),
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        said = (
            Told.counted(
                NN_(
                    "{n} static file of the service was not transferred over HTTP/2 or HTTP/3.",
                    "{n} static files of the service were not transferred over HTTP/2 or HTTP/3.",
                ),
                len(self._old),
            ),
            Told.counted(
                NN_("Its static files come from {n} host: {hosts}.", "Its static files come from {n} hosts: {hosts}."),
                len(self._hosts),
                hosts=", ".join(sorted(self._hosts)[:10]) or "-",
            ),
        )
        status = Status.TO_ASSESS if site.local else every_page(looks, site)
        missing = (LOCAL,) if site.local else (UNSURE,) if status is Status.TO_ASSESS else ()
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=status,
            said=said,
            missing=missing,
            action=Told.of(PROBE.action) if status is Status.NOT_VALID else None,
            resources=self._old.heaviest(),
        )


PROBE: Final = Probe(
    id="c6-7",
    criterion="6.7",
    judge=_OneHost,
    threshold=N_("All static files of the service over HTTP/2 or HTTP/3, and from a single host name."),
    limits=(
        N_(
            "The service's own files are those of the page's registrable domain; another domain that it owns counts"
            " as a third party."
        ),
    ),
    by_hand=N_(
        "In the network panel, show the columns Protocol and Domain: h2 or h3, and one domain for the site's own files."
    ),
    action=N_("Serve all static files from one host name, with HTTP/2 or HTTP/3 switched on."),
)
