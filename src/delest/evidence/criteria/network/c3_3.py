"""3.3: protocols that last."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import LOCAL, NO_PAGES, Files, Probe, by_probe, evidence, worst_of
from delest.evidence.seen import SeenPage, Site, moved
from delest.records.state.evidence import Evidence, Look, Seen, Status, Told
from delest.records.state.probed import ProbedHost
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
        old, without, seen_hosts = _of_hosts(site.hosts or (), asked=site.hosts is not None)
        refuted = (len(self._clear) > 0 or old or without) and not site.local
        missing = (LOCAL,) if site.local else ()
        if site.hosts is None:
            missing = (by_probe("hosts"), *missing)
        return evidence(
            PROBE,
            looks,
            seen=worst_of(looks),
            status=Status.NOT_VALID if refuted else Status.TO_ASSESS,
            said=(clear, protocols, *seen_hosts),
            missing=missing,
            action=Told.of(PROBE.action) if refuted else None,
            resources=self._clear.heaviest(),
        )


def _of_hosts(hosts: Sequence[ProbedHost], *, asked: bool) -> tuple[bool, bool, tuple[Told, ...]]:
    """Return whether a host lacks TLS 1.3, whether one lacks IPv6, and what is said of them.

    A resolver that knows no IPv6 address of any host may answer for none: nothing follows from that.
    """
    if not hosts:
        return False, False, (Told.of(_NO_HTTPS),) if asked else ()
    old = [f"{each.host} ({each.tls})" for each in hosts if each.tls and each.tls != _NEWEST]
    without = [each.host for each in hosts if each.ipv6 is False]
    resolver_knows = any(each.ipv6 for each in hosts)
    tls = NN_("{n} host does not speak TLS 1.3: {named}", "{n} hosts do not speak TLS 1.3: {named}")
    ipv6 = NN_("{n} host has no IPv6 address: {named}", "{n} hosts have no IPv6 address: {named}")
    unread = NN_("{n} host was not reached: {named}", "{n} hosts were not reached: {named}")
    silent = [each.host for each in hosts if not each.tls]
    told = [Told.counted(tls, len(old), named=_named(old)), Told.counted(ipv6, len(without), named=_named(without))]
    told += [Told.counted(unread, len(silent), named=_named(silent))] if silent else []
    told += [] if resolver_knows or not without else [Told.of(_RESOLVER)]
    return bool(old), bool(without) and resolver_knows, tuple(told)


def _named(hosts: Sequence[str]) -> str:
    more = len(hosts) - _MOST_NAMED
    return ", ".join([*hosts[:_MOST_NAMED], *([f"+{more}"] if more > 0 else [])]) or "-"


_NEWEST: Final = "TLSv1.3"
_MOST_NAMED: Final = 10
_NO_HTTPS: Final = N_("No file came over HTTPS: there was no host to ask for its version of TLS.")
_RESOLVER: Final = N_("The resolver of this machine gave no IPv6 address for any host: it may not ask for them.")

PROBE: Final = Probe(
    id="c3-3",
    criterion="3.3",
    judge=_Protocols,
    threshold=N_("HTTPS everywhere, TLS 1.3, and IPv6 on every host, third parties included."),
    limits=(N_("A measurement can only show that it is not met: the choice of protocols has to be documented."),),
    by_hand=N_("Look up the hosts with `host -t AAAA HOST`, and read the TLS version in the browser's security panel."),
    action=N_("Serve every file over HTTPS, with TLS 1.3 and an IPv6 address on every host."),
)
