"""1.5: targets for the impact of the service."""

from collections.abc import Sequence
from typing import Final

from delest.errors import N_
from delest.evidence.probe import NO_PAGES, Probe, evidence
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Address, Amount, Evidence, Look, Seen, Told

ASSUMED_VIEWS: Final = 1_000_000


class _Targets:
    def look(self, page: SeenPage) -> None:  # noqa: ARG002 - the audit as a whole
        return None

    def conclude(self, looks: Sequence[Look], site: Site) -> Evidence:
        kg = site.kgco2e_per_year
        if kg is None:
            return evidence(PROBE, looks, seen=Seen.NOT_MEASURED, missing=(NO_PAGES,))
        views = site.views_per_year or ASSUMED_VIEWS
        values: dict[str, str | Amount | Address] = {
            "low": Amount(kg.low, "kg"),
            "high": Amount(kg.high, "kg"),
            "views": Amount(views),
            "sets": ", ".join(site.factor_sets),
        }
        told = Told.of(
            N_("Data transfer to visitors: {low} to {high} CO2e a year for {views} page views, an estimate by {sets}."),
            **values,
        )
        missing = [Told.of(_REST)]
        if site.views_per_year is None:
            missing.append(Told.of(_TRAFFIC))
        said = [told]
        if site.target:
            said.append(Told.of(N_("Target given to the audit: {target} a page."), target=site.target))
        else:
            missing.append(Told.of(_TARGET))
        return evidence(
            PROBE,
            looks,
            seen=Seen.FOUND,
            said=tuple(said),
            missing=tuple(missing),
            declaration=told if site.views_per_year else None,
        )


_REST: Final = N_(
    "Servers, users' devices, water and abiotic resources were not measured; the framework asks for several criteria."
)
_TRAFFIC: Final = N_("Page views are not known, a million a year is assumed: `--traffic FILE` or `--views-per-year N`.")
_TARGET: Final = N_('No target was given: `delest audit --to "500 kB"` keeps one.')

PROBE: Final = Probe(
    id="c1-5",
    criterion="1.5",
    judge=_Targets,
    threshold=N_("Targets of reduction for the footprint of the whole service, over several environmental criteria."),
    limits=(N_("An estimate of CO2e of data transfer never validates the criterion by itself."),),
    by_hand=N_("Look for dated, numbered targets in the declaration or the roadmap of the service."),
)
