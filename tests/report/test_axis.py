from msgspec.structs import replace

from delest.report.axis import axis
from delest.units import exactly


def test_readings_stand_on_whole_decades_in_order(small):
    found = axis(small.attributed)
    xs = [float(mark.x) for mark in found.marks]
    assert [mark.role for mark in found.marks] == ["low", "central", "high", "published"]
    assert xs == sorted(xs)
    assert all(6 <= x <= 94 for x in xs)
    assert [tick.text for tick in found.ticks] == ["100 g", "1 kg", "10 kg", "100 kg", "1 t"]


def test_there_is_no_axis_where_a_reading_is_nothing(small):
    first, *rest = small.attributed.readings
    nothing = replace(small.attributed, readings=(replace(first, kgco2e_per_year=exactly(0.0)), *rest))
    assert axis(nothing) is None
    assert axis(replace(small.attributed, readings=tuple(rest))) is None
