import pytest

from delest.measure.failures import cause_of
from delest.measure.netlog.net_error import CACHE_MISS, failure_of
from delest.records.pages.failed_request import Cause


@pytest.mark.parametrize(
    ("number", "failure", "cause"),
    [
        (-101, "net::ERR_CONNECTION_RESET", Cause.NETWORK),
        (-105, "net::ERR_NAME_NOT_RESOLVED", Cause.NETWORK),
        (-200, "net::ERR_CERT_COMMON_NAME_INVALID", Cause.CERTIFICATE),
        (-217, "net::ERR_CERT_217", Cause.CERTIFICATE),
        (-310, "net::ERR_TOO_MANY_REDIRECTS", Cause.PAGE),
        (-354, "net::ERR_CONTENT_LENGTH_MISMATCH", Cause.CUT),
        (-199, "net::ERR_199", Cause.NETWORK),
    ],
)
def test_an_error_of_the_network_has_its_term_and_its_cause(number, failure, cause):
    assert failure_of(number) == failure
    assert cause_of(failure) is cause


@pytest.mark.parametrize("number", [0, -1, -2, -3, -173, CACHE_MISS, -404])
def test_what_the_page_or_the_browser_ended_is_no_error_of_the_network(number):
    assert failure_of(number) == ""
