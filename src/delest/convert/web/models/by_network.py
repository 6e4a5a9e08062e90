"""Averages and marginal energy by network: fixed, mobile, and the data centre where the set has one.

The rows of a set are found by the last words of their id: ``.fixed``, ``.mobile`` (g or kg CO2e per GB),
``.fixed.kwh-per-gb``, ``.mobile.kwh-per-gb`` (energy), ``.dc.hardware``, ``.dc.energy``. Rows under the model's own id
come first, so that ``ademe-fr.net.fixed`` serves the model ``ademe-fr`` where the set also has ``ademe-eu.net.fixed``.
A network without such a row costs nothing per gigabyte (AGEC: a flat amount per line).
"""

from delest.convert.web import grid
from delest.convert.web.part import Part, Setting
from delest.errors import N_, InputError
from delest.records.co2e.factor import Factor, FactorSet
from delest.records.co2e.model import LinearPerGbByNetwork, MarginalEnergyByNetwork

FRANCE = "FRA"


def averages(model: LinearPerGbByNetwork, factors: FactorSet, setting: Setting) -> tuple[Part, ...]:
    """Return kg = GB x (fixed share x fixed + mobile share x mobile + data centre: hardware + kWh x grid)."""
    found = _networks(model, factors, setting, "")
    hardware, energy = _row(model.id, factors, ".dc.hardware"), _row(model.id, factors, ".dc.energy")
    if hardware:
        found.append(Part(factor=hardware))
    if energy and not setting.green:
        found.append(Part(factor=energy, grid=_grid(model, setting)))
    return tuple(found)


def marginal(model: MarginalEnergyByNetwork, factors: FactorSet, setting: Setting) -> tuple[Part, ...]:
    """Return kg = GB x (fixed share x fixed kWh + mobile share x mobile kWh) x grid."""
    return tuple(_networks(model, factors, setting, ".kwh-per-gb"))


def _networks(
    model: LinearPerGbByNetwork | MarginalEnergyByNetwork, factors: FactorSet, setting: Setting, ending: str
) -> list[Part]:
    mobile = setting.mobile_share
    if mobile is None:
        raise InputError(
            N_("the model {model} states no mobile share"),
            remedy=N_("give one with --mobile-share, from 0 to 1"),
            model=model.id,
        )
    shares = {".fixed": 1 - mobile, ".mobile": mobile}
    rows = {name: _row(model.id, factors, name + ending) for name in shares}
    if not any(rows.values()):
        raise InputError(
            N_("{set}: no row's id ends in .fixed{ending} or .mobile{ending}"),
            remedy=N_("a model by network needs one or both; docs/model.md shows a whole file"),
            set=factors.ref.id,
            ending=ending,
        )
    return [
        Part(factor=row, share=shares[name], grid=_grid(model, setting) if ending else None)
        for name, row in rows.items()
        if row
    ]


def _row(model_id: str, factors: FactorSet, ending: str) -> Factor | None:
    rows = [row for row in factors.factors.values() if row.id.endswith(ending)]
    return min(rows, key=lambda row: not row.id.startswith(model_id + "."), default=None)


def _grid(model: LinearPerGbByNetwork | MarginalEnergyByNetwork, setting: Setting) -> grid.Grid:
    grid_id = setting.grid_id or (model.grid if setting.country == FRANCE else "")
    return grid.of_id(setting.sets, grid_id) if grid_id else grid.of_country(setting.sets, setting.country)
