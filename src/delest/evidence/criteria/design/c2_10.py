"""2.10: third-party services."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import MOST_RESOURCES, NO_PAGES, Probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site, moved
from delest.records.pages.consent import Choice
from delest.records.state.evidence import Amount, Evidence, Look, Resource, Seen, Told
from delest.urls import host


class _ThirdParties:
    def __init__(self) -> None:
        self._bytes: defaultdict[str, float] = defaultdict(float)
        self._requests: defaultdict[str, int] = defaultdict(int)
        self._pages: defaultdict[str, int] = defaultdict(int)
        self._all = 0.0

    def look(self, page: SeenPage) -> Look:
        third = [each for each in moved(page.cold) if host(each.url) and not page.own(each)]
        for each in third:
            self._bytes[host(each.url)] += each.transferred_bytes or 0
            self._requests[host(each.url)] += 1
        for name in {host(each.url) for each in third}:
            self._pages[name] += 1
        self._all += page.cold.transferred_bytes
        size = sum(each.transferred_bytes or 0 for each in third)
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if third else Seen.NOTHING,
            said=Told.counted(
                NN_("{n} request to third parties, {weight}", "{n} requests to third parties, {weight}"),
                len(third),
                weight=Amount(size, "bytes"),
            ),
            badness=size,
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        missing = (Told.of(_CONSENT),) if site.loading.consent is Choice.AS_IS else ()
        if not self._bytes:
            nothing = Told.of(N_("No third party was called on the measured pages."))
            return evidence(
                PROBE, looks, seen=Seen.NOTHING, said=(nothing,), missing=missing, not_applicable_perhaps=True
            )
        said = Told.counted(
            NN_(
                "{n} third-party host was called: {weight} over the measured pages, {share} of their weight.",
                "{n} third-party hosts were called: {weight} over the measured pages, {share} of their weight.",
            ),
            len(self._bytes),
            weight=Amount(sum(self._bytes.values()), "bytes"),
            share=Amount(sum(self._bytes.values()) / self._all if self._all else 0, "share"),
        )
        order = sorted(self._bytes, key=lambda name: (-self._bytes[name], name))
        names = ", ".join(order[:MOST_RESOURCES])
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            said=(said,),
            missing=missing,
            declaration=Told.of(N_("Third-party hosts called by the measured pages: {hosts}."), hosts=names),
            resources=tuple(
                Resource(url=name, bytes=self._bytes[name], pages=self._pages[name], said=str(self._requests[name]))
                for name in order[:MOST_RESOURCES]
            ),
        )


_CONSENT: Final = N_("Consent banners were left alone: `--consent compare` shows what comes after accepting.")

PROBE: Final = Probe(
    id="c2-10",
    criterion="2.10",
    judge=_ThirdParties,
    threshold=N_("The impact of every third-party service was considered when it was chosen."),
    limits=(
        N_("A third party is another registrable domain; services that servers call among themselves are not seen."),
    ),
    by_hand=N_("In the network panel, sort by domain and list the domains that are not the service's."),
)
