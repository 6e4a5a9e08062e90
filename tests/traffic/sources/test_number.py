import math

import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import Period, PeriodOrigin
from delest.traffic.sources.number import read


def test_a_number_is_the_views_of_one_year_and_nothing_more():
    traffic = read(1_000_000)
    assert traffic.views_per_year == 1_000_000
    assert (traffic.source, traffic.period, traffic.pages) == ("number", Period(days=365, origin=PeriodOrigin.YEAR), ())
    assert traffic.coverage is None
    assert traffic.robots_excluded is None


@pytest.mark.parametrize("views", [-1, math.nan, math.inf])
def test_what_is_no_number_of_views(views):
    with pytest.raises(InputError, match="page views"):
        read(views)
