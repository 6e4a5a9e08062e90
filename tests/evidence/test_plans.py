"""Themes, states, dates and amounts of action plans."""

import pytest

from delest.errors import InputError
from delest.evidence.plans import themes, understood
from delest.records.co2e.equipment import Level, PlanAction
from delest.records.state.bilan import Progress


def row(theme="Achats", **more):
    return PlanAction(line=3, theme=theme, action="A", level=Level.TRIAL, more=more)


def read(theme="Achats", **more):
    return understood(row(theme, **more), "plan.csv", "mte")


def test_every_theme_is_known_by_number_and_by_both_names():
    assert len(themes()) == 7
    for number, both in themes().items():
        for name in (str(number), f"{number}. {both[0]}", *both, both[0].upper().replace("’", "'")):
            assert read(name).theme == number


@pytest.mark.parametrize(
    ("theme", "near"),
    [
        ("Achat", "Achats"),
        ("Conseption de service numérique", "Conception de service numérique"),
        ("Stratégie et gouvernence", "Stratégie et gouvernance"),
    ],
)
def test_the_nearest_theme_is_suggested(theme, near):
    with pytest.raises(InputError, match=near):
        read(theme)


def test_what_is_near_to_no_theme_is_refused_with_all_of_them():
    with pytest.raises(InputError) as error:
        read("Zoologie")
    assert all(english in str(error.value.remedy) for _french, english in themes().values())


@pytest.mark.parametrize(
    ("text", "state"),
    [("fini", Progress.DONE), ("En cours", Progress.UNDER_WAY), ("À faire", Progress.TO_DO), ("", Progress.TO_DO)],
)
def test_states_are_read(text, state):
    assert read(state=text).progress is state


def test_a_misspelt_state_names_the_nearest():
    with pytest.raises(InputError, match="en cours"):
        read(state="en cour")


@pytest.mark.parametrize(
    ("text", "iso"),
    [("22/11/2026", "2026-11-22"), ("2026-11-22", "2026-11-22"), ("2026-11", "2026-11"), ("2027", "2027"), ("", "")],
)
def test_dates_are_read(text, iso):
    assert read(begun=text).begun_on == iso


@pytest.mark.parametrize("text", ["31/02/2026", "bientôt", "2026-13"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InputError, match="not a date"):
        read(due=text)


@pytest.mark.parametrize(
    ("more", "kg"),
    [
        ({"stated_t": "25,5"}, 25_500),
        ({"stated_kg": "259"}, 259),
        ({"stated_kg": "1 250 kg"}, 1_250),
        ({"stated_t": "500 t éq. CO2"}, 500_000),
        ({}, None),
    ],
)
def test_amounts_are_in_the_unit_of_their_column(more, kg):
    assert read(**more).stated_kgco2e == kg


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"stated_kg": "12 t"}, "its column is in kg"),
        ({"stated_t": "12 kg"}, "its column is in t"),
        ({"stated_t": "1", "stated_kg": "1000"}, "given twice"),
        ({"stated_kg": "beaucoup"}, "not a number"),
    ],
)
def test_two_units_in_one_column_are_refused(more, told):
    with pytest.raises(InputError, match=told) as error:
        read(**more)
    assert error.value.remedy
