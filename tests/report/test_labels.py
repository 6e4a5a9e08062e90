import pytest

from delest import plugins
from delest.advise import rules
from delest.records.avoided import Role
from delest.records.finding import Confidence
from delest.records.load import Kind, Outcome
from delest.report import labels, words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_id_has_a_name(language):
    words.use(language)
    assert all(labels.kind_name(kind) != kind or kind == "other" for kind in Kind)
    assert all(labels.kind_of_one(kind) for kind in Kind)
    assert all(labels.outcome_name(outcome) for outcome in Outcome)
    assert all(labels.confidence_name(confidence) for confidence in Confidence)
    assert all(labels.role_name(role) for role in Role)


@pytest.mark.parametrize("rule", plugins.names(rules))
def test_every_rule_is_explained_in_its_own_words(rule):
    module, told = plugins.load(rules, rule), labels.rule_words(rule)
    assert (told.title, told.remedy) == (module.TITLE, module.REMEDY)
    assert told.explanation


def test_a_rule_without_words_is_called_by_its_id():
    assert labels.rule_words("new-rule") == ("new-rule", "", "")


def test_texts_of_factor_files_follow_the_language():
    assert labels.spoken("one", "un") == "one"
    words.use("fr")
    assert labels.spoken("one", "un") == "un"
    assert labels.spoken("one", "") == "one"


def test_an_unknown_kind_or_reason_is_shown_as_it_is():
    assert labels.kind_name("hologram") == "hologram"
    assert labels.party_name("fourth") == "fourth"
    assert labels.skip_reason("weather") == "weather"
