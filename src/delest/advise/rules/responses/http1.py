"""Hosts that answer many requests over HTTP/1.1."""

from collections import defaultdict
from typing import Final

from delest.advise.findings import computed
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding, Offender
from delest.records.pages.load import CacheState, Capture, Outcome, ServedFrom, Transfer
from delest.units import exactly
from delest.urls import host, origin

LEAST_REQUESTS: Final = 15
"""Of one host; with fewer, compressed headers gain little."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the hosts that answered 15 requests or more over HTTP/1.1 and https, or None.

    The bytes are those of the headers that came down: what is neither body nor anything else of an answer. HTTP/2
    compresses them; how far, only a load over HTTP/2 shows.
    """
    load = capture.load
    if load.outcome is not Outcome.OK or load.cache_state is not CacheState.COLD:
        return None
    hosts: defaultdict[str, list[Transfer]] = defaultdict(list)
    for each in load.transfers:
        over_http1 = each.protocol.lower().startswith("http/1") and each.url.startswith("https:")
        if over_http1 and each.served_from is ServedFrom.NETWORK and each.transferred_bytes:
            hosts[origin(each.url)].append(each)
    found = [_offender(name, some) for name, some in hosts.items() if len(some) >= LEAST_REQUESTS]
    return computed(RULE.id, capture, found, effect=Effect.NOTICE)


def _offender(name: str, transfers: list[Transfer]) -> Offender:
    headers_bytes = sum(
        (each.transferred_bytes or 0) - min(each.encoded_body_bytes, each.transferred_bytes or 0)
        for each in transfers
        if each.encoded_body_bytes is not None
    )
    return Offender(
        url=f"{name}/",
        kind=transfers[0].kind,
        transferred_bytes=sum(each.transferred_bytes or 0 for each in transfers),
        avoidable_bytes=exactly(0),
        other_bytes=exactly(headers_bytes),
        remedy=f"{host(name)} ×{len(transfers)}",
    )


RULE: Final = Rule(
    id="http1",
    title=N_("A host answers many requests over HTTP/1.1"),
    action=N_("Turn on HTTP/2"),
    explanation=N_("HTTP/2 and HTTP/3 compress the headers of responses and requests; HTTP/1.1 sends each in full."),
    remedy=N_("Turn on HTTP/2 on the server: it is a setting of every usual one, over https."),
    needs=(),
    rgesn=("3.3",),
    wsg=("assess-the-impact-and-requirements-of-data-processing",),
    examine=examine,
)
