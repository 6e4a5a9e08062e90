"""What pages are told of their visitor: from the output's language, unless the user says something else."""

import pytest

from delest.cli.options.visitor import Visitor, visitor_of
from delest.errors import InputError
from delest.report.language.words import speaking


def visitor(tag=None, zone=None, headers=()):
    return visitor_of({"visitor_language": tag, "visitor_time_zone": zone}, headers)


@pytest.mark.parametrize(
    ("language", "told"), [("fr", Visitor("fr-FR", "Europe/Paris")), ("en", Visitor("en-GB", "Europe/London"))]
)
def test_the_visitor_speaks_the_language_of_the_output(language, told):
    with speaking(language):
        assert visitor() == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("fr", None), Visitor("fr-FR", "Europe/Paris")),
        (("pt-br", None), Visitor("pt-BR", "America/Sao_Paulo")),
        (("FR_re", None), Visitor("fr-RE", "Indian/Reunion")),
        (("fr", "America/Cayenne"), Visitor("fr-FR", "America/Cayenne")),
        (("ar", None), Visitor("ar", "UTC")),
        (("", None), Visitor("", "")),
        ((None, None, ["X: y", "accept-language: de-AT;q=0.8, en"]), Visitor("de-AT", "Europe/Vienna")),
        (("de", None, ["Accept-Language: de-AT"]), Visitor("de-DE", "Europe/Berlin")),
    ],
)
def test_a_language_brings_its_country_and_zone(given, told):
    assert visitor(*given) == told


@pytest.mark.parametrize(
    "given", [("français",), ("fr", "Paris"), ("fr", "../etc/passwd"), ("fr", None, ["Accept-Language: de"])]
)
def test_what_is_no_language_or_zone_or_contradicts_is_refused(given):
    with pytest.raises(InputError) as refused:
        visitor(*given)
    assert refused.value.remedy
