from msgspec.structs import replace

from delest.measure.explain import explained
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome
from tests.page_loads import load, transfer

DOOR = "net::ERR_SOCKS_CONNECTION_FAILED"
DEAD, PRIVATE = "http://dead.example/", "http://10.0.0.1/p.gif"
NO_HOST = Reason.of(ReasonCode.NAME_NOT_FOUND, "net::ERR_NAME_NOT_RESOLVED")
PRIVATE_ONE = Reason(code=ReasonCode.PRIVATE_ADDRESS)
SAID = {"dead.example": NO_HOST, "10.0.0.1": PRIVATE_ONE}


def failed(url, failure=DOOR):
    return replace(transfer(url=url), status=None, failure=failure)


def lost(*transfers):
    return replace(load(*transfers), outcome=Outcome.FAILED, reason=Reason.of(ReasonCode.NET_ERROR, DOOR))


def test_the_document_that_could_not_be_had_gives_the_reason_and_nothing_else_does():
    beacon = failed("http://127.0.0.1/beacon", "net::ERR_ABORTED")
    told = explained(lost(beacon, failed(PRIVATE), failed(DEAD)), DEAD, SAID.get)
    assert (told.outcome, told.reason) == (Outcome.FAILED, NO_HOST)
    assert [each.failure for each in told.transfers] == [
        "net::ERR_ABORTED",
        "private-address",
        "net::ERR_NAME_NOT_RESOLVED",
    ]


def test_a_private_address_blocks_the_page_that_leads_there():
    told = explained(lost(failed(PRIVATE)), PRIVATE, SAID.get)
    assert (told.outcome, told.reason) == (Outcome.BLOCKED, PRIVATE_ONE)


def test_what_the_door_knows_nothing_of_keeps_its_reason():
    assert explained(lost(failed(DEAD)), DEAD, lambda _host: None).reason.detail == DOOR
