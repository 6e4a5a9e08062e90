from pathlib import Path

import pytest

from delest import plugins
from delest.advise import rules
from delest.advise.examine import examine_page
from delest.advise.rules import repeated_download, text_compression
from delest.records.load import Outcome
from tests.page_loads import HOME, answer, capture

ROOT = Path(__file__).parents[2]
TEXT = answer(b"une page lourde " * 3_000, f"{HOME}a.css", mime_type="text/css")


def test_all_rules_look_at_the_page_and_the_largest_finding_comes_first():
    found = examine_page(capture(TEXT, TEXT), {})
    assert {each.rule for each in found.findings} == {"text-compression", "repeated-download"}
    central = [each.avoidable_bytes.central for each in found.findings]
    assert central == sorted(central, reverse=True)
    assert found.warnings == ()


def test_a_page_that_did_not_load_has_no_findings():
    assert examine_page(capture(TEXT, outcome=Outcome.HTTP_ERROR), {}).findings == ()


def test_a_rule_that_gives_up_costs_only_its_own_finding(monkeypatch):
    def give_up(_body):
        raise MemoryError

    monkeypatch.setattr(text_compression, "compress", give_up)
    found = examine_page(capture(TEXT, TEXT), {})
    assert [each.rule for each in found.findings] == [repeated_download.RULE]
    assert [str(told) for told in found.warnings] == [f"{HOME}: the rule text-compression gave up (MemoryError)"]


@pytest.mark.parametrize(("name", "rule"), plugins.collect(rules).items())
def test_a_rule_is_named_by_its_file_and_says_what_to_do(name, rule):
    assert name == rule.RULE
    assert rule.TITLE.strip()
    assert rule.REMEDY.endswith(".")


@pytest.mark.parametrize("name", plugins.names(rules))
@pytest.mark.parametrize("document", ["docs/rules.md", "docs/fr/regles.md"])
def test_every_rule_has_a_section_in_the_documentation(name, document):
    assert f"\n## {name}\n" in (ROOT / document).read_text(encoding="utf-8")
