import pytest

from delest.measure.devtools.request import MAX_URL_CHARACTERS, kind_of_mime
from delest.measure.devtools.requests import Network
from delest.records.pages.load import Kind, ServedFrom
from tests.measure.recorded import NAMES, network


def sent(**more):
    request = {"url": more.pop("url", "http://a.test/x"), "method": "GET"}
    return {"requestId": "1", "request": request, "timestamp": 1.0, "type": "Script", **more}


@pytest.mark.parametrize("name", NAMES)
def test_recorded_loads_end_with_nothing_in_flight(name):
    fold = network(name)
    assert fold.requests
    assert len(fold.in_flight) == 0


def test_redirect_hops_become_requests():
    hops = [r for r in network("redirected-images-http").requests if r.redirected]
    assert {r.status for r in hops} == {301, 302, 303, 307, 308}


def test_worker_requests_come_from_the_workers_own_target():
    assert {r.target for r in network("worker-http").requests} > {()}


def test_a_service_workers_answer_is_told_from_the_networks():
    assert ServedFrom.SERVICE_WORKER in {r.served_from for r in network("service-worker-http").requests}


def test_kinds_are_the_fields():
    assert {r.kind for r in network("source-set-h2").requests} >= {Kind.DOCUMENT, Kind.IMAGE}


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/png", Kind.IMAGE),
        ("Text/CSS; charset=utf-8", Kind.STYLESHEET),
        ("application/javascript", Kind.SCRIPT),
        ("video/mp4", Kind.MEDIA),
        ("font/woff2", Kind.FONT),
        ("application/pdf", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_kind_of_mime(mime, kind):
    assert kind_of_mime(mime) is kind


def test_memory_cache_is_no_transfer():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent())
    fold.read((), "Network.requestServedFromCache", {"requestId": "1"})
    fold.read((), "Network.loadingFinished", {"requestId": "1", "timestamp": 2.0})
    assert fold.requests[0].served_from is ServedFrom.CACHE
    assert len(fold.in_flight) == 0


def test_inline_data_is_never_in_flight():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent(url="data:image/png;base64,AAAA", type="Image"))
    assert len(fold.in_flight) == 0
    assert fold.requests[0].served_from is ServedFrom.INLINE


def test_event_streams_do_not_hold_a_visit_up():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent(type="EventSource"))
    assert len(fold.in_flight) == 0


def test_failures_keep_the_browsers_term():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent())
    fold.read((), "Network.loadingFailed", {"requestId": "1", "errorText": "net::ERR_ABORTED", "timestamp": 2.0})
    assert (fold.requests[0].failure, len(fold.in_flight)) == ("net::ERR_ABORTED", 0)


def test_events_of_requests_never_announced_are_ignored():
    fold = Network()
    for name in ("dataReceived", "loadingFinished", "loadingFailed", "responseReceived", "requestServedFromCache"):
        assert fold.read((), f"Network.{name}", {"requestId": "9", "response": {}})
    assert fold.requests == []


def test_other_events_are_no_activity():
    assert not Network().read((), "Network.policyUpdated", {})


def test_inline_data_stays_inline_when_it_is_used_again():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent(url="data:image/png;base64," + "A" * 9000, type="Image"))
    fold.read((), "Network.requestServedFromCache", {"requestId": "1"})
    assert (fold.requests[0].served_from, fold.requests[0].url) == (ServedFrom.INLINE, "data:image/png;base64")


def test_a_frame_on_a_websocket_is_a_sign_of_life():
    assert Network().read((), "Network.webSocketFrameReceived", {"requestId": "1"})


def test_a_document_comes_until_it_ends_or_another_takes_its_place():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent(type="Document", frameId="F", loaderId="1"))
    assert not fold.documents.comes("F")  # nothing has come yet
    fold.read((), "Network.responseReceived", {"requestId": "1", "type": "Document", "response": {"status": 200}})
    assert fold.documents.comes("F")
    assert not fold.documents.comes("another frame")
    fold.read((), "Network.requestWillBeSent", sent(requestId="2", type="Document", frameId="F"))
    assert not fold.documents.comes("F")
    fold.read((), "Network.responseReceived", {"requestId": "2", "type": "Document", "response": {"status": 200}})
    assert fold.documents.comes("F")
    fold.read((), "Network.loadingFinished", {"requestId": "2", "timestamp": 2.0, "encodedDataLength": 9})
    assert not fold.documents.comes("F")


def test_no_type_of_an_answer_is_kept_at_length():
    fold = Network()
    fold.read((), "Network.requestWillBeSent", {"requestId": "1", "request": {"url": "https://a.test/"}})
    answer = {"status": 200, "mimeType": "image/" + "b" * 1_000_000, "headers": {"retry-after": "9" * 1_000_000}}
    fold.read((), "Network.responseReceived", {"requestId": "1", "response": answer})
    (request,) = fold.requests
    assert (len(request.mime_type), len(request.retry_after)) == (100, 100)


def test_of_addresses_of_megabytes_the_beginning_is_kept():
    fold = Network()
    long = "https://a.test/" + "x" * 100_000
    fold.read((), "Network.requestWillBeSent", sent(url=long, documentURL=long, initiator={"url": long}))
    fold.read((), "Network.webSocketCreated", {"requestId": "2", "url": long})
    told = [text for r in fold.requests for text in (r.url, r.frame_url, r.initiator) if text]
    assert told == [long[:MAX_URL_CHARACTERS]] * 4


@pytest.mark.parametrize("first", ["attached", "answered"])
def test_the_document_of_a_frame_that_is_not_watched_holds_nothing_up_once_answered(first):
    fold = Network()
    fold.read((), "Network.requestWillBeSent", sent(type="Document", frameId="F", loaderId="1"))
    answer = {"requestId": "1", "type": "Document", "response": {"status": 200, "mimeType": "text/html"}}
    if first == "attached":
        fold.in_flight.unwatched("F")
        assert len(fold.in_flight) == 1
        fold.read((), "Network.responseReceived", answer)
    else:
        fold.read((), "Network.responseReceived", answer)
        assert fold.in_flight.waited_for()
        fold.in_flight.unwatched("F")
    assert (len(fold.in_flight), fold.in_flight.waited_for(), fold.leave_open(9.0)) == (0, [], [])


def test_a_document_that_loads_itself_is_counted_by_frame_and_address():
    fold = Network()
    for number, (frame, path) in enumerate((("f", "/a?1"), ("f", "/a?2"), ("f", "/b"), ("g", "/a"))):
        of = {"requestId": str(number), "frameId": frame, "url": f"http://a.test{path}", "type": "Document"}
        fold.read((), "Network.requestWillBeSent", sent(**of))
    assert fold.documents.most_of_one == 2
    assert fold.documents.most_of_a_frame == 3


def test_a_refused_websocket_has_the_status_of_its_answer():
    fold = Network()
    fold.read((), "Network.webSocketCreated", {"requestId": "1", "url": "ws://a.test/x"})
    said = "Error during WebSocket handshake: Unexpected response code: 404"
    fold.read((), "Network.webSocketFrameError", {"requestId": "1", "timestamp": 1.0, "errorMessage": said})
    assert fold.requests[0].status == 404
