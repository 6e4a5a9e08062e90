from collections import Counter

import msgspec
import pytest

from delest.measure.devtools.request import Request
from delest.measure.devtools.requests import Network
from delest.measure.join import UNATTRIBUTED_URL, join
from delest.measure.netlog.exchange import Exchange
from delest.measure.netlog.ledger import read_ledger
from delest.records.pages.load import Kind, ServedFrom
from tests.measure.recorded import NAMES, events, network, sent_bytes


def joined(name):
    return join(read_ledger(events(name)), network(name).requests, 0.0)


@pytest.mark.parametrize("name", NAMES)
def test_transfers_sum_to_the_ledger(name):
    transfers = joined(name).transfers
    total, sizes = sent_bytes(name)
    assert sum(t.transferred_bytes for t in transfers) == total
    assert Counter(t.transferred_bytes for t in transfers if t.transferred_bytes) == sizes


@pytest.mark.parametrize("name", NAMES)
def test_every_request_is_told_once(name):
    requests = [id(r) for r in joined(name).requests if r is not None]
    assert len(requests) == len(set(requests)) == len(network(name).requests)


def test_service_worker_answers_cost_nothing_and_its_own_downloads_count():
    transfers = joined("service-worker-http").transfers
    from_worker = [t for t in transfers if t.served_from is ServedFrom.SERVICE_WORKER]
    assert from_worker
    assert all(t.transferred_bytes == 0 for t in from_worker)
    assert any(t.url.endswith("kept.json") and t.transferred_bytes for t in transfers)


def test_body_sizes_come_from_the_network_service():
    document = next(t for t in joined("identity-h2").transfers if t.kind is Kind.DOCUMENT)
    assert document.encoded_body_bytes == document.decoded_body_bytes
    assert 0 < document.encoded_body_bytes < document.transferred_bytes


def test_unattributed_bytes_are_a_transfer_of_their_own():
    ledger = read_ledger(events("worker-http"))
    ledger.unattributed_bytes, ledger.received_bytes = 50, ledger.received_bytes + 50
    last = join(ledger, network("worker-http").requests, 0.0).transfers[-1]
    assert (last.url, last.transferred_bytes) == (UNATTRIBUTED_URL, 50)


def test_what_the_log_alone_saw_come_from_the_cache_is_no_request_without_an_answer():
    ledger = read_ledger(events("worker-http"))
    again = next(e for e in ledger.exchanges if e.url.endswith("d.json"))
    again.used_network, again.status, again.received_bytes = False, None, 0
    told = next(t for t in join(ledger, [], 0.0).transfers if t.url == again.url)
    assert (told.served_from, told.transferred_bytes, told.failure) == (ServedFrom.CACHE, 0, "")
    again.decoded_body_bytes = None
    told = next(t for t in join(ledger, [], 0.0).transfers if t.url == again.url)
    assert (told.served_from, told.failure) == (ServedFrom.NETWORK, "no-response")


def test_without_a_ledger_nothing_on_the_wire_is_exact():
    transfers = join(None, network("worker-http").requests, 0.0).transfers
    assert transfers
    assert not any(t.exact for t in transfers if t.served_from is ServedFrom.NETWORK)


def test_an_answer_that_received_nothing_is_unknown_and_not_light():
    ledger = read_ledger([e for e in events("worker-http") if e.name != "SOCKET_BYTES_RECEIVED"])
    answered = [t for t in join(ledger, network("worker-http").requests, 0.0).transfers if t.status]
    assert answered
    assert all(t.transferred_bytes is None and not t.exact for t in answered)


def test_what_a_page_and_its_server_name_at_length_is_cut_and_meets_all_the_same():
    url, method, said = "https://example.org/" + "x" * 100_000, "M" * 100_000, "t" * 100_000
    ledger = read_ledger([])
    ledger.exchanges.append(
        Exchange(
            url=url, method=method, request_type="other", isolation_site="", annotation=0, start_us=5e6,
            response_fields=(("content-type", said), ("content-encoding", said)),
        )
    )  # fmt: skip
    fold = Network()
    request = {"url": url, "method": method}
    fold.read((), "Network.requestWillBeSent", {"requestId": "1", "request": request, "timestamp": 5.0})
    both = join(ledger, fold.requests, 4.0)
    assert both.requests == tuple(fold.requests)
    assert len(msgspec.json.encode(both.transfers)) < 5_000


def test_a_websocket_that_opened_no_connection_began_at_no_known_moment():
    fold = Network()
    fold.read((), "Network.webSocketCreated", {"requestId": "1", "url": "wss://example.org/live"})
    (kept,) = join(read_ledger([]), fold.requests, 86_400.0).transfers
    assert (kept.start_ms, kept.transferred_bytes) == (None, 0)


@pytest.mark.parametrize(
    ("told", "expected"), [(200, (ServedFrom.CACHE, "")), (None, (ServedFrom.NETWORK, "no-response"))]
)
def test_an_answer_without_traffic_is_the_caches_where_devtools_saw_one(told, expected):
    url = "https://example.org/kept.css"
    exchange = Exchange(url=url, method="GET", request_type="other", isolation_site="", annotation=0, start_us=5e6)
    request = Request(id="1", target=(), url=url, status=told, start_s=5)
    ledger = read_ledger([])
    ledger.exchanges.append(exchange)
    (kept,) = join(ledger, [request], 4.0).transfers
    assert (kept.served_from, kept.failure) == expected
    assert (kept.status, kept.transferred_bytes) == (told, 0)
