"""What rows of the released factor sets say in English: their boundaries, and what their bounds are."""

from typing import Final

from delest.errors import N_
from delest.report.language.words import _

KNOWN: Final = (
    N_("0.5-2 W radio + 0.05-0.5 W core"),
    N_("8-35 W access and home + 0.5-3 W core"),
    N_("Free Mobile's own ratio (24.3) and the rounded national mean it compares with (50)"),
    N_("PEF normalisation"),
    N_("access network, use"),
    N_("access slope 0.01 to 0.04 W per % of a 100 Mbit/s line, plus 0.03 core"),
    N_("amortised manufacturing, method not stated"),
    N_("consumption footprint"),
    N_("consumption mix, life cycle"),
    N_("consumption mix, life cycle, mean of 2021-2024"),
    N_("consumption mix, life cycle, mean of 2022-2025"),
    N_("context"),
    N_("data centre + network + device, use and hardware"),
    N_("data centre + network + user device + hardware production"),
    N_("device, network, data centre"),
    N_("electricity"),
    N_("electricity and car construction"),
    N_("electricity generation, life cycle"),
    N_("embodied"),
    N_("embodied, servers, switches, firewalls, routers, building"),
    N_("energy (0.0023) and train construction (0.00063)"),
    N_("fixed network + data centre"),
    N_("food life cycle"),
    N_("from the slope range"),
    N_("fuel (0.1106) and car construction (0.0317)"),
    N_("home equipment + access + core, use"),
    N_("life cycle, 2.5 years"),
    N_("life cycle, 5 years"),
    N_("life cycle, refurbished minus new"),
    N_("manufacturing"),
    N_("manufacturing + distribution + end of life, use excluded"),
    N_("network life cycle"),
    N_("network life cycle incl. home box"),
    N_("network life cycle without home box"),
    N_("network life cycle, devices and data centres excluded"),
    N_("operator's mobile network"),
    N_("production mix (IEA, per the package note)"),
    N_("published range of the same mission (2021 sheet 1: 50 to 57 kg)"),
    N_("radio access + core, use"),
    N_("radio slope 1 to 2 W/Mbps, plus 0.03 core"),
    N_("rounding"),
    N_("small diesel to petrol SUV, same source"),
    N_("use"),
    N_("use and hardware"),
    N_("use phase, segments not stated"),
    N_("use, PUE included"),
    N_("with contrails"),
)
"""For the catalogue; a released file is never edited, so that its English stays as it is."""


def factor_text(text: str) -> str:
    """Return such a text in the language in use; that of a user's own file as it is."""
    return _(text)
