"""The answer: one amount of bytes read by the low, the central and the high model, and by the published factor."""

import math
from typing import Final

from delest.convert.web import model as models
from delest.convert.web.reading import asked, read
from delest.errors import N_, InputError
from delest.records.co2e.avoided import Conditions, Converted, Reading, Role
from delest.records.co2e.factor import FactorSet, FactorSets
from delest.records.co2e.model import RangeEntry
from delest.units import GB_BYTES, Estimate

FRENCH_POLICY: Final = "ranges-fr"
COUNTRY_POLICY: Final = "ranges-country"
_FRANCE: Final = "FRA"


def convert(
    gb_per_year: float, sets: FactorSets, conditions: Conditions | None = None, *, views_per_year: float = 0.0
) -> Converted:
    """Return gigabytes (10^9 bytes) a year as kg CO2e a year, by every model of the range policy.

    Linear in ``gb_per_year``, and changes sign with it. Readings are never averaged.

    Args:
        gb_per_year: transferred by all views; negative for an increase between two states.
        sets: the released sets, and the user's own where there is one.
        conditions: country, network, hosting, models asked for by name.
        views_per_year: only reported.

    Raises:
        InputError: a country, a model or a share that is not known.
    """
    conditions = conditions or Conditions()
    share = conditions.mobile_share
    if share is not None and not 0 <= share <= 1:
        raise InputError(
            N_("the mobile share must lie between 0 and 1, not {share}"),
            remedy=N_("write 0.4 for 40 % of the bytes"),
            share=share,
        )
    factors = policy(sets, conditions.country)
    entries = factors.policy
    if entries is None:
        raise InputError(N_("{set} names no low, central and high model"), set=factors.ref.id)
    named = [
        (Role.LOW, entries.low),
        (Role.CENTRAL, entries.central),
        (Role.HIGH, entries.high),
        (Role.PUBLISHED, entries.published),
        *((Role.ASKED, asked(name, sets)) for name in conditions.models),
    ]
    readings = tuple(read(role, entry, gb_per_year, sets, conditions) for role, entry in named)
    return Converted(
        views_per_year=views_per_year,
        gb_per_year=gb_per_year,
        policy=factors.ref,
        country=conditions.country.upper(),
        mobile_share=_assumed(sets, named) if share is None else share,
        mobile_share_known=share is not None,
        green_hosting=conditions.green_hosting,
        readings=readings,
        kgco2e_per_year=_across(readings),
    )


def policy(sets: FactorSets, country: str) -> FactorSet:
    """Return the set that says which models make the range for a country."""
    return sets[FRENCH_POLICY if country.upper() == _FRANCE else COUNTRY_POLICY]


def _assumed(sets: FactorSets, named: list[tuple[Role, RangeEntry]]) -> float:
    """Return the mobile share that stands where none is known: the first that a model of the range assumes."""
    assumed = (models.mobile_share(models.find(sets, entry.model)[1]) for _, entry in named)
    return next((share.default for share in assumed if share), 0.0)


def _across(readings: tuple[Reading, ...]) -> Estimate:
    ends = {r.role: r.kgco2e_per_year.central for r in readings if r.role is not Role.ASKED}
    trio = sorted((ends[Role.LOW], ends[Role.CENTRAL], ends[Role.HIGH]))
    return Estimate(low=trio[0], central=ends[Role.CENTRAL], high=trio[-1])


def reproduces_published_example(reading: Reading, sets: FactorSets) -> bool:
    """Tell whether a reading is the very example that its set publishes, so that it may show the published digits."""
    model = sets[reading.factor_set.id].model
    check = model.check if model else None
    if check is None:
        return False
    gb_per_year = check.views * (check.bytes_before - check.bytes_after) / GB_BYTES
    same_bytes = math.isclose(abs(reading.lines[0].quantity), gb_per_year, rel_tol=1e-9)
    return same_bytes and abs(abs(reading.kgco2e_per_year.central) - check.expected_kg) <= check.tolerance_kg
