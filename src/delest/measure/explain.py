"""Why a request failed, where the browser only knows that a proxy of our own refused it. Pure."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from delest.measure.outcome import Ending, of_error
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome, PageLoad, Transfer
from delest.urls import host

_OF_THE_DOOR: Final = ("SOCKS", "TUNNEL", "EMPTY_RESPONSE")
"""In what the browser says when a proxy refuses, or hangs up."""


def explained(load: PageLoad, failed_url: str, failure: Callable[[str], Reason | None]) -> PageLoad:
    """Return the load with the proxy's own reasons.

    ``failed_url`` is the address of the document that could not be had, ``failure`` says why a host could not be
    reached; None where it could.
    """
    load = replace(load, transfers=tuple(_transfer(transfer, failure) for transfer in load.transfers))
    seen = load.reason.detail if load.reason else ""
    if load.outcome is not Outcome.FAILED or not any(term in seen for term in _OF_THE_DOOR):
        return load
    said = failure(host(failed_url or load.final_url))
    if said is None:
        return load
    private = said.code is ReasonCode.PRIVATE_ADDRESS
    ending = Ending(outcome=Outcome.BLOCKED, reason=said) if private else of_error(said.detail)
    return replace(load, outcome=ending.outcome, reason=ending.reason)


def _transfer(transfer: Transfer, failure: Callable[[str], Reason | None]) -> Transfer:
    if transfer.status is not None or not transfer.failure:
        return transfer
    said = failure(host(transfer.url))
    return replace(transfer, failure=(said.detail or said.code.value) if said else transfer.failure)
