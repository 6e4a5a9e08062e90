"""The site's HTTP/2 ledger against a client that counts for itself."""

import pytest
from h2.events import DataReceived, ResponseReceived, StreamReset

from tests.site.answers import Answer
from tests.site.cases import CASES
from tests.site.client import Http2Client, ended, path_of


def plain_paths(case):
    """What of a case can be had over HTTP/2 by simply asking for it."""
    if "h2" not in case.transports:
        return []
    plain = {key: answer for key, answer in case.answers.items() if isinstance(answer, Answer)}
    return [path_of(case, key) for key, answer in plain.items() if not answer.goaway]


@pytest.mark.parametrize("case", [case for case in CASES.values() if plain_paths(case)], ids=lambda c: c.name)
def test_http2_ledger_is_what_the_client_received(site, case):
    site.reset()
    client = Http2Client(site)
    with client.sock:
        paths = plain_paths(case)
        for path in paths:
            client.get(path)
        sent = site.ledger()
        assert [one.path for one in sent] == paths
        assert sum(one.total_bytes for one in sent) + site.control_bytes == client.received_bytes


def test_http2_bytes_belong_to_their_stream(site):
    site.reset()
    client = Http2Client(site)
    with client.sock:
        client.get("/identity/a.js")
        events = client.get("/identity/s.css")
    frames = [event for event in events if isinstance(event, DataReceived)]
    sent = ended(site, 1)
    assert sent.complete
    assert sent.body_bytes == sum(len(frame.data) for frame in frames) + 9 * len(frames)
    assert 9 < sent.header_bytes < 200


def test_http2_answer_that_breaks_off_is_not_complete(site):
    site.reset()
    client = Http2Client(site)
    with client.sock:
        events = client.get("/early-close/a.js")
    assert any(isinstance(event, StreamReset) for event in events)
    assert not site.ledger()[0].complete


def test_http2_stream_without_end_stops_when_the_client_goes(site):
    site.reset()
    client = Http2Client(site)
    with client.sock:
        client.get("/events/e", until=ResponseReceived)
    assert not site.ledger()[0].complete


def test_http2_answers_larger_than_the_window_arrive_whole(site):
    site.reset()
    client = Http2Client(site)
    with client.sock:
        events = client.get("/media/s.wav")
    body = b"".join(event.data for event in events if isinstance(event, DataReceived))
    assert len(body) > 65_535
    assert body[:4] == b"RIFF"
    assert ended(site, 0).complete
