from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.report.language import numbers, words
from delest.units import Estimate, parse_bytes

N = "\u202f"


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        (0, "0 B", f"0{N}o"),
        (999, "999 B", f"999{N}o"),
        (999.6, "1.0 kB", f"1,0{N}ko"),
        (1000, "1.0 kB", f"1,0{N}ko"),
        (9_949, "9.9 kB", f"9,9{N}ko"),
        (9_960, "10 kB", f"10{N}ko"),
        (483_200, "483 kB", f"483{N}ko"),
        (999_499, "999 kB", f"999{N}ko"),
        (999_500, "1.0 MB", f"1,0{N}Mo"),
        (1_234_567, "1.2 MB", f"1,2{N}Mo"),
        (99_940_000, "99.9 MB", f"99,9{N}Mo"),
        (99_960_000, "100 MB", f"100{N}Mo"),
        (1.5e12, "1.5 TB", f"1,5{N}To"),
        (-1_234_567, "\u22121.2 MB", f"\u22121,2{N}Mo"),
    ],
)
def test_bytes_are_written_in_decimal_units(n, english, french):
    assert numbers.bytes_text(n) == english
    words.use("fr")
    assert numbers.bytes_text(n) == french


@given(st.integers(min_value=0, max_value=999 * 10**12))
def test_written_bytes_read_back_within_their_last_digit(n):
    words.use("en")
    assert abs(parse_bytes(numbers.bytes_text(n)) - n) <= max(0.5, 0.051 * n)


@pytest.mark.parametrize(
    ("kg", "text"),
    [
        (0, "0 kg"),
        (259, "260 kg"),
        (25.786, "26 kg"),
        (2.04, "2 kg"),
        (0.2401, "240 g"),
        (0.0076833, "7.7 g"),
        (0.0000031, "0.0031 g"),
        (0.996, "1 kg"),
        (994, "990 kg"),
        (996, "1 t"),
        (1_234, "1.2 t"),
        (1_234_567, "1,200 t"),
        (-25.786, "\u221226 kg"),
    ],
)
def test_a_claim_has_two_significant_digits_at_most(kg, text):
    assert numbers.kg_text(kg) == text


def test_a_published_figure_may_keep_its_three_digits():
    assert numbers.kg_text(259.0, 3) == "259 kg"


def test_a_range_names_the_unit_of_each_bound():
    assert numbers.kg_range(Estimate(low=0.0077, central=26, high=91.4)) == "7.7 g to 91 kg"


@pytest.mark.usefixtures("in_french")
def test_a_range_in_french():
    assert numbers.kg_range(Estimate(low=0.0077, central=26, high=91.4)) == f"7,7{N}g à 91{N}kg"


def test_a_range_of_bytes_that_reads_the_same_is_one_figure():
    assert numbers.bytes_range(Estimate(low=1_200_000, central=1_210_000, high=1_220_000)) == "1.2 MB"
    assert numbers.bytes_range(Estimate(low=900_000, central=1e6, high=1_200_000)) == "900 kB to 1.2 MB"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1500, 4, "1,500"),
        (0.172666, 4, "0.1727"),
        (2_609_880, 4, "2,610,000"),
        (1.0, 2, "1"),
        (0, 4, "0"),
        (9.96, 2, "10"),
    ],
)
def test_figures(value, digits, text):
    assert numbers.figure_text(value, digits) == text


def test_counts_and_percentages():
    assert numbers.count_text(1_000_000) == "1,000,000"
    assert numbers.percent_text(0.384) == "38%"
    assert numbers.percent_text(0.001) == "<1%"
    assert numbers.percent_text(0) == "0%"
    assert numbers.mean_text(6.25) == "6.2"


@pytest.mark.usefixtures("in_french")
def test_counts_and_percentages_in_french():
    assert numbers.count_text(1_000_000) == f"1{N}000{N}000"
    assert numbers.percent_text(0.384) == f"38{N}%"
    assert numbers.mean_text(6.25) == "6,2"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.48, "480 ms"), (12, "12 s"), (59.6, "1 min"), (200, "3 min 20 s"), (3600, "1 h"), (3900, "1 h 5 min")],
)
def test_durations(seconds, text):
    assert numbers.duration_text(seconds) == text


def test_dates():
    first = datetime(2026, 8, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert numbers.date_text(first) == "1 August 2026"
    assert numbers.moment_text(first) == "31 July 2026, 22:30 UTC"
    words.use("fr")
    assert numbers.date_text(first) == "1er août 2026"
    assert numbers.date_text(datetime(2026, 11, 22, tzinfo=UTC)) == "22 novembre 2026"


@pytest.mark.usefixtures("in_french")
def test_formulas_take_the_decimal_comma_and_ids_do_not():
    formula = "0.5 x 0.0034 kWh/GB x 46.1 gCO2e/kWh (electricity-fr.2025, 2025)"
    assert numbers.formula_text(formula) == "0,5 x 0,0034 kWh/Go x 46,1 gCO2e/kWh (electricity-fr.2025, 2025)"
    assert numbers.formula_text("CO2.js 0.19.0") == "CO2.js 0.19.0"
