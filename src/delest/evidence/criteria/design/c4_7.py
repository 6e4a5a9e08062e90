"""4.7: the most sober of text, picture, sound and video."""

from typing import Final

from delest.errors import N_
from delest.evidence.probe import Probe
from delest.evidence.still import Still

PROBE: Final[Probe] = Probe(
    id="c4-7",
    criterion="4.7",
    judge=lambda: Still(lambda: PROBE),
    threshold=N_("No video, sound or animation at all decides that it is met; any other choice has to be justified."),
    limits=(
        N_("Each page was watched for six seconds; what begins later, or only after a gesture, was not seen."),
        N_("Whether a picture could be a text is not judged."),
    ),
    by_hand=N_("For each video, sound and large picture, ask whether a text would serve the same need."),
)
