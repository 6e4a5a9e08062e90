import pytest

from delest.crawl.pages.roles import recognised, roles

SITE = "https://www.example.gouv.fr"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("legal-notice", "Mentions légales"),
        ("legal-notice", "LEGAL NOTICE"),
        ("accessibility", "Accessibilité : non conforme"),
        ("accessibility", "Accessibility statement"),
        ("sitemap", "Plan du site"),
        ("contact", "Contactez-nous"),
        ("contact", "Contact"),
        ("help", "Besoin d’aide ?"),
        ("help", "FAQ"),
        ("search", "Recherche avancée"),
    ],
)
def test_a_page_is_known_by_what_its_link_is_called(role, name):
    assert recognised([(f"{SITE}/p/12", name)]) == {role: f"{SITE}/p/12"}


def test_an_address_tells_where_no_name_does():
    assert recognised([(f"{SITE}/fr/plan-du-site.html", ""), (f"{SITE}/contact/", "Écrivez au ministre")]) == {
        "sitemap": f"{SITE}/fr/plan-du-site.html",
        "contact": f"{SITE}/contact/",
    }


def test_the_plainest_name_wins_whatever_the_order():
    named = [
        (f"{SITE}/news/contact-presse", "Contact presse du ministère"),
        (f"{SITE}/ecrire", "Contact"),
        (f"{SITE}/contact", "Autre"),
    ]
    assert recognised(named) == recognised(named[::-1]) == {"contact": f"{SITE}/ecrire"}


def test_a_sentence_that_holds_a_word_is_no_name():
    assert recognised([(f"{SITE}/n/1", "La ministre demande de l’aide pour les communes de montagne")]) == {}


def test_a_page_plays_one_role():
    found = recognised([(f"{SITE}/a", "Aide et contact"), (f"{SITE}/a", "Recherche")])
    assert len(found) == len(set(found.values())) == 1


def test_home_needs_no_words_and_comes_first():
    assert roles()[0] == "home"
    assert set(roles()) == {"home", "contact", "legal-notice", "accessibility", "sitemap", "help", "search"}
