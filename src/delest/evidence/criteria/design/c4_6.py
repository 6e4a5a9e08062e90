"""4.6: only video, sound and animation that inform."""

from typing import Final

from delest.errors import N_
from delest.evidence.probe import Probe
from delest.evidence.still import Still

PROBE: Final[Probe] = Probe(
    id="c4-6",
    criterion="4.6",
    judge=lambda: Still(lambda: PROBE),
    threshold=N_("No video, sound or animation at all decides that it is met; any other case is for a person."),
    limits=(
        N_("Each page was watched for six seconds; what begins later, or only after a gesture, was not seen."),
        N_("The inside of frames and canvases was not looked at: a page with one is not decided."),
    ),
    by_hand=N_("Open each page, wait a few seconds, and look for videos, sounds, moving pictures and slide shows."),
)
