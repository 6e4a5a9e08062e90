import pytest

from delest.errors import InputError
from delest.fleet.lists.read import read
from delest.records.fleet.service import ProblemKind
from delest.report.language.reasons import said

FRENCH = """Identifiant;Adresse;Nom;Ministère;Budget;Pages vues par an;Échantillon;Étiquettes;Actif
a;http://127.0.0.2:8001/;Service A;Écologie;500 ko;1 000 000;oui;x|y;oui
b;www.example.org;B;;;;;;non
"""
ENGLISH = """id,url,name,ministry,budget,views_per_year,preset,tags,max_pages
a,http://127.0.0.2:8001/,"A, and more",Ecology,1.5 MB,1000000,rgesn,x|y,12
"""


def test_french_and_english_headings_are_read():
    first, second = read(FRENCH, "services.csv").services
    assert (first.id, first.name, first.ministry) == ("a", "Service A", "Écologie")
    assert (first.budget_bytes, first.views_per_year, first.sample) == (500_000, 1e6, True)
    assert first.tags == ("x", "y")
    assert (second.url, second.active) == ("https://www.example.org/", False)
    (only,) = read(ENGLISH, "services.csv").services
    assert (only.name, only.budget_bytes, only.preset, only.max_pages) == ("A, and more", 1_500_000, "rgesn", 12)


WRONG = {
    "x,htp:/example,,": "not a web address: 'htp:/example'",
    "x,https://example.com,12,": "not a size: '12'",
    "x,https://example.com,,0": "max_pages: expected a whole number from 1 to 100000, not '0'",
    "x,https://example.com,,99999999999999999999999": "max_pages: expected a whole number",
    "../x,https://example.com,,": "not an id: '../x'",
    '"x,https://example.com,,': "not a web address: ''",
    "x,https://user:secret@example.com,,": "the address contains a user name or a password",
}


@pytest.mark.parametrize(("row", "message"), WRONG.items())
def test_a_wrong_row_costs_that_row_alone(row, message):
    text = f"id,url,budget,max_pages\na,https://a.example,,\n{row}\nb,https://b.example,,\n"
    found = read(text, "s.csv")
    assert [each.id for each in found.services] == ["a", "b"]
    (problem,) = found.problems
    assert (problem.line, problem.left_out, problem.kind) == (3, True, ProblemKind.WRONG_ROW)
    assert said(problem.message).startswith(message)
    assert "secret" not in said(problem.message)


def test_doubles_are_told():
    text = (
        "id,url\na,https://example.org/\na,https://other.example/\nc,http://www.example.org\nd,https://example.org/d\n"
    )
    found = read(text, "s.csv")
    assert [each.id for each in found.services] == ["a", "c", "d"]
    told = [(each.line, each.kind, each.left_out) for each in found.problems]
    assert told == [(3, ProblemKind.SAME_ID, True), (4, ProblemKind.SAME_ADDRESS, False)]


def test_a_row_without_an_id_gets_one_of_its_address():
    found = read("url\nhttps://www.example.org/a/b?c=1\n", "s.csv")
    assert found.services[0].id == "example.org-a-b-c-1"


@pytest.mark.parametrize("text", ["", "\n\n", "name,budget\nx,1 MB\n", "url\n"])
def test_what_is_not_a_list_is_refused(text):
    with pytest.raises(InputError):
        read(text, "s.csv")


DASHLORD = """
title: x
tools: {delest: true, lighthouse: false}
urls:
  - url: https://a.example/
    title: A
    category: site
    tags: [one, two]
    pages: [/contact, "https://a.example/help"]
  - url: https://b.example
    tools: {delest: false}
  - title: no address
  - https://c.example
"""


def test_a_dashlord_configuration_is_read_as_it_is():
    found = read(DASHLORD, "dashlord.yml")
    first, second, third = found.services
    assert (first.name, first.theme, first.tags) == ("A", "site", ("one", "two"))
    assert first.pages == ("https://a.example/", "https://a.example/contact", "https://a.example/help")
    assert (second.active, third.active) == (False, True)
    assert [each.line for each in found.services] == [5, 10, 13]
    assert [each.line for each in found.problems] == [12]


@pytest.mark.parametrize("text", ["urls: [", "- a", "urls: 3", "&a [*a, *a]", "urls: !!python/object:os.system x"])
def test_a_bad_configuration_is_refused(text):
    with pytest.raises(InputError):
        read(text, "dashlord.yaml")


def test_a_heading_that_is_almost_one_is_named_with_the_one_meant_and_others_are_left_alone():
    found = read("url;Pages vue par an;Couleur\nhttps://a.example/;12;bleu\n", "s.csv")
    assert [each.views_per_year for each in found.services] == [None]
    (problem,) = found.problems
    assert (problem.line, problem.kind, problem.left_out) == (1, ProblemKind.MISSPELT, False)
    assert (said(problem.message), said(problem.remedy)) == (
        "the column Pages vue par an is not used",
        "did you mean pages vues par an?",
    )
    with pytest.raises(InputError, match="no service"):
        read("url,budjet\n", "s.csv")
