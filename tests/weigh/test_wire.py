import pytest

from delest.records.pages.load import ServedFrom
from delest.weigh.wire import inexact, is_request, transferred_bytes
from tests.page_loads import transfer

OFF_THE_WIRE = [ServedFrom.CACHE, ServedFrom.SERVICE_WORKER, ServedFrom.INLINE]


@pytest.mark.parametrize("served_from", OFF_THE_WIRE)
def test_what_did_not_cross_the_network_costs_nothing_and_is_no_request(served_from):
    each = transfer(size=500, served_from=served_from, exact=False)
    assert transferred_bytes(each) == 0
    assert not is_request(each)
    assert not inexact(each)


@pytest.mark.parametrize("served_from", [ServedFrom.NETWORK, ServedFrom.REVALIDATED])
def test_what_crossed_the_network_costs_its_bytes(served_from):
    each = transfer(size=500, served_from=served_from)
    assert transferred_bytes(each) == 500
    assert is_request(each)
    assert not inexact(each)


def test_an_unknown_amount_is_inexact_and_never_a_guess():
    each = transfer(size=None)
    assert transferred_bytes(each) == 0
    assert inexact(each)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"redirect_hop": True, "status": 301}, True),
        ({"status": 404}, True),
        ({"url": "wss://www.example.gouv.fr/live"}, True),
        ({"url": "about:unattributed"}, False),
        ({"failure": "net::ERR_ABORTED", "size": 300}, True),
        ({"failure": "net::ERR_NAME_NOT_RESOLVED", "size": 0}, False),
        ({"failure": "net::ERR_BLOCKED_BY_CLIENT", "size": None}, False),
    ],
)
def test_which_transfers_are_requests(fields, counts):
    assert is_request(transfer(**fields)) is counts
