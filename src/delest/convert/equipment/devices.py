"""Devices not bought, kept longer or bought refurbished: kg CO2e avoided, by every factor set that knows the lever."""

import math
from typing import Final

from msgspec import Struct

from delest.errors import N_, InputError
from delest.records.co2e.avoided import Role
from delest.records.co2e.equipment import EquipmentClaim, EquipmentReading, Lever
from delest.records.co2e.factor import Factor, FactorSet, FactorSets
from delest.units import Estimate

CURRENT: Final = "equipment-ademe"
PUBLISHED: Final = "minumeco-2022"
_ENDINGS: Final = {
    Lever.NOT_BOUGHT: (".not-bought",),
    Lever.REFURBISHED: (".refurbished", ".refurbished-gain"),
    Lever.LIFE_EXTENDED: (".life-plus-1",),
}
_PER_DEVICE: Final = "kgCO2e/device"
_SB_DEVICES: Final = 1000


def devices(sets: FactorSets) -> tuple[str, ...]:
    """Return the devices that the current set knows."""
    rows = sets[CURRENT].factors.values()
    return tuple(row.id.partition(".")[2] for row in rows if row.unit == _PER_DEVICE)


def claim(
    lever: Lever, device: str, count: float, sets: FactorSets, *, years: int = 1, own: str = ""
) -> EquipmentClaim:
    """Return what a lever avoids on ``count`` devices.

    Not bought: count x (manufacturing + distribution + end of life), once. Refurbished: count x yearly gain, a year of
    use. Life extended by n years: count x (manufacturing + distribution + end of life) x (1/L - 1/(L + n)), a year.
    A published figure for the lever is used where a set has one.

    Args:
        lever: what is done.
        device: ``smartphone``, ``laptop`` or another of ``devices``, or its name in English or French.
        count: how many.
        sets: the released sets, and the user's own.
        years: of more life; published figures of one more year serve only where it is 1.
        own: id of the user's own set, to be read beside the released ones.

    Raises:
        InputError: no set has a figure, or a count or a number of years that makes no sense.
    """
    if not (math.isfinite(count) and count > 0 and years > 0):
        raise InputError(
            N_("the number of devices and of years must be above 0"), remedy=N_("write digits only, for example 1000")
        )
    device = _id(device, sets)
    wanted = [(Role.CENTRAL, CURRENT), (Role.PUBLISHED, PUBLISHED)] + ([(Role.ASKED, own)] if own else [])
    readings = [_reading(role, sets[set_id], lever, device, count, years) for role, set_id in wanted]
    found = tuple(reading for reading in readings if reading)
    if not found:
        raise InputError(
            N_("no factor set has a figure for {lever} of {device!r}"),
            remedy=N_("devices known: {known}; refurbished: smartphone, laptop"),
            lever=lever.value,
            device=device,
            known=", ".join(devices(sets)),
        )
    return EquipmentClaim(
        lever=lever, device=device, count=count, years=years, once=lever is Lever.NOT_BOUGHT, readings=found
    )


def label(device: str, sets: FactorSets) -> tuple[str, str]:
    """Return what the current set calls a device in English and in French; its id where the set does not know it."""
    row = sets[CURRENT].factors.get(f"equipment.{device}")
    return (row.label_en, row.label_fr) if row else (device, device)


def _id(device: str, sets: FactorSets) -> str:
    """Return the id of a device that is called by its id or by its row's label."""
    wanted = device.strip().casefold()
    for name in devices(sets):
        if wanted in {name, *(words.casefold() for words in label(name, sets))}:
            return name
    return wanted


class _PerDevice(Struct, frozen=True):
    row: Factor
    kgco2e: Estimate
    derivation: str = ""


def _reading(
    role: Role, factors: FactorSet, lever: Lever, device: str, count: float, years: int
) -> EquipmentReading | None:
    one = _per_device(factors, lever, device, years)
    if one is None:
        return None
    resources = one.row.resources_kg_sb_per_1000
    return EquipmentReading(
        role=role,
        label_en=factors.label_en,
        label_fr=factors.label_fr,
        factor_set=factors.ref,
        factor_id=one.row.id,
        kgco2e_per_device=one.kgco2e.central,
        derivation=one.derivation,
        kgco2e=one.kgco2e * count,
        resources_kg_sb=None if resources is None else resources * count / _SB_DEVICES,
        boundary=one.row.boundary,
        source=one.row.source,
        caveat_en=factors.caveat_en,
        caveat_fr=factors.caveat_fr,
    )


def _per_device(factors: FactorSet, lever: Lever, device: str, years: int) -> _PerDevice | None:
    """Return the lever's published row, or what follows from the device's life cycle."""
    row = _row(factors, *(f".{device}{ending}" for ending in _ENDINGS[lever]))
    if row and not (lever is Lever.LIFE_EXTENDED and years != 1):
        return _PerDevice(row, row.estimate)
    row = _row(factors, f".{device}")
    if row is None or row.unit != _PER_DEVICE or lever is Lever.REFURBISHED:
        return None
    if lever is Lever.NOT_BOUGHT:
        return _PerDevice(row, row.estimate)
    if not row.lifetime_years:
        return None
    life = row.lifetime_years
    return _PerDevice(
        row,
        row.estimate * (1 / life - 1 / (life + years)),
        f"{row.value:g} x (1/{life:g} - 1/{life + years:g})",
    )


def _row(factors: FactorSet, *endings: str) -> Factor | None:
    return next((row for row in factors.factors.values() if row.id.endswith(endings)), None)
