import sys
from pathlib import Path

import pytest

from delest import plugins
from delest.advise import rules
from delest.advise.examine import examine_page, remedies_of
from delest.advise.rule import Rule
from delest.records.pages.load import Outcome
from tests.page_loads import HOME, answer, capture

ROOT = Path(__file__).parents[2]
GIVING_UP = """
from delest.advise.rule import Rule

def examine(capture, shop):
"""
AS_A_RULE = """
def remedies(capture, shop):
    yield examine(capture, shop)

RULE = Rule(
    id="giving-up", title="t", action="a", explanation="e.", remedy="r.", rgesn=("6.5",), wsg=(),
    examine=examine, remedies=remedies,
)
"""
MISTAKE = "return {page.url: page for page in ()}['no such page']"
TEXT = answer(b"une page lourde " * 3_000, f"{HOME}a.css", mime_type="text/css")


def test_all_rules_look_at_the_page_and_the_largest_finding_comes_first(shop):
    found = examine_page(capture(TEXT, TEXT), shop)
    assert {each.rule for each in found.findings} == {"text-compression", "repeated-download"}
    central = [each.avoidable_bytes.central for each in found.findings]
    assert central == sorted(central, reverse=True)
    assert found.warnings == ()


def test_a_page_that_did_not_load_has_no_findings(shop):
    assert examine_page(capture(TEXT, outcome=Outcome.HTTP_ERROR), shop).findings == ()


@pytest.fixture
def giving_up(tmp_path, monkeypatch):
    """Return what adds a rule, in a file of its own, that ends in one statement."""

    def add(statement):
        (tmp_path / "giving_up.py").write_text(f"{GIVING_UP}    {statement}\n{AS_A_RULE}")
        monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
        monkeypatch.delitem(sys.modules, f"{rules.__name__}.giving_up", raising=False)

    yield add
    sys.modules.pop(f"{rules.__name__}.giving_up", None)


@pytest.mark.parametrize(
    ("statement", "error", "development"),
    [("bytearray(1 << 60)", "MemoryError", "1"), ("bytearray(1 << 60)", "MemoryError", ""), (MISTAKE, "KeyError", "")],
)
def test_a_rule_that_gives_up_costs_only_its_own_finding(monkeypatch, shop, giving_up, statement, error, development):
    giving_up(statement)
    monkeypatch.setenv("DELEST_DEVELOPMENT", development)
    found = examine_page(capture(TEXT, TEXT), shop)
    assert {each.rule for each in found.findings} == {"text-compression", "repeated-download"}
    assert [str(told) for told in found.warnings] == [f"{HOME}: the rule giving-up gave up ({error})"]


def test_a_rule_that_gives_up_on_its_lighter_files_costs_only_these(monkeypatch, shop, giving_up):
    giving_up(MISTAKE)
    monkeypatch.setenv("DELEST_DEVELOPMENT", "")
    lost = shop.lost
    made = remedies_of(capture(TEXT, TEXT), shop)
    assert {each.rule for each in made} == {"text-compression"}
    assert shop.lost == lost + 1


def test_a_mistake_in_a_rule_fails_loudly_in_development(shop, giving_up):
    giving_up(MISTAKE)
    for work in (examine_page, remedies_of):
        with pytest.raises(KeyError, match="no such page"):
            work(capture(TEXT, TEXT), shop)


@pytest.mark.parametrize("rule", plugins.collect(rules, Rule).values())
def test_a_rule_says_what_is_wrong_and_what_to_do(rule):
    assert not rule.title.endswith(".")
    assert rule.explanation.endswith(".")
    assert rule.remedy.endswith(".")


@pytest.mark.parametrize("name", plugins.names(rules))
@pytest.mark.parametrize("document", ["docs/rules.md", "docs/fr/regles.md"])
def test_every_rule_has_a_section_in_the_documentation(name, document):
    assert f"\n## {name}\n" in (ROOT / document).read_text(encoding="utf-8")
