import pytest

from delest.convert.readings.equivalence import compare, names
from delest.errors import InputError
from delest.units import exactly


@pytest.mark.parametrize(
    ("name", "kg", "amount"),
    [("car-km", 142.0, 1000), ("flight-paris-ny", 2060.0, 1), ("beef-meal", 497.0, 100), ("french-year", 9100.0, 1)],
)
def test_orders_of_magnitude(sets, name, kg, amount):
    found = compare(exactly(kg), name, sets)
    assert found.amount.central == pytest.approx(amount, rel=0.05)
    assert found.row.source
    assert found.row.year


def test_every_comparison_can_be_asked_for(sets):
    assert len(names(sets)) == 10
    assert all(compare(exactly(1.0), name, sets).amount.central > 0 for name in names(sets))


def test_an_unknown_comparison_names_the_known_ones(sets):
    with pytest.raises(InputError) as caught:
        compare(exactly(1.0), "horse", sets)
    assert "car-km" in str(caught.value.remedy)
