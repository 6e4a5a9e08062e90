"""Numbers as options take them: click's ranges, with a name that people know, and nothing that is no number."""

import math
import re
from contextlib import suppress
from typing import Any, Final

import click

from delest.errors import N_, InputError
from delest.inputs.count import parse_count
from delest.report.language.numbers import count_text
from delest.report.language.reasons import said
from delest.report.language.words import _

_DURATION: Final = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)\s*(s|min|h)")
_UNIT_S: Final = {"s": 1, "min": 60, "h": 3600}
_SHARE: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,15})?)\s*(%?)")


class Count(click.IntRange):
    """A whole number within bounds."""

    name = N_("whole number")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or fail naming it."""
        self.name = _(Count.name)
        with suppress(ValueError):  # what is not a number is named by click
            _refuse_outside(self, int(value), value, param, ctx)
        return int(super().convert(value, param, ctx))


class Quantity(click.FloatRange):
    """A number within bounds; ``nan`` and ``inf`` are none."""

    name = N_("number")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number, or fail naming it."""
        self.name = _(Quantity.name)
        with suppress(ValueError):
            _refuse_outside(self, float(value), value, param, ctx)
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(_("{value!r} is not a valid {number_type}.").format(value=value, number_type=self.name))
        return number

    def within(self, number: float, shown: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return a number that is within the bounds, or fail naming it as it was ``shown``."""
        _refuse_outside(self, number, shown, param, ctx)
        return number


class Duration(click.ParamType[float]):
    """A time as people write it, in seconds: ``90s``, ``30min``, ``2h``, ``1.5 h``."""

    name = N_("duration")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds, or fail naming the text."""
        match = _DURATION.fullmatch(str(value).strip().lower())
        seconds = float(match[1].replace(",", ".")) * _UNIT_S[match[2]] if match else 0.0
        if match and not seconds:
            above = _("more than {low}").format(low=0)
            self.fail(_("{value} is out of range: expected {range}").format(value=value, range=above), param, ctx)
        if not seconds:
            self.fail(
                _("{value!r} is not a duration: add a unit, such as 90s, 30min or 2h").format(value=value), param, ctx
            )
        return seconds


class Views(Quantity):
    """Page views as people write them: ``1000000``, ``1 000 000``, ``1,000,000``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the count, or fail naming it."""
        try:
            views = parse_count(str(value))
        except InputError as error:
            self.fail(_("; ").join(said(told) for told in (error.message, error.remedy) if told), param, ctx)
        return self.within(views, value, param, ctx)


class Share(Quantity):
    """A share of one as people write it: ``0.5``, ``0,5``, ``50%``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share, or fail naming it."""
        match = _SHARE.fullmatch(str(value).strip())
        if match is None:
            return super().convert(value, param, ctx)
        return self.within(float(match[1].replace(",", ".")) / (100 if match[2] else 1), value, param, ctx)


def _refuse_outside(
    bounds: click.IntRange | click.FloatRange, number: float, shown: Any, param: click.Parameter | None,
    ctx: click.Context | None,
) -> None:  # fmt: skip
    low, high = bounds.min, bounds.max
    below = low is not None and (number <= low if bounds.min_open else number < low)
    if below or (high is not None and number > high):
        bounds.fail(
            _("{value} is out of range: expected {range}").format(value=shown, range=_range(bounds)), param, ctx
        )


def _range(bounds: click.IntRange | click.FloatRange) -> str:
    low, high = (None if bound is None else count_text(bound) for bound in (bounds.min, bounds.max))  # whole ones all
    if high is None:
        return (_("more than {low}") if bounds.min_open else _("at least {low}")).format(low=low)
    both = _("more than {low}, at most {high}") if bounds.min_open else _("{low} to {high}")
    return both.format(low=low, high=high)
