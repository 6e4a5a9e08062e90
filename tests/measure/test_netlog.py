import random
from collections import Counter

import msgspec
import pytest

from delest.measure.netlog.ledger import read_ledger
from delest.measure.netlog.trace_event import Event, decode, status
from tests.measure.recorded import CONNECTIONS_AT_ONCE, NAMES, THREADS_NUMBERS, WEBTRANSPORT, events, sent_bytes


@pytest.mark.parametrize("name", [*NAMES, THREADS_NUMBERS])
def test_ledger_equals_what_the_server_sent(name):
    total, sizes = sent_bytes(name)
    ledger = read_ledger(events(name))
    assert ledger.received_bytes == total
    assert ledger.unattributed_bytes == 0
    assert ledger.complete
    assert Counter(e.received_bytes for e in ledger.exchanges if e.received_bytes) == sizes


@pytest.mark.parametrize("name", NAMES)
def test_order_of_the_file_does_not_matter(name):
    moments = {}
    for event in events(name):
        moments.setdefault(event.ts, []).append(event)
    groups = list(moments.values())
    random.Random(1).shuffle(groups)
    shuffled = [event for group in groups for event in group]
    assert read_ledger(shuffled).received_bytes == read_ledger(events(name)).received_bytes


def test_tls_bytes_count_by_the_tls_layer_and_the_wire_is_kept_apart():
    ledger = read_ledger(events("identity-h2"))
    assert ledger.wire_bytes > ledger.received_bytes + ledger.control_bytes
    assert ledger.control_bytes > 0


def test_plain_connections_have_nothing_around_the_messages():
    ledger = read_ledger(events("worker-http"))
    assert ledger.wire_bytes == ledger.received_bytes
    assert ledger.control_bytes == 0


def test_redirect_hops_are_exchanges_of_their_own():
    hops = [e for e in read_ledger(events("redirected-images-http")).exchanges if e.status and 300 <= e.status < 400]
    assert {hop.status for hop in hops} == {301, 302, 303, 307, 308}
    assert all(hop.received_bytes for hop in hops)


def test_workers_requests_are_the_pages():
    urls = {e.url.rpartition("/")[2] for e in read_ledger(events("worker-http")).exchanges if e.received_bytes}
    assert len(urls) == 4


def test_browsers_own_calls_are_left_out():
    own = [event for event in events("worker-http") if "google.com" in str(event.args.params.get("url", ""))]
    assert own, "the recording holds none of the calls that this test is about"
    assert not any("google" in e.url for e in read_ledger(events("worker-http")).exchanges)


def test_a_page_of_no_site_does_not_take_the_browsers_calls_for_its_own():
    def told(event, **params):
        return msgspec.structs.replace(
            event, args=msgspec.structs.replace(event.args, params=event.args.params | params)
        )

    def of_no_site(event):
        params = event.args.params
        if event.name == "REQUEST_ALIVE" and "google.com" in str(params.get("url", "")):
            return told(event, traffic_annotation=1)
        asks = params.get("request_type") == "main frame" or "google.com" in str(params.get("url", ""))
        return told(event, network_isolation_key="null") if asks else event

    urls = [e.url for e in read_ledger(map(of_no_site, events("worker-http"))).exchanges]
    assert any(url.endswith("index.html") for url in urls)
    assert not any("google" in url for url in urls)


def test_websocket_frames_belong_to_the_handshake():
    (socket,) = (e for e in read_ledger(events("websocket-http")).exchanges if e.status == 101)
    assert socket.received_bytes > 1000


def test_bytes_before_a_moment_never_exceed_all_bytes():
    ledger = read_ledger(events("worker-http"))
    moments = [at for at, _ in ledger.arrivals]
    assert ledger.received_before(moments[0]) == 0
    assert ledger.received_before(moments[-1] + 1) == ledger.received_bytes


def test_no_events_make_an_empty_ledger():
    ledger = read_ledger([])
    assert (ledger.received_bytes, ledger.exchanges) == (0, [])


def test_a_cut_trace_is_refused():
    with pytest.raises(msgspec.DecodeError):
        decode(b'{"traceEvents":[{"name":"SOCKET_ALIVE"')


def test_a_connection_older_than_the_trace_is_counted():
    first = min(e.ts for e in events("worker-http") if e.name == "SOCKET_ALIVE")
    late = [e for e in events("worker-http") if e.name != "SOCKET_ALIVE" or e.ph != "b" or e.ts > first]
    assert read_ledger(late).received_bytes == sent_bytes("worker-http")[0]


def test_a_log_without_its_sockets_is_not_complete():
    kept = [e for e in events("worker-http") if e.name != "SOCKET_BYTES_RECEIVED"]
    assert not read_ledger(kept).complete


def test_an_http2_session_belongs_to_the_connection_it_was_made_of():
    ledger = read_ledger(events(CONNECTIONS_AT_ONCE))
    assert ledger.complete
    assert ledger.unattributed_bytes == 0
    assert sum(e.received_bytes for e in ledger.exchanges) == ledger.received_bytes


@pytest.mark.parametrize("name", [*NAMES, WEBTRANSPORT])
def test_what_had_arrived_by_the_end_is_what_was_received(name):
    ledger = read_ledger(events(name))
    assert ledger.received_before(float("inf")) == ledger.received_bytes
    assert ledger.received_before(ledger.arrivals[0][0]) == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [("HTTP/1.1 200 OK", 200), ("HTTP/1.1 204", 204), (f"HTTP/1.1 {'9' * 5000} OK", None), ("HTTP/1.1 20", None)],
)
def test_a_status_has_three_digits_or_is_none(line, said):
    answer = msgspec.convert({"name": "HEADERS", "args": {"params": {"headers": [line]}}}, Event)
    assert status(answer) == said
