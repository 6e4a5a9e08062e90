import pytest

from delest import plugins
from delest.advise import rules
from delest.advise.rule import Rule
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.records.advice.finding import Confidence
from delest.records.co2e.avoided import Role
from delest.records.pages.load import Kind, Outcome
from delest.records.runs.skip_reason import SkipReason
from delest.report.language import labels, words
from delest.report.language.reasons import reason_text, said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_id_has_a_name(language):
    words.use(language)
    assert all(labels.kind_name(kind) != kind or kind == "other" for kind in Kind)
    assert all(labels.kind_of_one(kind) for kind in Kind)
    assert all(labels.outcome_name(outcome) for outcome in Outcome)
    assert all(labels.confidence_name(confidence) for confidence in Confidence)
    assert all(labels.role_name(role) for role in Role)
    assert all(labels.skip_reason(reason) for reason in SkipReason)
    assert all(reason_text(Reason(code=code)) for code in ReasonCode)


@pytest.mark.parametrize("rule", plugins.names(rules))
def test_every_rule_is_explained_in_both_languages(rule):
    english = plugins.load(rules, Rule, rule).words
    assert labels.rule_words(english) == english
    words.use("fr")
    french = labels.rule_words(english)
    assert french.id == english.id
    for told in ("title", "explanation", "remedy"):
        assert getattr(french, told).strip()
        assert getattr(french, told) != getattr(english, told)


def test_texts_of_factor_files_follow_the_language():
    assert labels.spoken("one", "un") == "one"
    words.use("fr")
    assert labels.spoken("one", "un") == "un"
    assert labels.spoken("one", "") == "one"


def test_an_unknown_kind_is_shown_as_it_is():
    assert labels.kind_name("hologram") == "hologram"
    assert labels.party_name("fourth") == "fourth"


def test_a_warning_is_said_in_the_language_in_use():
    one, many = "{url}: {n} entry is not a whole address", "{url}: {n} entries are not whole addresses"
    counted = [Message.counted((one, many), n, url="https://a.fr/{0.__class__}") for n in (1, 1200)]
    cut = Message.of("{url}: {reason}", url="https://a.fr/s.xml", reason=Reason(code=ReasonCode.CUT_SHORT))
    assert [said(warning) for warning in (*counted, cut)] == [
        "https://a.fr/{0.__class__}: 1 entry is not a whole address",
        "https://a.fr/{0.__class__}: 1,200 entries are not whole addresses",
        "https://a.fr/s.xml: cut short",
    ]
    words.use("fr")
    assert [said(warning) for warning in (*counted, cut)] == [
        "https://a.fr/{0.__class__}\u202f: 1 entrée n’est pas une adresse complète",
        "https://a.fr/{0.__class__}\u202f: 1\u202f200 entrées ne sont pas des adresses complètes",
        "https://a.fr/s.xml\u202f: incomplet",
    ]
