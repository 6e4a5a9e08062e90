import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.inputs.count import parse_count
from tests.page_loads import unhurried


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("1000000", 1_000_000),
        (" 12 500 ", 12_500),
        ("1\u202f250\u202f000", 1_250_000),
        ("12\u00a0500", 12_500),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1'234", 1_234),
        ("1,234", 1_234),
        ("1.5", 1.5),
        ("12,25", 12.25),
        ("1234.000", 1_234),
    ],
)
def test_counts_as_people_write_them(text, expected):
    assert parse_count(text) == expected


@pytest.mark.parametrize(
    "text", ["", "-5", "n.d.", "1 23", "1,23,456", "1.234,567", "1e6", "nan", "inf", "٣", "12 500 visites", "9" * 500]
)
def test_what_is_no_count(text):
    with pytest.raises(InputError) as raised:
        parse_count(text)
    assert len(str(raised.value)) < 100
    assert raised.value.remedy


@unhurried
@given(st.integers(0, 10**12), st.sampled_from(["", " ", "\u202f", "\u00a0", ",", ".", "'"]))
def test_every_grouping_is_read_back(count, separator):
    assert parse_count(f"{count:,}".replace(",", separator)) == count
