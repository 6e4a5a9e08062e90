import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.report.drawing.treemap import Area, squarified, treemap
from delest.report.page import Box, Table, Treemap
from delest.report.said import of_bytes
from tests.page_loads import unhurried

values = st.lists(st.floats(1, 1e9), min_size=1, max_size=40).map(lambda found: sorted(found, reverse=True))
rooms = st.builds(Area, st.just(0.0), st.just(0.0), st.floats(10, 2000), st.floats(10, 2000))


@unhurried
@given(values, rooms)
def test_areas_are_in_proportion_and_fill_the_room(found, room):
    areas = list(squarified(found, room))
    whole = room.width * room.height
    for value, area in zip(found, areas, strict=True):
        assert area.width * area.height == pytest.approx(value / sum(found) * whole, rel=1e-6)
        assert area.x >= -1e-6
        assert area.y >= -1e-6
        assert area.x + area.width <= room.width * (1 + 1e-6)
        assert area.y + area.height <= room.height * (1 + 1e-6)


@unhurried
@given(values)
def test_no_two_areas_overlap(found):
    areas = list(squarified(found, Area(0, 0, 1000, 460)))
    for at, one in enumerate(areas):
        for other in areas[at + 1 :]:
            wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert wide <= 1e-6 or high <= 1e-6


def test_equal_values_are_nearly_square():
    areas = list(squarified([1.0] * 12, Area(0, 0, 1000, 460)))
    assert len(areas) == 12
    assert all(0.5 < area.width / area.height < 2 for area in areas)


def test_a_box_without_bytes_is_not_drawn_and_names_are_harmless():
    boxes = (Box("<b>\x1b[2J", of_bytes(10), "image", "resource-1"), Box("none", of_bytes(0), "font"))
    drawn = treemap(Treemap("All", boxes, Table("", (), ())))
    assert drawn.count("<rect") == 1
    assert "<b>" not in drawn
    assert "\x1b" not in drawn
