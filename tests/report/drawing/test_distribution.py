import re

from delest.report.drawing.distribution import distribution
from delest.report.page import Distribution, Mark
from delest.report.said import of_bytes


def drawn(values, *marks):
    return distribution(Distribution("Weights", tuple(values), marks))


def test_a_few_values_are_ticks_and_many_are_bars():
    assert drawn([1.0, 2.0, 4.0]).count('class="tick"') == 3
    many = drawn(range(1, 1001))
    assert 'class="tick"' not in many
    assert 20 < many.count('class="bin"') <= 48


def test_marks_are_named_and_stay_inside():
    text = drawn([100.0, 900.0], Mark("this site", of_bytes(500)), Mark("the web", of_bytes(2_000_000), "open"))
    assert "500\u00a0B</tspan> this site" in text
    assert "2.0\u00a0MB</tspan> the web" in text
    assert 'text-anchor="end"' in text
    assert all(0 <= float(x) <= 100 for x in re.findall(r'x1="([0-9.]+)%"', text))


def test_nothing_is_drawn_of_nothing():
    assert drawn([]) == ""
    assert drawn([0.0]) == ""
