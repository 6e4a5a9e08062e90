"""Two editions of a fleet, as the bilan of action plans reads them: the audits of a service, and the effect of all."""

from collections.abc import Callable, Mapping
from pathlib import Path

from delest.errors import N_, InputError
from delest.fleet.trend import trend
from delest.pipeline.fleet.keeping import RUNS, campaign
from delest.records.co2e.avoided import Converted, Role
from delest.records.fleet.campaign import MEASURED, Campaign
from delest.records.state.bilan import FleetEffect
from delest.units import GB_BYTES


class Editions:
    """An earlier and a later edition.

    Raises:
        InputError: one of them cannot be read, or was made with other factors than the other.
    """

    def __init__(self, before: Path, after: Path) -> None:
        self._folders = (before if before.is_dir() else before.parent, after if after.is_dir() else after.parent)
        self._before, self._after = (campaign(path) for path in self._folders)
        if self._before.header.factor_sets != self._after.header.factor_sets:
            raise InputError(
                N_("{before} and {after} were made with different emission factors"),
                remedy=N_("compare two editions that one version of delest made"),
                before=self._before.header.name,
                after=self._after.header.name,
            )
        self._ids = (_measured(self._before), _measured(self._after))

    def audits(self, service: str) -> tuple[Path, Path] | None:
        """Return the audits of a service, by its id or its name; None: both editions did not measure it."""
        wanted = service.strip().casefold()
        ids = tuple(each.get(wanted) for each in self._ids)
        if ids[0] is None or ids[1] is None:
            return None
        return self._folders[0] / RUNS / ids[0], self._folders[1] / RUNS / ids[1]

    def effect(self, convert: Callable[[float], Converted]) -> FleetEffect | None:
        """Return what the later edition shows against the earlier one; None: no page is in both."""
        found = trend(self._before, self._after, convert)
        if found is None:
            return None
        more = found.traffic_bytes_per_year
        noise = found.noise_bytes
        return FleetEffect(
            before=found.edition,
            after=self._after.header.name,
            services=found.services,
            before_bytes=found.before_bytes,
            after_bytes=found.after_bytes,
            weight_bytes_per_year=found.bytes_per_year,
            weight_kgco2e=found.converted.kgco2e_per_year if found.converted else None,
            weight_published_kgco2e=_published(found.converted) if found.converted else None,
            traffic_bytes_per_year=more,
            traffic_kgco2e=None if more is None else convert(more / GB_BYTES).kgco2e_per_year,
            traffic_services=found.traffic_services,
            comparable=not found.breaks,
            beyond_chance=None if noise is None else abs(found.before_bytes - found.after_bytes) > noise,
            only_before=found.only_before,
            only_after=found.only_after,
        )


def _measured(edition: Campaign) -> Mapping[str, str]:
    """Return the id of each measured service by its id and by its name; a name that two have is none's."""
    found: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for each in edition.entries:
        if each.state in MEASURED and each.result is not None:
            found[each.service.id.casefold()] = each.service.id
            names.setdefault(each.service.name.casefold(), []).append(each.service.id)
    return {name: ids[0] for name, ids in names.items() if name and len(ids) == 1} | found


def _published(converted: Converted) -> float | None:
    return next((each.kgco2e_per_year.central for each in converted.readings if each.role is Role.PUBLISHED), None)
