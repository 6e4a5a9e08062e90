from pathlib import Path

import pytest

from delest import plugins
from delest.advise import rules
from delest.advise.examine import examine_page
from delest.advise.rule import Rule
from delest.advise.rules.responses import repeated_download, text_compression
from delest.records.pages.load import Outcome
from tests.page_loads import HOME, answer, capture

ROOT = Path(__file__).parents[2]
TEXT = answer(b"une page lourde " * 3_000, f"{HOME}a.css", mime_type="text/css")


def test_all_rules_look_at_the_page_and_the_largest_finding_comes_first(shop):
    found = examine_page(capture(TEXT, TEXT), shop)
    assert {each.rule for each in found.findings} == {"text-compression", "repeated-download"}
    central = [each.avoidable_bytes.central for each in found.findings]
    assert central == sorted(central, reverse=True)
    assert found.warnings == ()


def test_a_page_that_did_not_load_has_no_findings(shop):
    assert examine_page(capture(TEXT, outcome=Outcome.HTTP_ERROR), shop).findings == ()


@pytest.mark.parametrize(("error", "development"), [(MemoryError, "1"), (MemoryError, ""), (AttributeError, "")])
def test_a_rule_that_gives_up_costs_only_its_own_finding(monkeypatch, shop, error, development):
    def give_up(_transfer, _body):
        raise error

    monkeypatch.setattr(text_compression, "is_compressible", give_up)
    monkeypatch.setenv("DELEST_DEVELOPMENT", development)
    found = examine_page(capture(TEXT, TEXT), shop)
    assert [each.rule for each in found.findings] == [repeated_download.RULE.id]
    assert [str(told) for told in found.warnings] == [f"{HOME}: the rule text-compression gave up ({error.__name__})"]


def test_a_mistake_in_a_rule_fails_loudly_in_development(monkeypatch, shop):
    monkeypatch.setattr(text_compression, "is_compressible", lambda _transfer, body: body.no_such_thing)
    with pytest.raises(AttributeError, match="no_such_thing"):
        examine_page(capture(TEXT, TEXT), shop)


@pytest.mark.parametrize("rule", plugins.collect(rules, Rule).values())
def test_a_rule_says_what_is_wrong_and_what_to_do(rule):
    assert not rule.title.endswith(".")
    assert rule.explanation.endswith(".")
    assert rule.remedy.endswith(".")


@pytest.mark.parametrize("name", plugins.names(rules))
@pytest.mark.parametrize("document", ["docs/rules.md", "docs/fr/regles.md"])
def test_every_rule_has_a_section_in_the_documentation(name, document):
    assert f"\n## {name}\n" in (ROOT / document).read_text(encoding="utf-8")
