from hypothesis import given
from hypothesis import strategies as st

from delest.measure.netlog.ledger import read_ledger
from delest.measure.netlog.quic import QuicSession, Span
from tests.measure.recorded import WEBTRANSPORT, events, sent_bytes

pieces = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)).map(lambda p: (p[0], p[0] + p[1])), max_size=30)


def frame(stream, offset, length):
    return {"stream_id": stream, "offset": offset, "length": length, "fin": False}


@given(pieces)
def test_every_byte_of_a_stream_is_new_once(pieces):
    span, seen = Span(), set()
    for start, stop in pieces:
        assert span.add(start, stop) == len(set(range(start, stop)) - seen)
        seen |= set(range(start, stop))


def test_what_is_sent_again_after_a_loss_counts_once():
    session = QuicSession()
    session.opened(0, job=7)
    assert [session.received(frame(0, *at)) for at in ((0, 100), (200, 50), (100, 100), (90, 170))] == [
        100,
        50,
        100,
        10,
    ]
    assert session.shares() == [(7, 260, True)]


def test_streams_are_shared_out_by_the_jobs_that_opened_them():
    session = QuicSession()
    for stream, job in ((0, 1), (4, 2), (8, 3)):
        session.opened(stream, job)
    session.received(frame(4, 0, 40))
    session.received(frame(0, 0, 10))
    assert session.jobs == {1, 2, 3}
    assert session.shares() == [(1, 10, True), (2, 40, True), (3, 0, True)]


def test_the_servers_one_way_streams_are_control():
    session = QuicSession()
    assert [session.received(frame(stream, 0, 20)) for stream in (3, 7, 11, 15)] == [20] * 4
    assert session.control_bytes == 80
    assert session.shares() == []


def test_what_the_browser_sent_is_not_what_it_received():
    session = QuicSession()
    session.opened(0, job=1)
    assert session.sent(frame(0, 0, 300)) == 300
    assert session.sent(frame(0, 0, 300)) == 0
    assert session.shares() == [(1, 0, True)]


def test_exchanges_over_http3_say_so_and_are_exact():
    ledger = read_ledger(events("redirected-images-h3"))
    answered = [e for e in ledger.exchanges if e.status]
    assert {e.protocol for e in answered} == {"h3"}
    assert {e.status for e in answered} >= {200, 301, 302, 303, 307, 308}
    assert all(e.exact and e.received_bytes for e in answered)


def test_datagrams_are_the_wire_and_one_way_streams_the_control():
    ledger = read_ledger(events("redirected-images-h3"))
    assert ledger.control_bytes > 0
    assert ledger.wire_bytes > ledger.received_bytes + ledger.control_bytes
    assert 0 < ledger.sent_bytes < ledger.received_bytes


def test_a_connection_older_than_the_trace_is_counted():
    late = [e for e in events("redirected-images-h3") if e.name != "QUIC_SESSION"]
    assert read_ledger(late).received_bytes == read_ledger(events("redirected-images-h3")).received_bytes


def test_a_webtransport_session_is_one_marked_exchange_of_the_page():
    total, sizes = sent_bytes(WEBTRANSPORT)
    ledger = read_ledger(events(WEBTRANSPORT))
    (session,) = (e for e in ledger.exchanges if e.method == "CONNECT")
    assert ledger.complete
    assert (ledger.received_bytes, ledger.unattributed_bytes) == (total, 0)
    assert (session.status, session.protocol, session.exact) == (200, "h3", False)
    assert {e.received_bytes for e in ledger.exchanges if e.received_bytes} == set(sizes)
    assert session.received_bytes > 50_000 + 5 * 900
    assert session.end_us > session.start_us
    assert ledger.browser_bytes == 0


def test_a_webtransport_session_that_never_came_about_cost_nothing():
    early = [e for e in events(WEBTRANSPORT) if "READY" not in e.name and "_RECEIVED" not in e.name]
    (session,) = (e for e in read_ledger(early).exchanges if e.method == "CONNECT")
    assert (session.status, session.received_bytes) == (None, 0)
