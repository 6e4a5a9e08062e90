import pytest

from delest.measure.devtools.coverage import joined, run_parts


@pytest.mark.parametrize(
    ("parts", "ran"),
    [
        ([(0, 100, 1)], [(0, 100)]),
        ([(0, 100, 1), (20, 40, 0)], [(0, 20), (40, 100)]),
        ([(0, 100, 0), (20, 40, 1)], [(20, 40)]),
        ([(0, 100, 1), (20, 60, 0), (30, 40, 2)], [(0, 20), (30, 40), (60, 100)]),
        ([(0, 50, 1), (50, 100, 0)], [(0, 50)]),
        ([(0, 0, 1)], []),
        ([], []),
    ],
)
def test_the_innermost_count_decides(parts, ran):
    assert list(joined(run_parts(parts))) == ran


def test_parts_that_touch_are_one():
    assert joined([(5, 9), (0, 5), (20, 30), (22, 25)]) == ((0, 9), (20, 30))
