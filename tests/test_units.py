import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.units import Estimate, exactly, parse_bytes, parse_target
from tests.page_loads import unhurried

amounts = st.floats(-1e15, 1e15)
estimates = st.builds(
    lambda each: Estimate(low=each[0], central=each[1], high=each[2]),
    st.lists(amounts, min_size=3, max_size=3).map(sorted),
)


@pytest.mark.parametrize(
    ("text", "size_bytes"),
    [
        ("1500 B", 1500),
        ("500 kB", 500_000),
        ("500 Ko", 500_000),
        ("500ko", 500_000),
        ("0,5 Mo", 500_000),
        ("0.5MB", 500_000),
        ("1 500 ko", 1_500_000),
        ("1\u202f500\u00a0ko", 1_500_000),  # as French typography writes it
        ("1.2 MiB", 1_258_291),
        ("2 Mio", 2_097_152),
        ("3 GB", 3_000_000_000),
        ("3 To", 3_000_000_000_000),
        ("10 octets", 10),
        ("1 byte", 1),
        ("0 B", 0),
        ("0.4 B", 0),
        ("2.5 B", 3),
        ("1,5 Mo", 1_500_000),
        ("0,125 Mo", 125_000),
        ("1,2500 Mo", 1_250_000),
        ("1 500,250 ko", 1_500_250),
        ("1.234 MB", 1_234_000),
    ],
)
def test_sizes_as_people_write_them(text, size_bytes):
    assert parse_bytes(text) == size_bytes


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "kB", "7k", "-5 kB", "+5 kB", "1e3", "5 bits", "5 kBps", "1.2.3", "1,2,3", "nan", "inf", "0x10"),
        *("1500", "0,7"),
        *("2 Mb", "500 kb", "1,5 Gb", "1 500 kb", "2 Mib", "2mb", "2 Mbit"),
        *("٥ kB", "5%", "9" * 16, "1." + "0" * 100_000),
    ],
)
def test_what_is_not_a_size_is_refused_with_the_text_and_a_remedy(text):
    with pytest.raises(InputError) as refused:
        parse_bytes(text)
    assert repr(text) in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize("text", ["1,500 kB", "12,500 Ko", "100,000 B"])
def test_a_comma_that_may_separate_thousands_or_decimals_is_refused(text):
    with pytest.raises(InputError, match="two ways") as refused:
        parse_bytes(text)
    assert repr(text) in str(refused.value)
    assert "1.5 MB" in str(refused.value.remedy)


@given(st.integers(0, 10**12), st.sampled_from([("", 1), ("k", 1000), ("M", 1000**2), ("Ki", 1024), ("Gi", 1024**3)]))
@unhurried
def test_whole_numbers_are_exact_in_every_unit(count, multiple):
    name, size_bytes = multiple
    assert parse_bytes(f"{count} {name}o") == parse_bytes(f"{count}{name}B") == count * size_bytes


@given(st.text(max_size=30))
@unhurried
def test_any_text_is_a_size_or_an_input_error(text):
    with contextlib.suppress(InputError):
        assert parse_bytes(text) >= 0


@pytest.mark.parametrize(
    ("text", "target_bytes"),
    [
        ("500 kB", 500_000),
        ("2 MB", 1_000_000),  # lighter already
        ("70%", 700_000),
        ("-30 %", 700_000),
        ("-12,5%", 875_000),
        ("100%", 1_000_000),
        ("0%", 0),
        ("-100%", 0),
    ],
)
def test_targets_of_a_page_of_one_megabyte(text, target_bytes):
    assert parse_target(text, 1_000_000) == pytest.approx(target_bytes)


@pytest.mark.parametrize("text", ["101%", "+10%", "-101%", "+0%", "%", "half", "-500 kB"])
def test_what_is_no_reduction_is_refused(text):
    with pytest.raises(InputError) as refused:
        parse_target(text, 1_000_000)
    assert repr(text) in str(refused.value)


@given(st.floats(0, 100), st.integers(0, 10**9))
@unhurried
def test_a_target_never_exceeds_todays_weight_and_both_ways_of_writing_a_share_agree(percent, weight_bytes):
    kept = parse_target(f"{percent:.6f}%", weight_bytes)
    assert 0 <= kept <= weight_bytes
    assert kept == pytest.approx(parse_target(f"-{100 - percent:.6f}%", weight_bytes), abs=1e-6 * weight_bytes + 1e-9)


@given(estimates, estimates, st.floats(-1e6, 1e6))
@unhurried
def test_bounds_stay_in_order(one, other, by):
    for estimate in (one + other, one * by):
        assert estimate.low <= estimate.central <= estimate.high


@given(estimates)
@unhurried
def test_a_negative_scale_swaps_the_bounds(one):
    assert one * -1 == Estimate(low=-one.high, central=-one.central, high=-one.low)


def test_an_exact_figure_has_no_width():
    assert exactly(3) == Estimate(low=3, central=3, high=3)
    assert exactly(3) * 2 + exactly(1) == exactly(7)
