import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.measure.outcome import Ending
from delest.measure.visit.seen.false_page import Shown, judge
from delest.measure.visit.seen.signs import signs
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome

OK = Ending(outcome=Outcome.OK)
FORBIDDEN = Ending(outcome=Outcome.HTTP_ERROR, reason=Reason.of(ReasonCode.HTTP_ERROR, 403))
URL = "https://www.example.org/account"


ORDINARY = "Accueil Services Contact "
SHORT = {"links": 3, "landmarks": 2}


def shown(text="", *, asked=URL, final=None, characters=None, **more) -> Shown:
    length = len(text) if characters is None else characters
    return Shown(asked_url=asked, final_url=final or asked, text=text, text_characters=length, **more)


@pytest.mark.parametrize(
    ("page", "outcome", "reason"),
    [
        (shown(title="Just a moment..."), Outcome.BLOCKED, "bot-challenge: Cloudflare"),
        (shown(headers={"cf-mitigated": "challenge"}, characters=9000), Outcome.BLOCKED, "bot-challenge: Cloudflare"),
        (shown(headers={"x-amzn-waf-action": "captcha"}), Outcome.BLOCKED, "bot-challenge: AWS WAF"),
        (shown(html='<script src="https://ct.captcha-delivery.com/c.js">'), Outcome.BLOCKED, "bot-challenge: DataDome"),
        (shown(html='<div id="px-captcha"></div>'), Outcome.BLOCKED, "bot-challenge: HUMAN (PerimeterX)"),
        (shown("Request unsuccessful. Incapsula incident ID: 1-2"), Outcome.BLOCKED, "bot-challenge: Imperva"),
        (shown("Reference #18.1 https://errors.edgesuite.net/18.1"), Outcome.BLOCKED, "access-denied: Akamai"),
        (shown("Confirmez que vous n’êtes pas un robot"), Outcome.BLOCKED, "bot-challenge: captcha"),
        (shown("Ce site est en maintenance, revenez bientôt."), Outcome.HTTP_ERROR, "maintenance"),
        (
            shown("Site en maintenance. Notre site est momentanément indisponible.", title="Maintenance"),
            Outcome.HTTP_ERROR,
            "maintenance",
        ),
        (
            shown("The requested URL was rejected. Please consult with your administrator.", title="Request Rejected"),
            Outcome.BLOCKED,
            "access-denied: F5 BIG-IP",
        ),
        (shown("Oups ! Cette page n’est plus disponible."), Outcome.HTTP_ERROR, "soft-404"),
        (shown("You need to enable JavaScript to run this app."), Outcome.FAILED, "needs-javascript"),
        (shown("example.org: Buy this domain today"), Outcome.FAILED, "parked"),
        (shown("Oops", title="Page  introuvable"), Outcome.HTTP_ERROR, "soft-404"),
    ],
)
def test_what_stands_in_the_way_is_named(page, outcome, reason):
    ending = judge(OK, page, signs())
    assert ending.outcome is outcome
    assert str(ending.reason) == reason


@pytest.mark.parametrize(
    "page",
    [
        shown("How Cloudflare says 'verify you are human', and why. " * 60, title="Just a moment..."),
        shown("Buy this domain", links=40),
        shown("Calendar of the maintenance of our lifts", title="Maintenance of lifts"),
        shown("Welcome", html='<script src="https://js.datadome.co/tags.js"></script>'),
        shown("Welcome", html="<script>AwsWafIntegration.getToken()</script>"),
        shown(""),
        shown(ORDINARY + "Notre service entretient les ascenseurs.", title="Maintenance", **SHORT),
        shown(ORDINARY + "Notre site est en maintenance préventive.", title="Maintenance", **SHORT),
        shown("Notre service entretient les ascenseurs et les chaudières.", title="Maintenance"),
        shown(ORDINARY + "Ce domaine est réservé aux communes depuis 1992.", title="Régie des eaux", **SHORT),
        shown(ORDINARY + "JavaScript is required only for the map.", title="Carte du bruit", **SHORT),
        shown(ORDINARY + "Ligne 404 : Gare - Hôpital - Lycée.", title="404", **SHORT),
        shown("Ligne 404 : Gare - Hôpital - Lycée.", title="404"),
        shown(ORDINARY + "The old bridge site is under maintenance until June.", title="Travaux", **SHORT),
        shown(ORDINARY + "Le formulaire vous demande : vérifiez que vous êtes humain.", title="Aide", **SHORT),
        shown(ORDINARY + "Buy this domain: a talk on names.", title="Agenda", **SHORT),
        shown(ORDINARY + "Objets trouvés, objets perdus.", title="Page introuvable", **SHORT),
        shown(ORDINARY + "Chargement", title="Just a moment...", **SHORT),
        shown("Le bac est momentanément indisponible. Reprise lundi.", title="Passage d'eau"),
        shown(ORDINARY + "Request rejected: the tale of a form.", title="Request Rejected", **SHORT),
        shown(ORDINARY + "Powered by Imperva", title="Partenaires", links=1, landmarks=1),
    ],
)
def test_a_page_about_it_is_a_page(page):
    assert judge(OK, page, signs()) == OK


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (shown(ORDINARY, title="Maintenance", comes_back=True, **SHORT), Outcome.HTTP_ERROR),
        (shown(ORDINARY, title="404", final="https://www.example.org/errors/404.html", **SHORT), Outcome.HTTP_ERROR),
        (shown(ORDINARY + "Page not found", final="https://www.example.org/notfound", **SHORT), Outcome.HTTP_ERROR),
        (shown("La page que vous cherchez n'existe pas", title="404"), Outcome.HTTP_ERROR),
        (shown("La page que vous cherchez n'existe pas", title="404", **SHORT), Outcome.OK),
    ],
)
def test_the_servers_answer_or_a_bare_page_is_a_second_sign(page, outcome):
    assert judge(OK, page, signs()).outcome is outcome


LOGIN = "https://www.example.org/login?next=/account"
PROVIDER = "https://id.example.net/oauth2/authorize?client=1"


@pytest.mark.parametrize(
    ("page", "wall"),
    [
        (shown("User Password", final=LOGIN, password_fields=1), True),
        (shown("User Password", final="https://www.example.org/u/7", password_fields=1), True),
        (shown("Sign in with your organisation", final=PROVIDER), True),
        (shown("User Password", asked=LOGIN, password_fields=1), False),
        (shown("User Password", asked="http://www.example.org/login", final=LOGIN, password_fields=1), False),
        (shown("News. " * 500, final="https://www.example.org/fr/", password_fields=1, links=80), False),
        (shown("All of our courses", final="https://www.example.org/connexion-internet"), False),
        (shown("Elsewhere", final="https://www.example.net/"), False),
        (shown(ORDINARY, final="https://www.example.org/fr/", password_fields=1, **SHORT), False),
    ],
)
def test_a_login_instead_of_the_page(page, wall):
    ending = judge(OK, page, signs())
    assert (ending.outcome is Outcome.BLOCKED) == wall
    assert (ending.reason == Reason.of(ReasonCode.LOGIN_REQUIRED, page.final_url)) == wall


def test_an_error_answer_may_be_a_challenge_and_stays_an_error_otherwise():
    assert judge(FORBIDDEN, shown(title="Just a moment..."), signs()).outcome is Outcome.BLOCKED
    assert judge(FORBIDDEN, shown(title="404 Not Found"), signs()) == FORBIDDEN
    assert judge(FORBIDDEN, shown("User Password", final=LOGIN, password_fields=1), signs()) == FORBIDDEN


@given(st.text(), st.text(), st.text(max_size=300), st.integers(0, 10**7))
def test_whatever_is_shown_has_one_ending(title, text, html, characters):
    ending = judge(OK, shown(text, title=title, html=html, characters=characters), signs())
    assert bool(ending.reason) == (ending.outcome is not Outcome.OK)


def test_every_sign_is_in_lower_case_and_can_be_shown():
    for sign in signs():
        written = (*sign.headers.values(), *sign.titles, *sign.common_titles, *sign.texts, *sign.markup)
        assert written
        assert [w.lower() for w in written] == list(written)
