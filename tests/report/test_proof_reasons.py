"""Why a page could not be proven, in the language of the reader."""

import json

import pytest

from delest.reason import Reason, ReasonCode
from delest.records.advice.proof import Doubt, PageProof
from delest.report.data.proof_json import proofs_json
from delest.report.language.proof_words import doubt_text
from delest.report.language.words import speaking

PAGE = "https://www.example.org/"
TOO_LARGE = PageProof(page_url=PAGE, doubt=Doubt.NOT_RECORDED, reason=Reason.of(ReasonCode.RECORD_TOO_LARGE, "512 MB"))
MISSED = PageProof(page_url=PAGE, doubt=Doubt.MISSED, detail=f"GET {PAGE}x.js")


@pytest.mark.parametrize(
    ("language", "proof", "said"),
    [
        ("en", TOO_LARGE, "the load could not be recorded: the page's record is too large: 512 MB"),
        (
            "fr",
            TOO_LARGE,
            "le chargement n’a pas pu être enregistré : l’enregistrement de la page est trop volumineux : 512\u202fMo",
        ),
        ("en", MISSED, f"it asks for something else each time: GET {PAGE}x.js"),
    ],
)
def test_a_doubt_is_said_with_its_reason_or_its_detail(language, proof, said):
    with speaking(language):
        assert doubt_text(proof).replace("\N{NO-BREAK SPACE}", " ") == said


def test_json_has_the_reason_as_a_detail_in_english():
    with speaking("fr"):
        tree = json.loads(proofs_json((TOO_LARGE, MISSED)))
    details = [page["detail"] for page in tree["pages"]]
    assert details == ["the page's record is too large: 512 MB", f"GET {PAGE}x.js"]
