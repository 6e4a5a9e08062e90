"""The figures that docs/method.md, docs/model.md and their French twins print are those that the code computes."""

import re
from pathlib import Path

import pytest

from delest.convert.web.range import convert, reproduces_published_example
from delest.factors.read import parse
from delest.records.co2e.avoided import Conditions, Role
from delest.report.language import words
from delest.report.language.numbers import figure_text, kg_range, kg_text

DOCS = Path(__file__).parents[2] / "docs"
GB = 1500.0
SHARES = {
    "fixed networks": 0.0,
    "mobile networks": 1.0,
    "half and half": 0.5,
    "réseaux fixes": 0.0,
    "réseaux mobiles": 1.0,
    "moitié-moitié": 0.5,
}


@pytest.fixture(params=["en", "fr"])
def language(request):
    with words.speaking(request.param):
        yield request.param


def table(path, heading):
    lines = (DOCS / path).read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(heading)) + 2
    rows = []
    while lines[start].startswith("|"):
        rows.append([cell.strip() for cell in lines[start].strip("|").split("|")])
        start += 1
    return rows


def plain(text):
    return re.sub(r"\s", " ", text)


def test_the_worked_example_of_the_method(sets, language):
    rows = table(*(("method.md", "| reading") if language == "en" else ("fr/methode.md", "| lecture")))
    readings = convert(GB, sets).readings
    assert len(rows) == len(readings) == 4
    for (_, _, model, kg, bounds), reading in zip(rows, readings, strict=True):
        found = reading.kgco2e_per_year
        example = reproduces_published_example(reading, sets)
        assert model == f"`{reading.model}`"
        assert kg == plain(kg_text(found.central, 3 if example else 2))
        exact = example or found.low == found.high
        assert bounds == ("" if exact else plain(kg_range(found)))


def test_the_cost_of_a_gigabyte_by_model(sets, language):
    rows = table(*(("model.md", "| model | country") if language == "en" else ("fr/modele.md", "| modèle | pays")))
    assert len(rows) == 11
    for model, country, conditions, grams, total in rows:
        name = model.strip("`")
        asked = Conditions(country=country, mobile_share=SHARES.get(conditions), models=(name,))
        reading = convert(GB, sets, asked).readings[-1]
        assert reading.role is Role.ASKED
        found = reading.kgco2e_per_year.central
        assert grams == plain(figure_text(found / GB * 1000, 2)), name
        assert total == plain(kg_text(found)), name


def test_what_the_prose_says_of_other_models(sets):
    asked = convert(GB, sets, Conditions(country="WORLD", models=("swd-v4", "onebyte", "swd-v3"))).readings[4:]
    said = [kg_text(r.kgco2e_per_year.central) for r in asked]
    text = (DOCS / "method.md").read_text("utf-8")
    assert all(kg in text for kg in said)
    assert said == ["220 kg", "440 kg", "570 kg"]


def test_the_central_policy_elsewhere_agrees_with_the_french_one(sets):
    french = convert(GB, sets).readings[1].kgco2e_per_year.central
    elsewhere = {**sets, "ranges-fr": sets["ranges-country"]}
    assert convert(GB, elsewhere).readings[1].kgco2e_per_year.central == pytest.approx(french, rel=0.02)


def test_european_averages_would_pass_the_high_reading_of_sweden(sets):
    rows = sets["ademe-fr-2026"].factors
    half = (rows["ademe-eu.net.fixed"].value + rows["ademe-eu.net.mobile"].value) / 2
    high = convert(1.0, sets, Conditions(country="SWE")).readings[2].kgco2e_per_year.central * 1000
    assert half > high


def test_the_marginal_factor_is_hundreds_of_times_smaller(sets):
    low, central, *_ = (r.kgco2e_per_year.central for r in convert(GB, sets).readings)
    assert 100 < central / low < 1000


def test_the_own_set_that_the_docs_show_is_sound():
    text = (DOCS / "model.md").read_text("utf-8")
    assert parse(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1], "docs/model.md", {}).model


def test_the_number_of_countries(sets):
    codes = sets["electricity-ember"].intensities
    assert len([c for c in codes if re.fullmatch(r"[A-Z]{3}", c)]) == 209
    assert "209 countries and 13 regions" in (DOCS / "model.md").read_text("utf-8")
