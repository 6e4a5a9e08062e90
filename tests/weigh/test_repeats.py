import pytest

from delest.records.pages.load import Outcome
from delest.weigh.repeats import another_load, varies
from tests.page_loads import load, transfer


def loads(*sizes):
    return [load(transfer(size=size)) for size in sizes]


@pytest.mark.parametrize(
    ("made", "runs", "max_runs", "expected"),
    [
        ([], 1, None, True),
        ([1000], 1, None, False),
        ([1000], 3, None, True),
        ([1000], 1, 5, True),
        ([1000, 1000], 1, 5, False),
        ([1000, 1010], 1, 5, False),
        ([1000, 1020], 1, 5, True),
        ([1000, 1020, 1000, 1000, 1000], 1, 5, False),
        ([1000, 1000], 3, 5, True),
    ],
)
def test_a_page_is_loaded_as_often_as_asked_and_on_only_where_it_varies(made, runs, max_runs, expected):
    assert another_load(loads(*made), runs, max_runs) is expected


def test_a_load_that_failed_is_the_last():
    assert not another_load([load(outcome=Outcome.TIMED_OUT)], 3, 5)


def test_a_page_without_bytes_does_not_vary():
    assert not varies(loads(0, 0))
