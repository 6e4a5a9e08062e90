"""The answers that CO2.js 0.19.0 gives, from our factor sets: for comparison with figures published elsewhere.

Same vocabulary as that package: ``per_byte`` is one transfer, ``per_visit`` applies the model's guess at caching.
docs/model.md lists where we differ on purpose.
"""

import math
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from delest.convert.web import grid, model
from delest.convert.web.part import G_PER_KG, Part, Setting, kgco2e_per_gb
from delest.errors import N_, InputError
from delest.records.co2e.factor import FactorSet, FactorSetRef, FactorSets
from delest.records.co2e.model import EnergyPerByte, SegmentedEnergy, SegmentedOperationalEmbodied, Visits
from delest.units import GB_BYTES

_SEGMENTS: Final = {"device": "device", "dataCenter": "datacenter", "network": "network"}
_GIVEN: Final = FactorSetRef(id="given", version="", sha256="")
Swd = SegmentedEnergy | SegmentedOperationalEmbodied


class Options(Struct, frozen=True, kw_only=True):
    """What a call of the package's ``perByteTrace`` and ``perVisitTrace`` may set; None: the model's default."""

    grid_intensity: Mapping[str, float | str] = {}
    """By ``device``, ``dataCenter``, ``network``: g CO2e per kWh, or a country."""
    green_hosting_factor: float | None = None
    data_reload_ratio: float | None = None
    first_visit_percentage: float | None = None
    return_visit_percentage: float | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """Grams of CO2e, in all and by the package's own names of the segments, and the rating where the model has one."""

    total_g: float
    segments_g: dict[str, float]
    rating: str


def per_byte(
    sets: FactorSets, model_id: str, transferred_bytes: float, *, green: bool = False, options: Options | None = None
) -> Answer:
    """Return the grams of CO2e of one transfer, by ``swd-v4``, ``swd-v3`` or ``onebyte``.

    Raises:
        InputError: another model, an unknown country, or a share that is not between 0 and 1.
    """
    options = options or Options()
    factors, found = model.find(sets, model_id)
    match found:
        case SegmentedOperationalEmbodied():
            return _version_4(found, factors, sets, transferred_bytes, _green_share(green, options), options)
        case SegmentedEnergy():
            return _version_3(found, factors, sets, transferred_bytes, green, options)
        case EnergyPerByte():
            parts = model.parts(found, factors, Setting(sets=sets, country=grid.WORLD, green=green))
            grams = math.fsum(_grams(part, transferred_bytes, found.min_bytes) for part in parts)
            return Answer(total_g=grams, segments_g={}, rating="")
    raise InputError(N_("CO2.js has no model {name!r}"), name=model_id)


def per_visit(
    sets: FactorSets, model_id: str, transferred_bytes: float, *, green: bool = False, options: Options | None = None
) -> Answer:
    """Return the grams of CO2e of a mean visit: first x transfer + return x reload x transfer.

    Raises:
        InputError: as for ``per_byte``, or a model that knows no visits.
    """
    options = options or Options()
    _, found = model.find(sets, model_id)
    whole = per_byte(sets, model_id, transferred_bytes, green=green, options=options)
    if not isinstance(found, SegmentedEnergy | SegmentedOperationalEmbodied) or not isinstance(found.visits, Visits):
        raise InputError(N_("the model {name} knows no visits"), name=model_id)
    first = _share(options.first_visit_percentage, found.visits.first)
    again = _share(options.return_visit_percentage, found.visits.return_)
    reload = _share(options.data_reload_ratio, found.visits.reload)
    total = whole.total_g * first + whole.total_g * reload * again
    if isinstance(found, SegmentedEnergy):
        segments = {f"{name} - first": grams * first for name, grams in whole.segments_g.items()}
        segments |= {f"{name} - subsequent": grams * again * reload for name, grams in whole.segments_g.items()}
    else:
        visits = {"firstVisitCO2e": whole.total_g, "returnVisitCO2e": whole.total_g * reload}
        segments = {**whole.segments_g, **visits}
    return Answer(total_g=total, segments_g=segments, rating=_rating(found, total))


def _version_4(
    found: SegmentedOperationalEmbodied,
    factors: FactorSet,
    sets: FactorSets,
    transferred_bytes: float,
    green_share: float,
    options: Options,
) -> Answer:
    setting = Setting(sets=sets, country=grid.WORLD, grids=_grids(sets, options))
    by_row = {
        part.factor.id: _grams(part, transferred_bytes, found.min_bytes)
        for part in model.parts(found, factors, setting)
    }
    segments: dict[str, float] = {}
    for kind in ("operational", "embodied"):
        of_kind = {s.co2js_key: by_row[f"{found.id}.{s.id}.{kind}"] for s in found.segment}
        segments |= {f"{key}{kind.title()}CO2e": grams for key, grams in of_kind.items()}
        segments[f"total{kind.title()}CO2e"] = math.fsum(of_kind.values())
        for key, grams in of_kind.items():
            segments[f"{key}CO2e"] = segments.get(f"{key}CO2e", 0.0) + grams
    total = math.fsum(by_row.values()) - green_share * by_row[f"{found.id}.datacenter.operational"]
    return Answer(total_g=total, segments_g=segments, rating=_rating(found, total))


def _version_3(
    found: SegmentedEnergy,
    factors: FactorSet,
    sets: FactorSets,
    transferred_bytes: float,
    green: bool,  # noqa: FBT001 - same
    options: Options,
) -> Answer:
    setting = Setting(sets=sets, country=grid.WORLD, green=green, grids=_grids(sets, options))
    parts = model.parts(found, factors, setting)
    grams = [_grams(part, transferred_bytes, found.min_bytes) for part in parts]
    segments = {f"{s.co2js_key}CO2": g for s, g in zip(found.segment, grams, strict=True)}
    return Answer(total_g=math.fsum(grams), segments_g=segments, rating=_rating(found, math.fsum(grams)))


def _grams(part: Part, transferred_bytes: float, min_bytes: float) -> float:
    counted = transferred_bytes if transferred_bytes >= min_bytes else 0.0
    return kgco2e_per_gb(part).central * G_PER_KG * counted / GB_BYTES


def _rating(found: Swd, total_g: float) -> str:
    """Return the first grade whose upper bound, included, is not passed; F above them all."""
    return next((grade for grade, highest in found.ratings_max_g.items() if total_g <= highest), "F")


def _grids(sets: FactorSets, options: Options) -> dict[str, grid.Grid]:
    return {
        _SEGMENTS[key]: grid.of_country(sets, given)
        if isinstance(given, str)
        else grid.Grid(id="given", year=0, g_per_kwh=given, factor_set=_GIVEN)
        for key, given in options.grid_intensity.items()
    }


def _green_share(green: bool, options: Options) -> float:  # noqa: FBT001 - the package's own switch
    return _share(options.green_hosting_factor, 1.0 if green else 0.0)


def _share(given: float | None, default: float) -> float:
    share = default if given is None else given
    if not 0 <= share <= 1:
        raise InputError(N_("a share must lie between 0 and 1, not {share}"), share=share)
    return share
