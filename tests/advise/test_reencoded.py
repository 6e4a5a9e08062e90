import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.advise.reencoded import Encoded, Reencoded, chosen, offender
from delest.units import Estimate
from tests.page_loads import answer, unhurried

BODY = b"x" * 10_000


def judged(modest, usual, best):
    made = [
        Encoded(name, size) if size is not None else None
        for name, size in zip("mub", (modest, usual, best), strict=True)
    ]
    return offender(*answer(BODY), Reencoded(modest=made[0], usual=made[1], best=made[2]))


def test_avoidable_bytes_are_body_less_reencoded():
    found = judged(8_000, 6_000, 5_000)
    assert found.avoidable_bytes == Estimate(low=2_000, central=4_000, high=5_000)
    assert found.transferred_bytes == 10_200
    assert found.remedy == "u"


def test_an_encoding_that_is_heavier_avoids_nothing():
    found = judged(12_000, 6_000, 7_000)
    assert found.avoidable_bytes == Estimate(low=0, central=4_000, high=4_000)


def test_the_modest_encoding_is_named_where_it_is_the_lightest():
    assert judged(5_000, 6_000, None).remedy == "m"


@pytest.mark.parametrize("sizes", [(None, None, None), (12_000, 11_000, 10_000), (None, 9_001, 1_000)])
def test_too_little_to_gain_is_no_offender(sizes):
    assert judged(*sizes) is None


def test_a_tenth_of_a_large_body_is_the_least():
    body = b"x" * 100_000
    assert offender(*answer(body), Reencoded(usual=Encoded("u", 90_001))) is None
    assert offender(*answer(body), Reencoded(usual=Encoded("u", 90_000))) is not None


@unhurried
@given(st.tuples(*[st.none() | st.integers(0, 20_000)] * 3))
def test_the_bounds_are_in_order_and_within_the_body(sizes):
    found = judged(*sizes)
    if found:
        avoidable = found.avoidable_bytes
        assert 0 <= avoidable.low <= avoidable.central <= avoidable.high <= len(BODY)


@unhurried
@given(st.tuples(*[st.none() | st.integers(0, 20_000)] * 3))
def test_the_chosen_version_is_the_one_behind_the_central_bound(sizes):
    made = [Encoded("x", size) if size is not None else None for size in sizes]
    lighter = Reencoded(modest=made[0], usual=made[1], best=made[2])
    found, one = offender(*answer(BODY), lighter), chosen(*answer(BODY), lighter)
    if found:
        assert found.avoidable_bytes.central == len(BODY) - one.size_bytes
