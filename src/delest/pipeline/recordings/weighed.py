"""What a recording made elsewhere weighs, without a browser."""

from pathlib import Path
from typing import Final

from delest.inputs.files import read_bytes
from delest.measure.har import read as har
from delest.records.pages.load import Outcome
from delest.records.pages.recording import RecordedLoad, RecordedWeight, Unknown, WeighedRecording
from delest.weigh.resources import page_resources
from delest.weigh.shares import by_kind, by_party
from delest.weigh.spread import load_bytes
from delest.weigh.wire import is_request

_MOST_BYTES: Final = 1_000_000_000
_HEAVIEST: Final = 10
_MISSING: Final = frozenset(
    {
        Unknown.NO_SIZE,
        Unknown.NO_HEADER_SIZE,
        Unknown.NO_BODY_SIZE,
        Unknown.BAD_COUNT,
        Unknown.NO_ANSWER,
        Unknown.NO_DOCUMENT,
        Unknown.LIVE,
    }
)


def weigh_recording(path: Path) -> WeighedRecording:
    """Return what the pages of the HAR file at ``path`` weigh.

    Raises:
        InputError: the file cannot be read, is too large, or is not a HAR.
    """
    recording = har.read(str(path), read_bytes(path, most_bytes=_MOST_BYTES))
    return WeighedRecording(
        name=recording.name, tool=recording.tool, pages=tuple(_weight(recorded) for recorded in recording.loads)
    )


def _weight(recorded: RecordedLoad) -> RecordedWeight:
    load, unknown = recorded.load, recorded.unknown
    known = load.outcome is Outcome.OK and any(t.transferred_bytes is not None for t in load.transfers)
    return RecordedWeight(
        url=load.final_url,
        title=load.title,
        browser=load.browser.product,
        outcome=load.outcome,
        reason=load.reason,
        transferred_bytes=load_bytes(load) if known else None,
        lower_bound=bool(_MISSING & unknown.keys()) and Unknown.DECODED_SIZE not in unknown,
        requests=sum(map(is_request, load.transfers)),
        by_kind=by_kind(load) if known else (),
        by_party=by_party(load) if known else (),
        heaviest_resources=page_resources([load])[:_HEAVIEST],
        unknown=unknown,
    )
