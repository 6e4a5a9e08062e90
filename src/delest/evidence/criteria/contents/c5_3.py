"""5.3: definition of videos."""

from typing import Final

from delest.errors import N_
from delest.evidence.players import Players
from delest.evidence.probe import Probe
from delest.evidence.seen import Site
from delest.records.state.probed import Player

MOST_MOBILE_PX: Final = 720
MOST_PX: Final = 1080
"""RGESN 5.3: the definition that is shown by default, on a telephone and on a computer."""


def _too_high(player: Player, site: Site) -> bool:
    most = MOST_MOBILE_PX if site.loading.device.mobile else MOST_PX
    return bool(player.url) and player.height_px > most


PROBE: Final[Probe] = Probe(
    id="c5-3",
    criterion="5.3",
    judge=lambda: Players(lambda: PROBE, "video", _too_high),
    threshold=N_("By default at most 720p on a telephone, 1080p on a computer."),
    limits=(
        N_("A measurement can only show that it is not met: try the sober mode, and whether the choice is remembered."),
        N_("Videos that a script feeds piece by piece, and players in frames of other sites, are not judged."),
    ),
    by_hand=N_("Open the player's menu for quality, and read which one is chosen by default."),
    action=N_("Offer videos at 720p by default."),
)
