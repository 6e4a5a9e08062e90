from datetime import UTC, datetime

import pytest

from delest.report.figures import written
from delest.report.said import Figure, Moment, Range, Unit, joined, number, of_bytes, of_kg, say, share


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (of_bytes(392_000), "392 kB"),
        (of_kg(81.4), "81 kg"),
        (of_kg(258.6, 3), "259 kg"),
        (Figure(12_000_000), "12,000,000"),
        (share(0.305), "30%"),
        (number(46.12345), "46.12"),
        (number(46.12345, 2), "46"),
        (Figure(12.34, Unit.MEAN), "12.3"),
        (Figure(200, Unit.SECONDS), "3 min 20 s"),
        (Range(0.4, 290, Unit.KG), "400 g to 290 kg"),
        (Range(1000, 1001, Unit.BYTES), "1.0 kB"),
        (Moment(datetime(2026, 11, 29, 8, 5, tzinfo=UTC)), "29 November 2026"),
        (Moment(datetime(2026, 11, 29, 8, 5, tzinfo=UTC), with_time=True), "29 November 2026, 08:05 UTC"),
    ],
)
def test_a_value_is_written_as_english_does(value, text):
    assert written(value) == text


@pytest.mark.usefixtures("in_french")
def test_french_has_its_own_signs():
    assert written(of_bytes(1_234_567)) == "1,2\u202fMo"
    assert written(Range(0.4, 290, Unit.KG)) == "400\u202fg à 290\u202fkg"


def test_a_sentence_keeps_its_figures_as_values():
    weight = say("a page of {site} weighs {weight}", site="{braces}", weight=of_bytes(5))
    assert weight.parts == ("a page of ", "{braces}", " weighs ", of_bytes(5))
    assert say("so {it}.", it=weight).parts == ("so ", *weight.parts, ".")
    assert joined([of_bytes(1), weight], "; ").parts == (of_bytes(1), "; ", *weight.parts)
