import pytest

from delest.convert.web.grid import of_country, of_id
from delest.errors import InputError


def remedy(sets, country):
    with pytest.raises(InputError) as caught:
        of_country(sets, country)
    return str(caught.value.remedy)


def test_the_id_that_an_answer_prints_can_be_asked_for(sets):
    assert of_country(sets, "deu").id == "electricity-ember.DEU"
    assert of_id(sets, "electricity-ember.DEU") == of_country(sets, "DEU")
    assert of_id(sets, "electricity-fr.2023").year == 2023
    for unknown in ("electricity-ember.XXX", "gone.DEU", "DEU", ""):
        with pytest.raises(InputError):
            of_id(sets, unknown)


def test_two_letters_are_answered_by_the_codes_that_begin_with_them(sets):
    found = remedy(sets, "fr").partition("example: ")[2].split(", ")
    assert "FRA" in found
    assert found == sorted(found)
    assert all(code.startswith("FR") for code in found)


@pytest.mark.parametrize("country", ["", "QQ", "12345", "Atlantis"])
def test_examples_are_never_missing(sets, country):
    assert remedy(sets, country).partition("example: ")[2]
