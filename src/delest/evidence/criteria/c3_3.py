"""3.3: protocols that last."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import LOCAL, NO_PAGES, Files, Probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site, moved
from delest.records.state.evidence import Evidence, Look, Seen, Status, Told
from delest.urls import host


class _Protocols:
    def __init__(self) -> None:
        self._clear = Files()
        self._protocols: Counter[str] = Counter()
        self._hosts: set[str] = set()

    def look(self, page: SeenPage) -> Look:
        responses = list(moved(page.cold))
        clear = [each for each in responses if each.url.startswith(("http:", "ws:"))]
        self._protocols.update(each.protocol or "?" for each in responses)
        self._hosts |= {host(each.url) for each in responses}
        for each in clear:
            self._clear.add(each.url, each.transferred_bytes or 0, each.protocol)
        return Look(
            url=page.url,
            title=page.title,
            seen=Seen.FOUND if clear else Seen.NOTHING,
            status=Status.NOT_VALID if clear else Status.TO_ASSESS,
            said=Told.counted(NN_("{n} file without encryption", "{n} files without encryption"), len(clear)),
            badness=len(clear),
        )

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        if not looks:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        clear = Told.counted(
            NN_("{n} file came over HTTP without encryption.", "{n} files came over HTTP without encryption."),
            len(self._clear),
        )
        used = ", ".join(f"{name} ({n})" for name, n in self._protocols.most_common(6))
        protocols = Told.counted(
            NN_(
                "Protocols of the responses, from {n} host: {used}.",
                "Protocols of the responses, from {n} hosts: {used}.",
            ),
            len(self._hosts),
            used=used,
        )
        refuted = len(self._clear) > 0 and not site.local
        missing = (Told.of(_NOT_SEEN), LOCAL) if site.local else (Told.of(_NOT_SEEN),)
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=Status.NOT_VALID if refuted else Status.TO_ASSESS,
            said=(clear, protocols),
            missing=missing,
            action=Told.of(PROBE.action) if refuted else None,
            resources=self._clear.heaviest(),
        )


_NOT_SEEN: Final = N_("IPv6 addresses of the hosts and their version of TLS were not measured; no option does so yet.")

PROBE: Final = Probe(
    id="c3-3",
    criterion="3.3",
    judge=_Protocols,
    threshold=N_("HTTPS everywhere, TLS 1.3, and IPv6 on every host, third parties included."),
    limits=(N_("A measurement can only show that it is not met: the choice of protocols has to be documented."),),
    by_hand=N_("Look up the hosts with `host -t AAAA HOST`, and read the TLS version in the browser's security panel."),
    action=N_("Serve every file over HTTPS."),
)
