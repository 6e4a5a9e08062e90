"""Sustainable Web Design, versions 3 and 4: energy per gigabyte of the segments between server and reader."""

from typing import Final

from delest.convert.web import grid, row
from delest.convert.web.part import Part, Setting
from delest.records.co2e.factor import FactorSet
from delest.records.co2e.model import Segment, SegmentedEnergy, SegmentedOperationalEmbodied

DATA_CENTRE: Final = "datacenter"
PRODUCTION: Final = "production"
_NAMES: Final = {
    "device": ("user devices", "terminaux"),
    "network": ("networks", "réseaux"),
    DATA_CENTRE: ("data centres", "centres de données"),
    PRODUCTION: ("hardware production", "fabrication du matériel"),
}


def version_4(model: SegmentedOperationalEmbodied, factors: FactorSet, setting: Setting) -> tuple[Part, ...]:
    """Return kg = GB x sum over segments of (operational kWh x grid + embodied kWh x world grid).

    Green hosting leaves out the data centre's operational energy; what is embodied stays.
    """
    world = grid.of_row(factors, f"{model.id}.world-intensity")
    found = []
    for segment in _chosen(model.segment, setting):
        if not (segment.id == DATA_CENTRE and setting.green):
            operational = row.needed(factors, f"{model.id}.{segment.id}.operational")
            found.append(Part(factor=operational, grid=_grid(setting, segment.id, world)))
        found.append(Part(factor=row.needed(factors, f"{model.id}.{segment.id}.embodied"), grid=world))
    return tuple(found)


def version_3(model: SegmentedEnergy, factors: FactorSet, setting: Setting) -> tuple[Part, ...]:
    """Return kg = GB x system kWh x sum over segments of (share x grid); production is on the world's grid.

    Green hosting gives the data centre the intensity of renewables, even where a country is chosen.
    """
    world = grid.of_row(factors, f"{model.id}.world-intensity")
    found = []
    for segment in _chosen(model.segment, setting):
        electricity = world if segment.id == PRODUCTION else _grid(setting, segment.id, world)
        if segment.id == DATA_CENTRE and setting.green:
            electricity = grid.of_row(factors, f"{model.id}.renewables-intensity")
        found.append(
            Part(
                factor=row.needed(factors, f"{model.id}.energy"),
                share=segment.share or 0.0,
                grid=electricity,
                segment=_NAMES.get(segment.id, (segment.id, segment.id)),
            )
        )
    return tuple(found)


def _chosen(segments: tuple[Segment, ...], setting: Setting) -> list[Segment]:
    wanted = setting.options.segments
    return [segment for segment in segments if not wanted or segment.id in wanted]


def _grid(setting: Setting, segment: str, world: grid.Grid) -> grid.Grid:
    if segment in setting.grids:
        return setting.grids[segment]
    if setting.grid_id:
        return grid.of_id(setting.sets, setting.grid_id)
    country = getattr(setting.options, segment, "") or setting.country
    return world if country == grid.WORLD else grid.of_country(setting.sets, country)
