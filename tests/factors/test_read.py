from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.factors.read import parse

OWN = (Path(__file__).parents[2] / "fixtures" / "factors" / "own.toml").read_text("utf-8")
ROW_LINE = OWN[: OWN.index("[[factor]]")].count("\n") + 1


def refusal(text):
    with pytest.raises(InputError) as caught:
        parse(text, "own.toml", {})
    assert "own.toml" in str(caught.value)
    return str(caught.value), str(caught.value.remedy)


def test_the_example_is_sound():
    assert parse(OWN, "own.toml", {}).model.factor == "my-network-2026.gb"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value = 0.02\n", "", "missing required field `value`"),
        ('unit = "kgCO2e/GB"', "", "missing required field `unit`"),
        ('locator = "p. 12"', 'locator = " "', "locator is empty"),
        ("value = 0.02\n", 'value = "0,02"\n', "Expected `float`"),
        ("value = 0.02\n", "value = 0.5\n", "low <= value <= high does not hold"),
        ("value = 0.02\n", "value = nan\n", "finite and not negative"),
        ("low = 0.01", "low = -0.01", "finite and not negative"),
        ('range_kind = "published range"\n', "", "come together"),
        ("high = 0.03\n", "", "come together"),
        ("year = 2026", "yaer = 2026", "unknown field `yaer`"),
        ('source = "my-operator"', 'source = "elsewhere"', "source 'elsewhere' is neither known"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_a_remedy(old, new, words):
    message, remedy = refusal(OWN.replace(old, new))
    assert f"line {ROW_LINE}" in message
    assert "my-network-2026.gb" in message
    assert words in message
    assert "every row needs" in remedy


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[set]", "[set", "not valid TOML"),
        ("[model]", "[moodel]", "unknown field `moodel`"),
        ('version = "1"\n', "", "[set] lacks version"),
        ('"factors/1"', '"factors/9"', "schema 'factors/9' is not known"),
        ("1_000_000_000", "1_073_741_824", "1073741824 bytes to the gigabyte"),
        ('factor = "my-network-2026.gb"', 'factor = "gone"', "names the factor 'gone'"),
        ('"linear-per-gb"', '"cubic"', "Invalid value 'cubic'"),
    ],
)
def test_a_bad_file_is_refused_with_a_remedy(old, new, words):
    message, remedy = refusal(OWN.replace(old, new, 1))
    assert words in message
    assert remedy


def test_a_second_row_cannot_take_an_id():
    row = OWN[OWN.index("[[factor]]") :]
    message, _ = refusal(OWN + row)
    assert "taken by an earlier row" in message
    assert f"line {ROW_LINE + row.count(chr(10))}" in message


@given(at=st.integers(0, len(OWN)), junk=st.text(max_size=20))
def test_any_edit_is_read_or_refused_by_name(at, junk):
    try:
        parse(OWN[:at] + junk + OWN[at:], "own.toml", {})
    except InputError as refused:
        names = "own.toml" in str(refused)
    else:
        names = True
    assert names


@pytest.mark.parametrize(
    "table", ["factor = 3", "factor = [1]", 'intensity = "x"', "source = 1", "model = 2", "range = 2"]
)
def test_tables_of_the_wrong_shape_are_refused(table):
    head = OWN[OWN.index("[set]") : OWN.index("[model]")]
    refusal(f"{table}\n{head}")
    refusal("set = 3")
