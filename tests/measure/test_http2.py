from hypothesis import given
from hypothesis import strategies as st

from delest.measure.netlog.http2 import Session

HEADER = 9
frames = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 400), st.lists(st.integers(0, 20_000), max_size=4)),
    min_size=1,
    max_size=6,
)


def play(session, answers, cuts):
    """Send answers one after the other, cut into reads of at most 8192 bytes as the browser makes them.

    Events come as NetLog tells them: HEADERS when complete, DATA when its frame header is in, payload read by read.
    """
    stream_of = []
    marks = []  # (position after which it is told, event)
    position = 0
    payloads = []  # (from, to)
    for number, (_, header, chunks) in enumerate(answers):
        stream = 2 * number + 1
        stream_of.append(stream)
        position += HEADER + header
        marks.append((position, "HTTP2_SESSION_RECV_HEADERS", {"stream_id": stream, "headers": ["x" * header]}))
        for size in chunks:
            position += HEADER
            marks.append((position, "HTTP2_SESSION_RECV_DATA", {"stream_id": stream, "size": size}))
            payloads.append((position, position + size))
            position += size
    for number, stream in enumerate(stream_of):
        session.read("HTTP2_SESSION_SEND_HEADERS", {"stream_id": stream, "source_dependency": {"id": number}})
    start = 0
    while start < position:
        end = (
            min(position, start + 8192, *(c for c in cuts if c > start))
            if any(c > start for c in cuts)
            else min(position, start + 8192)
        )
        session.arrived(end - start)
        told = [(at, name, params) for at, name, params in marks if start < at <= end]
        told += [
            (max(low, start) + 0.5, "HTTP2_SESSION_UPDATE_RECV_WINDOW", {"delta": max(low, start) - min(high, end)})
            for low, high in payloads
            if max(low, start) < min(high, end)
        ]
        for _, name, params in sorted(told, key=lambda mark: mark[0]):
            session.read(name, params)
        start = end
    return position


def true_sizes(answers):
    return {n: HEADER + header + sum(HEADER + size for size in chunks) for n, (_, header, chunks) in enumerate(answers)}


@given(frames, st.lists(st.integers(1, 60_000), max_size=10))
def test_shares_sum_to_what_arrived(answers, cuts):
    session = Session()
    total = play(session, answers, cuts)
    assert sum(count for _, count, _ in session.shares()) == total


@given(frames)
def test_what_is_called_exact_is_exact(answers):
    session = Session()
    ends, position = [], 0
    for _, header, chunks in answers:
        position += HEADER + header
        ends.append(position)
        position += sum(HEADER + size for size in chunks)
        ends.append(position)
    play(session, answers, ends)
    sizes = true_sizes(answers)
    for job, count, exact in session.shares():
        assert not exact or count == sizes[job]


def test_control_frames_are_kept_apart():
    session = Session()
    session.arrived(9 + 6 + 9 + 13 + 17)
    for name in ("SETTINGS", "SETTING", "SETTINGS_ACK", "WINDOW_UPDATE"):
        session.read(f"HTTP2_SESSION_RECV_{name}", {})
    session.read("HTTP2_SESSION_PING", {"type": "received"})
    assert session.control_bytes == 9 + 6 + 9 + 13 + 17
    assert session.shares() == []


def test_two_headers_in_one_read_are_shared_and_marked():
    session = Session()
    for job, stream in ((7, 1), (8, 3)):
        session.read("HTTP2_SESSION_SEND_HEADERS", {"stream_id": stream, "source_dependency": {"id": job}})
    session.arrived(100)
    session.read("HTTP2_SESSION_RECV_HEADERS", {"stream_id": 1, "headers": ["x" * 30]})
    session.read("HTTP2_SESSION_RECV_HEADERS", {"stream_id": 3, "headers": ["x" * 10]})
    assert session.shares() == [(7, 75, False), (8, 25, False)]


def test_a_frame_that_the_log_does_not_tell_of_makes_the_next_answer_inexact():
    session = Session()
    session.read("HTTP2_SESSION_SEND_HEADERS", {"stream_id": 1, "source_dependency": {"id": 7}})
    session.arrived(9 + 29)  # SETTINGS, and ORIGIN
    session.read("HTTP2_SESSION_RECV_SETTINGS", {})
    session.arrived(100)
    session.read("HTTP2_SESSION_RECV_HEADERS", {"stream_id": 1, "headers": ["x"]})
    assert session.shares() == [(7, 129, False)]


def test_a_payload_that_is_cut_counts_what_came():
    session = Session()
    session.read("HTTP2_SESSION_SEND_HEADERS", {"stream_id": 1, "source_dependency": {"id": 7}})
    session.arrived(9 + 50 + 9 + 300)
    session.read("HTTP2_SESSION_RECV_HEADERS", {"stream_id": 1, "headers": ["x"]})
    session.read("HTTP2_SESSION_RECV_DATA", {"stream_id": 1, "size": 10_000})
    session.read("HTTP2_SESSION_UPDATE_RECV_WINDOW", {"delta": -300})
    assert session.shares() == [(7, 9 + 50 + 9 + 300, True)]


def test_what_the_server_says_as_it_goes_away_is_control():
    session = Session()
    session.read("HTTP2_SESSION_SEND_HEADERS", {"stream_id": 1, "source_dependency": {"id": 5}})
    session.arrived(HEADER + 30)
    session.read("HTTP2_SESSION_RECV_HEADERS", {"stream_id": 1, "headers": ["x"]})
    session.arrived(17 + 15)
    session.read("HTTP2_SESSION_RECV_GOAWAY", {"debug_data": "[15 bytes were stripped]"})
    session.arrived(17)
    session.read("HTTP2_SESSION_RECV_GOAWAY", {"debug_data": "[0 bytes were stripped]"})
    assert session.control_bytes == 17 + 15 + 17
    assert session.shares() == [(5, HEADER + 30, True)]
