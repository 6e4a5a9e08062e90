"""Limits on pages, in words."""

from typing import Final

from delest.errors import N_
from delest.records.gate.limit import Limit, Measure
from delest.records.pages.load import CacheState, Kind
from delest.report.language.labels import kind_of_one
from delest.report.language.numbers import bytes_text, count_text
from delest.report.language.words import _

_STATES: Final = {
    CacheState.COLD: N_("empty cache"),
    CacheState.IN_VISIT: N_("next page of a visit"),
    CacheState.WARM: N_("seen before"),
}


def limit_name(limit: Limit) -> str:
    """Return what a limit is on, in words: ``page weight (images, empty cache)``."""
    names = {
        Measure.WEIGHT: _("page weight"),
        Measure.REQUESTS: _("requests"),
        Measure.ELEMENTS: _("elements"),
        Measure.RESOURCE: _("heaviest resource"),
    }
    of = [kind_of_one(Kind(kind)) for kind in limit.kinds]
    if limit.party:
        of.append(_("third parties") if limit.party == "third" else _("own domain"))
    if limit.state is not CacheState.COLD:
        of.append(_(_STATES[limit.state]))
    name = names[limit.measure]
    return _("{name} ({parts})").format(name=name, parts=", ".join(of)) if of else name


def amount(limit: Limit, value: float) -> str:
    """Return a value of what a limit is on, with its unit."""
    return bytes_text(value) if limit.measure in {Measure.WEIGHT, Measure.RESOURCE} else count_text(value)
