"""The factor sets: what they are, where they differ, and whether they are what was released."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from delest.convert.web import model as models
from delest.convert.web.range import convert
from delest.errors import N_, InputError
from delest.factors import load
from delest.factors.difference import difference
from delest.records.co2e.avoided import Conditions, Reading
from delest.records.co2e.factor import FactorSet, FactorSets, RowChange, Source
from delest.units import GB_BYTES

_CHECK_MOBILE_SHARE: Final = 0.5


class Own(NamedTuple):
    """A set of the user's own that is sound."""

    factors: FactorSet
    reading: Reading | None
    """Of 1 GB under its model; None: it brings none."""


class Compared(NamedTuple):
    """Two sets and the rows in which they differ."""

    one: FactorSet
    other: FactorSet
    changes: tuple[RowChange, ...]


def released() -> tuple[FactorSet, ...]:
    """Return the released sets."""
    return tuple(load.released().values())


def named(set_id: str) -> tuple[FactorSet, Mapping[str, Source]]:
    """Return a released set, and the sources that its rows name.

    Raises:
        InputError: there is no set of that id.
    """
    return load.load_set(set_id), load.sources()


def compared(one: str, other: str) -> Compared:
    """Return what differs between two sets; each is an id or the path of a TOML file.

    Raises:
        InputError: one of them is not known, or cannot be read.
    """
    before, after = _set(one), _set(other)
    return Compared(before, after, tuple(difference(before, after)))


def verified_released() -> int:
    """Check the released files and return how many there are.

    Raises:
        InputError: one is not what was released, or does not give the result that it states.
    """
    altered = load.altered()
    if altered:
        raise InputError(
            N_("released factor files were changed: {files}"),
            remedy=N_("install delest again; a correction is a new file with a new version, never an edit"),
            files=", ".join(altered),
        )
    for factors in load.released().values():
        _reading(factors, load.released())
    return len(load.data_files())


def verified(file: Path) -> Own:
    """Check a file of the user's own.

    Raises:
        InputError: it cannot be used.
    """
    own = load.load_file(file)
    return Own(own, _reading(own, {**load.released(), own.ref.id: own}))


def _set(name: str) -> FactorSet:
    return load.load_file(Path(name)) if name.endswith(".toml") else load.load_set(name)


def _reading(factors: FactorSet, sets: FactorSets) -> Reading | None:
    """Convert with a set's model, and compare with the result that the set itself publishes, if it has either."""
    if factors.model is None:
        return None
    assumed = models.mobile_share(factors.model)
    share = assumed.default if assumed else _CHECK_MOBILE_SHARE
    check = factors.model.check
    gb = check.views * (check.bytes_before - check.bytes_after) / GB_BYTES if check else 1.0
    asked = Conditions(mobile_share=share, models=(factors.model.id,))
    reading = convert(gb, sets, asked).readings[-1]
    found = reading.kgco2e_per_year.central
    if check and abs(found - check.expected_kg) > check.tolerance_kg:
        raise InputError(
            N_("{set}: the model gives {found} kg where [model.check] expects {expected}"),
            remedy=N_("correct the factor or the check"),
            set=factors.ref.id,
            found=found,
            expected=check.expected_kg,
        )
    return reading if check is None else convert(1.0, sets, asked).readings[-1]
