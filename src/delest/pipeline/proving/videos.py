"""Videos that a page's findings name and that are not encoded again, with the reason."""

from collections.abc import Collection

from delest.advise.remedies.video import available
from delest.advise.rules.media.video_definition import CONDITION, RULE, examine, whole_videos
from delest.advise.workshop import Workshop
from delest.pipeline.proving.change import Change
from delest.records.advice.proof import Doubt
from delest.records.pages.load import Capture


def untried_videos(capture: Capture, shop: Workshop, only: Collection[str] = ()) -> Change | None:
    """Return the videos of a page as a change that cannot be tried; None: there are none, or they are tried."""
    found = examine(capture, shop) if not only or RULE.id in only else None
    if found is None:
        return None
    whole = {transfer.url for transfer, _ in whole_videos(capture)}
    if not available():
        doubt = Doubt.NO_ENCODER
    elif whole.isdisjoint(offender.url for offender in found.offenders):
        doubt = Doubt.NOT_WHOLE
    else:
        return None
    return Change(rule=RULE.id, condition=CONDITION, doubt=doubt)
