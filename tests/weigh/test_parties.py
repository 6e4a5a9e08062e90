import pytest

from delest.weigh.parties import party
from tests.page_loads import HOME, transfer


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (HOME, "first"),
        ("https://static.example.gouv.fr/a.js", "first"),
        ("https://autre.gouv.fr/a.js", "third"),  # gouv.fr is a public suffix
        ("https://cdn.example.net/a.js", "third"),
        ("wss://www.example.gouv.fr/live", "first"),
        ("about:unattributed", "first"),
    ],
)
def test_party_goes_by_registrable_domain(url, expected):
    assert party(transfer(url), HOME) == expected


def test_addresses_without_a_registrable_domain_are_compared_whole():
    assert party(transfer("http://127.0.0.1:8000/a.js"), "http://127.0.0.1:8000/") == "first"
    assert party(transfer("http://127.0.0.2:8000/a.js"), "http://127.0.0.1:8000/") == "third"
