"""Page loads as tests need them: small, with every field that matters given by name."""

import hashlib
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from delest.records.pages.load import (
    BrowserBuild,
    CacheState,
    Capture,
    Device,
    Kind,
    Outcome,
    PageLoad,
    ServedFrom,
    Transfer,
)
from delest.records.runs.audit import PageRecord, RunHeader
from delest.records.runs.loading import Loading
from delest.records.runs.run import Run

HOME = "https://www.example.gouv.fr/"
BUILD = BrowserBuild(product="Chromium 156.0.8078.79", mode="full", sandboxed=True)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For property tests: a busy machine is no failure."""


def run_header(scope, **fields):
    """Return what a run over ``scope`` is asked for: one cold load of each page, by one browser."""
    run = Run(id="test", delest_version="0", started_at=datetime.now(UTC))
    return with_header(RunHeader(run=run, scope=scope, loading=Loading(device=Device())), **fields)


def with_header(header, **fields):
    """Return a header with other fields, each of whichever part has it."""
    for part in ("run", "loading", "question"):
        record = getattr(header, part)
        own = {name: fields.pop(name) for name in list(fields) if name in record.__struct_fields__}
        header = replace(header, **{part: replace(record, **own)})
    return replace(header, **fields)


def transfer(url=HOME, size=1000, kind=Kind.IMAGE, **fields):
    return Transfer(url=url, kind=kind, transferred_bytes=size, **fields)


def load(*transfers, url=HOME, final_url=None, outcome=Outcome.OK, **fields):
    return PageLoad(
        requested_url=url,
        final_url=final_url or url,
        outcome=outcome,
        device=Device(),
        browser=BUILD,
        transfers=transfers,
        **{"settled_after_ms": 4_200.0 if outcome is Outcome.OK else None, **fields},
    )


def page(*loads, **fields):
    return PageRecord(url=loads[0].requested_url, depth=0, loads=loads, **fields)


def answer(body, url=HOME, *, sent_bytes=None, headers_bytes=200, **fields):
    """Return a whole answer that carried ``body``, coded in ``sent_bytes``, with the body itself."""
    coded = len(body) if sent_bytes is None else sent_bytes
    return (
        transfer(
            url=url,
            size=coded + headers_bytes,
            **{
                "status": 200,
                "encoded_body_bytes": coded,
                "decoded_body_bytes": len(body),
                "body_sha256": hashlib.sha256(body).hexdigest(),
                **fields,
            },
        ),
        body,
    )


def capture(*answers, **fields):
    return Capture(
        load=load(*(each for each, _ in answers), **fields),
        bodies={each.body_sha256: body for each, body in answers if each.body_sha256},
    )


urls = st.sampled_from(
    [
        HOME,
        "https://static.example.gouv.fr/a.css",
        "https://static.example.gouv.fr/a.css#x",
        "https://cdn.example.net/lib.js?v=1",
        "https://cdn.example.net/lib.js?v=2",
        "data:text/plain,hello",
        "about:unattributed",
    ]
)
transfers = st.builds(
    Transfer,
    url=urls,
    kind=st.sampled_from(Kind),
    served_from=st.sampled_from(ServedFrom),
    transferred_bytes=st.none() | st.integers(0, 5_000_000),
    exact=st.booleans(),
    failure=st.sampled_from(["", "net::ERR_ABORTED"]),
)
any_loads = st.builds(
    lambda each, outcome, state: load(*each, outcome=outcome, cache_state=state),
    st.lists(transfers, max_size=8),
    st.sampled_from([Outcome.OK, Outcome.OK, Outcome.TIMED_OUT]),
    st.sampled_from(CacheState),
)
