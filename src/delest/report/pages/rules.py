"""What is printed of the rules: all of them in short, or one in full."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.errors import N_
from delest.records.advice.rule import Need, RuleWords
from delest.report.language.labels import rule_words
from delest.report.language.words import _
from delest.report.page import Cell, Column, Fact, Facts, Page, Prose, Row, Table
from delest.report.said import Code, say

_NEEDS: Final = {
    Need.FILES: N_("the files that the page sent"),
    Need.SHOWN: N_("what the page showed, at its size"),
    Need.FIELDS: N_("the headers of the responses"),
    Need.SITE: N_("the other pages of the audit"),
    Need.COVERAGE: N_("which code was used (--coverage or --prove)"),
}


def rules_page(rules: Sequence[RuleWords]) -> Page:
    """Return a list of the rules, one after the other."""
    rows = tuple(
        Row((each.id, Cell(rule_words(each).title, (criteria_text(each),) if criteria_text(each) else ())))
        for each in rules
    )
    columns = (Column(_("Rule")), Column(_("What it finds"), long=True))
    return Page(
        title=_("The rules that say what could go"),
        lead=(Table("", columns, rows),),
        foot=say(_("One rule in full: {command}"), command=Code("delest rules ID")),
    )


def rule_page(rule: RuleWords) -> Page:
    """Return all that there is to know of one rule."""
    words = rule_words(rule)
    return Page(
        title=say("{title}.", title=words.title),
        over=rule.id,
        lead=(Prose(words.explanation), Facts(tuple(_facts(words)))),
    )


def _facts(rule: RuleWords) -> Iterator[Fact]:
    yield Fact(_("what to do"), (rule.remedy,))
    yield Fact(_("looks at"), tuple(_(_NEEDS[need]) for need in rule.needs))
    for name, criteria in (("RGESN 2024", rule.rgesn), ("WSG", rule.wsg)):
        if criteria:
            yield Fact(name, (", ".join(criteria),))


def criteria_text(rule: RuleWords) -> str:
    """Return the criteria of RGESN that a rule looks at, in short; empty: none."""
    return f"RGESN {', '.join(rule.rgesn)}" if rule.rgesn else ""
