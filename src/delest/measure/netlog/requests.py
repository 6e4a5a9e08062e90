"""NetLog's requests: each exchange, its response, and the HTTP stream job by which a connection is its. Pure."""

from typing import Final

from delest.measure.netlog.exchange import Exchange
from delest.measure.netlog.trace_event import Event, Handlers, byte_count, dependency, fields, status

_PROTOCOLS: Final = {
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS": "http/1.1",
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS": "h2",
    "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS": "h3",
}
_CODED: Final = "URL_REQUEST_JOB_BYTES_READ"


class Requests:
    """Folds the events of requests, in time order, into ``exchanges``; each redirect hop is one."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.of_job: dict[int, Exchange] = {}
        self.last_asking: int | None = None
        """The job of the request that was sent last."""
        self._live: dict[str, tuple[int, Exchange | None]] = {}
        self.on: Handlers = {
            ("REQUEST_ALIVE", "b"): self._born,
            ("REQUEST_ALIVE", "e"): self.gone,
            ("URL_REQUEST_START_JOB", "b"): self._started,
            ("URL_REQUEST_START_JOB", "e"): self._failed,
            ("FAILED", "n"): self._failed,
            ("CANCELLED", "n"): self._cancelled,
            ("HTTP_STREAM_REQUEST_BOUND_TO_JOB", "n"): self._bound,
            **{(name, "n"): self._sent for name in _PROTOCOLS},
            ("HTTP_TRANSACTION_READ_RESPONSE_HEADERS", "n"): self._response_read,
            (_CODED, "n"): self._body_read,
            ("URL_REQUEST_JOB_FILTERED_BYTES_READ", "n"): self._body_read,
        }

    def exchange(self, event: Event) -> Exchange | None:
        """Return the exchange that an event is about; None: it is about none that has begun."""
        return self._live.get(event.track, (0, None))[1]

    def open(self, event: Event, method: str, whose: str) -> Exchange:
        """Begin an exchange, and end the one before it on the same track.

        Args:
            event: that tells of it.
            method: of the request.
            whose: the parameter that says for whose page it is.
        """
        params = event.args.params
        annotation, previous = self._live.get(event.track, (0, None))
        if previous is not None:
            previous.end_us = previous.end_us or event.ts
        exchange = Exchange(
            url=str(params.get("url", "")).partition("#")[0],  # which DevTools and the wire leave out
            method=method,
            request_type=str(params.get("request_type", "")),
            isolation_site=str(params.get(whose, "")).partition(" ")[0],
            annotation=annotation,
            start_us=event.ts,
        )
        self.exchanges.append(exchange)
        self._live[event.track] = (annotation, exchange)
        self._failed(event)
        return exchange

    def gone(self, event: Event) -> None:
        """End the exchange that an event is about, although more may be told of it until its track has another one.

        A trace names the end of an event by what began last and is still open. Where an interim response (1xx) comes
        with the head after it, an end without a beginning is written, and all ends after it bear a name too far out.
        """
        exchange = self.exchange(event)
        if exchange is not None:
            exchange.end_us = event.ts

    def _born(self, event: Event) -> None:
        self._live[event.track] = (int(event.args.params.get("traffic_annotation", 0)), None)

    def _started(self, event: Event) -> None:
        self.open(event, str(event.args.params.get("method", "GET")), "network_isolation_key")

    def _failed(self, event: Event) -> None:
        exchange = self.exchange(event)
        if exchange is not None:
            exchange.net_error = exchange.net_error or int(event.args.params.get("net_error", 0))

    def _cancelled(self, event: Event) -> None:
        exchange = self.exchange(event)
        if exchange is not None:
            exchange.cancelled = True

    def _bound(self, event: Event) -> None:
        exchange, job = self.exchange(event), dependency(event)
        if exchange is not None and job is not None:
            exchange.job = job
            self.of_job[job] = exchange

    def _sent(self, event: Event) -> None:
        exchange = self.exchange(event)
        if exchange is not None:
            exchange.used_network = True
            exchange.protocol = _PROTOCOLS[event.name]
            self.last_asking = exchange.job
            exchange.fetch_dest = dict(fields(event)).get("sec-fetch-dest", "")

    def _response_read(self, event: Event) -> None:
        exchange = self.exchange(event)
        if exchange is not None:
            exchange.status = status(event)
            exchange.response_fields = fields(event)

    def _body_read(self, event: Event) -> None:
        exchange = self.exchange(event)
        if exchange is None:
            return
        exchange.end_us = exchange.end_us and max(exchange.end_us, event.ts)
        if event.name == _CODED:
            exchange.coded_bytes = (exchange.coded_bytes or 0) + byte_count(event)
        else:
            exchange.decoded_body_bytes = (exchange.decoded_body_bytes or 0) + byte_count(event)
