"""5.6: codecs of sounds."""

from typing import Final

from delest.errors import N_
from delest.evidence.players import Players
from delest.evidence.probe import Probe
from delest.evidence.seen import Site
from delest.records.state.probed import Player

EFFICIENT: Final = frozenset({"opus", "aac", "ac4"})


def _old(player: Player, _site: Site) -> bool:
    return bool(player.codec and player.url) and player.codec not in EFFICIENT and not player.other_sources


PROBE: Final[Probe] = Probe(
    id="c5-6",
    criterion="5.6",
    judge=lambda: Players(lambda: PROBE, "audio", _old),
    threshold=N_("Opus, AAC or AC-4."),
    limits=(N_("A measurement can only show that it is not met: the settings have to be published."),),
    by_hand=N_("In the browser, open chrome://media-internals while the sound plays, and read the codec."),
    action=N_("Encode sounds as Opus or AAC."),
)
