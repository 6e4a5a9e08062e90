import pytest

from delest.measure.failures import cause_of, failures_of
from delest.records.pages.failed_request import MOST_NAMED, Cause
from delest.records.pages.load import Kind, ServedFrom, Transfer

CAUSES = {
    "net::ERR_CONNECTION_RESET": Cause.NETWORK,
    "net::ERR_NAME_NOT_RESOLVED": Cause.NETWORK,
    "net::ERR_EMPTY_RESPONSE": Cause.NETWORK,
    "net::ERR_TUNNEL_CONNECTION_FAILED": Cause.NETWORK,
    "net::ERR_A_TERM_OF_TOMORROW": Cause.NETWORK,
    "net::ERR_CERT_AUTHORITY_INVALID": Cause.CERTIFICATE,
    "net::ERR_SSL_PROTOCOL_ERROR": Cause.CERTIFICATE,
    "net::ERR_CONTENT_LENGTH_MISMATCH": Cause.CUT,
    "net::ERR_HTTP2_PROTOCOL_ERROR": Cause.CUT,
    "net::ERR_ABORTED": Cause.PAGE,
    "net::ERR_BLOCKED_BY_ORB": Cause.PAGE,
    "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin": Cause.PAGE,
    "csp": Cause.PAGE,
    "mixed-content": Cause.PAGE,
    "cors": Cause.PAGE,
    "no-response": Cause.UNANSWERED,
    "private-address": Cause.PRIVATE_ADDRESS,
}


def transfer(path="a.png", **facts):
    facts = {"kind": Kind.IMAGE, "transferred_bytes": 0} | facts
    return Transfer(url=f"https://site.example/{path}", **facts)


@pytest.mark.parametrize(("failure", "cause"), CAUSES.items(), ids=CAUSES)
def test_a_failure_has_its_cause(failure, cause):
    assert cause_of(failure) is cause


def test_only_what_a_visitor_may_receive_is_lost():
    found = failures_of([
        transfer("gone.png", status=404, transferred_bytes=90),
        transfer("gone.js", status=404, failure="net::ERR_ABORTED", transferred_bytes=90),
        transfer("cancelled.png", failure="net::ERR_ABORTED"),
        transfer("reset.png", failure="net::ERR_CONNECTION_RESET"),
        transfer("fine.png", status=200, transferred_bytes=5000),
    ])  # fmt: skip
    assert (found.lost, found.others) == (1, 3)
    assert [each.cause for each in found.named] == [Cause.NETWORK, Cause.HTTP_ERROR, Cause.HTTP_ERROR, Cause.PAGE]
    assert [each.detail for each in found.named][1:3] == ["404", "404"]


def test_what_came_from_the_cache_has_not_failed():
    assert not failures_of([transfer(served_from=ServedFrom.CACHE, status=404)]).named


def test_any_number_is_counted_and_few_are_named():
    lost = [transfer(f"{n}.png", failure="net::ERR_FAILED") for n in range(200)]
    lost += [transfer(f"r{n}.png", failure="net::ERR_TIMED_OUT") for n in range(3)]
    found = failures_of(lost)
    assert (found.lost, found.others) == (3, 200)
    assert len(found.named) == MOST_NAMED
    assert all(each.lost for each in found.named[:3])


def test_one_address_is_named_once_with_its_number_of_requests():
    again = [transfer("v.mp4", failure="net::ERR_TIMED_OUT", transferred_bytes=n) for n in range(60)]
    found = failures_of([*again, transfer("v.mp4", status=404, transferred_bytes=7), transfer(failure="csp")])
    assert (found.lost, found.others) == (60, 2)
    assert [(each.cause, each.requests, each.transferred_bytes) for each in found.named] == [
        (Cause.NETWORK, 60, sum(range(60))),
        (Cause.HTTP_ERROR, 1, 7),
        (Cause.PAGE, 1, 0),
    ]
