"""5.4: codecs of videos."""

from typing import Final

from delest.errors import N_
from delest.evidence.players import Players
from delest.evidence.probe import Probe
from delest.evidence.seen import Site
from delest.records.state.probed import Player

EFFICIENT: Final = frozenset({"av1", "vp9", "hevc", "vvc"})
FROM_PX: Final = 720
"""RGESN 5.4: an efficient codec is asked for from this height on."""


def _old(player: Player, _site: Site) -> bool:
    known = bool(player.codec and player.url) and player.height_px >= FROM_PX
    return known and player.codec not in EFFICIENT and not player.other_sources


PROBE: Final[Probe] = Probe(
    id="c5-4",
    criterion="5.4",
    judge=lambda: Players(lambda: PROBE, "video", _old),
    threshold=N_("AV1, VP9 or HEVC from 720p on, with a variable bit rate; H.264 only as a fallback."),
    limits=(
        N_("A measurement can only show that it is not met: bit rates and settings have to be published."),
        N_("A video with several files is not refuted: Chromium took one, the others were not read."),
    ),
    by_hand=N_("In the browser, open chrome://media-internals while the video plays, and read the codec."),
    action=N_("Offer an AV1 or VP9 file first, and H.264 as a second source."),
)
