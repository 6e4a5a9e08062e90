import pytest

from delest.advise.page.owners import owner_of
from delest.advise.rules.responses.third_party_cost import examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind, Outcome
from tests.page_loads import HOME, answer, capture

GTM = "https://www.googletagmanager.com/gtm.js"


def sent(url, size=5000, initiator=""):
    return answer(b"x" * size, url, kind=Kind.SCRIPT, initiator=initiator)


def test_third_parties_are_named_by_owner_with_whom_they_bring_along(shop):
    page = capture(
        sent(HOME),
        sent("https://static.example.gouv.fr/own.js"),
        sent(GTM, 9000, HOME),
        sent("https://www.google-analytics.com/analytics.js", initiator=GTM),
        sent("https://logs.xiti.com/hit", initiator=GTM),
    )
    found = examine(page, shop)
    assert found.effect is Effect.COST
    assert found.avoidable_bytes.high == 0
    first = found.offenders[0]
    assert first.url == "https://www.googletagmanager.com/"
    assert first.other_bytes.central == 9200
    assert first.remedy.startswith("Google Tag Manager (tag-manager) ×1 + ")
    assert len(found.offenders) == 3


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("logs1409.xiti.com", "XiTi"),
        ("cdn.tarteaucitron.io", "tarteaucitron"),
        ("data.geopf.fr", "Géoplateforme"),
        ("www.unheard-of.example", "unheard-of.example"),
        ("localhost", "localhost"),
    ],
)
def test_owners(host, name):
    assert owner_of(host).name == name


def test_a_page_of_its_own_host_alone_or_that_failed_costs_nothing(shop):
    assert examine(capture(sent(HOME)), shop) is None
    assert examine(capture(sent(GTM), outcome=Outcome.FAILED), shop) is None
    assert examine(capture(sent(GTM, 500)), shop) is None
