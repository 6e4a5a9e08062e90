"""8.6: hosting where electricity is low in carbon."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_
from delest.evidence.probe import Probe, evidence
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Address, Amount, Evidence, Look, Seen, Told

MAX_G_PER_KWH: Final = 100
"""80 from 2030."""


class _Grid:
    def look(self, page: SeenPage) -> None:  # noqa: ARG002 - a host is no matter of a page
        return None

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        hosting = site.hosting
        if hosting is None:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(Told.of(_NOT_GIVEN),))
        values: dict[str, str | Amount | Address] = {
            "country": hosting.country,
            "grid": Amount(hosting.g_per_kwh, "number"),
            "year": str(hosting.year),
            "source": hosting.source,
        }
        told = Told.of(
            N_("Electricity of {country}: {grid} g CO2e/kWh in {year}, by {source}. The country is as you gave it."),
            **values,
        )
        below = N_("That is below the threshold of {most} g CO2e/kWh.")
        above = N_("That is not below the threshold of {most} g CO2e/kWh.")
        compared = Told.of(below if hosting.g_per_kwh < MAX_G_PER_KWH else above, most=Amount(MAX_G_PER_KWH))
        declaration = Told.of(
            N_("The service is hosted in {country}, whose electricity emits {grid} g CO2e/kWh ({year}, {source})."),
            **values,
        )
        return evidence(PROBE, looks, seen=Seen.FOUND, said=(told, compared), declaration=declaration)


_NOT_GIVEN: Final = N_(
    "Where the service is hosted is not measured, for addresses say little of it: `--hosting FRA` names the country."
)

PROBE: Final = Probe(
    id="c8-6",
    criterion="8.6",
    judge=_Grid,
    threshold=N_("Electricity of the hosting country below 100 g CO2e/kWh (80 from 2030), and the place published."),
    limits=(N_("Content delivery networks, other data centres and the host's own contracts are not considered."),),
    by_hand=N_("Ask the host for the city of its data centres, and publish it in the declaration."),
)
