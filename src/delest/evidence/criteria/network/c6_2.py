"""6.2: client-side caching."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, Files, Probe, evidence, worst_of
from delest.evidence.seen import STATIC, SeenPage, Site, moved
from delest.records.state.evidence import Amount, Evidence, Look, Seen, Status, Told


class _Caching:
    def __init__(self) -> None:
        self._again = Files()
        self._short = Files()
        self._warm_pages = 0

    def look(self, page: SeenPage) -> Look:
        short = [
            each
            for each in moved(page.cold)
            if each.kind in STATIC and page.own(each) and not (each.cache_lifetime_s or 0) > 0
        ]
        for each in short:
            self._short.add(each.url, each.transferred_bytes or 0)
        if page.warm is None:
            said = Told.counted(
                NN_("{n} static file without a lifetime", "{n} static files without a lifetime"), len(short)
            )
            seen = Seen.FOUND if short else Seen.NOTHING
            return Look(url=page.url, title=page.title, seen=seen, said=said, badness=len(short))
        self._warm_pages += 1
        kept = {each.url for each in moved(page.cold)}
        again = [each for each in moved(page.warm) if each.kind in STATIC and page.own(each) and each.url in kept]
        for each in again:
            self._again.add(each.url, each.transferred_bytes or 0)
        size = sum(each.transferred_bytes or 0 for each in again)
        said = Told.counted(
            NN_("{n} static file downloaded again, {weight}", "{n} static files downloaded again, {weight}"),
            len(again),
            weight=Amount(size, "bytes"),
        )
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if again or short else Seen.NOTHING,
            status=Status.NOT_VALID if again else Status.TO_ASSESS,
            said=said,
            badness=size or len(short),
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:  # noqa: ARG002 - as every judge
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        refuted = any(look.status is Status.NOT_VALID for look in looks)
        short = Told.counted(
            NN_(
                "{n} static file of the service has no lifetime in the cache, {weight}.",
                "{n} static files of the service have no lifetime in the cache, {weight}.",
            ),
            len(self._short),
            weight=Amount(self._short.total_bytes, "bytes"),
        )
        again = Told.counted(
            NN_(
                "Seen a second time, the pages download {n} static file again, {weight}.",
                "Seen a second time, the pages download {n} static files again, {weight}.",
            ),
            len(self._again),
            weight=Amount(self._again.total_bytes, "bytes"),
        )
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=Status.NOT_VALID if refuted else Status.TO_ASSESS,
            said=(again, short) if self._warm_pages else (short,),
            missing=() if self._warm_pages else (Told.of(_NO_WARM),),
            action=Told.of(PROBE.action) if refuted else None,
            resources=(self._again if len(self._again) else self._short).heaviest(),
        )


_NO_WARM: Final = N_("A second visit of the pages was not measured: `delest audit --cache all` does so.")

PROBE: Final = Probe(
    id="c6-2",
    criterion="6.2",
    judge=_Caching,
    threshold=N_(
        "Everything that the service controls and that can be kept is kept by the browser between two visits."
    ),
    limits=(N_("A measurement can only show that caching fails: the strategy has to be published to be validated."),),
    by_hand=N_(
        "Load a page, then follow a link and come back: in the network panel, files should say disk or memory cache."
    ),
    action=N_("Give static files a Cache-Control lifetime, of a year where their name changes with their content."),
)
