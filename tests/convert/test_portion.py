"""A part of what was converted before."""

import pytest

from delest.convert.web.portion import portion
from delest.convert.web.range import convert
from delest.factors.load import released


def test_a_part_is_what_converting_it_alone_gives():
    sets = released()
    whole, alone = convert(900.0, sets, views_per_year=1_000), convert(300.0, sets, views_per_year=1_000)
    part = portion(whole, 300.0)
    assert part.kgco2e_per_year.low == pytest.approx(alone.kgco2e_per_year.low)
    assert part.kgco2e_per_year.high == pytest.approx(alone.kgco2e_per_year.high)
    for mine, other in zip(part.readings, alone.readings, strict=True):
        assert mine.kgco2e_per_year.central == pytest.approx(other.kgco2e_per_year.central)
        assert sum(line.kgco2e_per_year for line in mine.lines) == pytest.approx(mine.kgco2e_per_year.central)
        assert [line.quantity for line in mine.lines] == pytest.approx([line.quantity for line in other.lines])
