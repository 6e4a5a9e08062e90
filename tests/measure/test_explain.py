from msgspec.structs import replace

from delest.addresses import REASON
from delest.measure.explain import explained
from delest.records.load import Outcome
from tests.page_loads import load, transfer

DOOR = "net::ERR_SOCKS_CONNECTION_FAILED"
DEAD, PRIVATE = "http://dead.example/", "http://10.0.0.1/p.gif"
SAID = {"dead.example": "net::ERR_NAME_NOT_RESOLVED", "10.0.0.1": REASON}


def failed(url, failure=DOOR):
    return replace(transfer(url=url), status=None, failure=failure)


def lost(*transfers):
    return replace(load(*transfers), outcome=Outcome.FAILED, reason=DOOR)


def test_the_document_that_could_not_be_had_gives_the_reason_and_nothing_else_does():
    beacon = failed("http://127.0.0.1/beacon", "net::ERR_ABORTED")
    told = explained(lost(beacon, failed(PRIVATE), failed(DEAD)), DEAD, lambda host: SAID.get(host, ""))
    assert (told.outcome, told.reason) == (Outcome.FAILED, "net::ERR_NAME_NOT_RESOLVED")
    assert [each.failure for each in told.transfers] == ["net::ERR_ABORTED", REASON, "net::ERR_NAME_NOT_RESOLVED"]


def test_a_private_address_blocks_the_page_that_leads_there():
    told = explained(lost(failed(PRIVATE)), PRIVATE, lambda host: SAID.get(host, ""))
    assert (told.outcome, told.reason) == (Outcome.BLOCKED, REASON)


def test_what_the_door_knows_nothing_of_keeps_its_reason():
    assert explained(lost(failed(DEAD)), DEAD, lambda _host: "").reason == DOOR
