"""What is printed of the rules: all of them in short, or one in full."""

from collections.abc import Iterator, Sequence
from typing import Final

from delest.errors import N_
from delest.records.rule import Need, RuleWords
from delest.report.language.safe_text import shorten
from delest.report.language.words import _
from delest.report.layout import WIDTH, prose

_NEEDS: Final = {
    Need.FILES: N_("the files that the page sent"),
    Need.SHOWN: N_("what the page showed, at its size"),
    Need.FIELDS: N_("the headers of the responses"),
    Need.SITE: N_("the other pages of the audit"),
    Need.COVERAGE: N_("which code was used (--coverage)"),
}
_ID: Final = 22


def rules_lines(rules: Sequence[RuleWords]) -> Iterator[str]:
    """Yield a list of the rules, one after the other."""
    for rule in rules:
        yield shorten(f"{rule.id:<{_ID}}{_(rule.title)}", WIDTH)
        criteria = criteria_text(rule)
        if criteria:
            yield f"{'':<{_ID}}{criteria}"
    yield ""
    yield from prose(_("One rule in full: delest rules ID"))


def rule_lines(rule: RuleWords) -> Iterator[str]:
    """Yield all that there is to know of one rule."""
    yield rule.id
    yield from prose(f"{_(rule.title)}.")
    yield ""
    yield from prose(_(rule.explanation))
    yield ""
    yield from prose(_("What to do: {remedy}").format(remedy=_(rule.remedy)))
    yield ""
    yield from prose(_("Looks at: {what}").format(what=", ".join(_(_NEEDS[need]) for need in rule.needs)))
    for name, criteria in (("RGESN 2024", rule.rgesn), ("WSG", rule.wsg)):
        if criteria:
            yield from prose(_("{reference}: {criteria}").format(reference=name, criteria=", ".join(criteria)))


def criteria_text(rule: RuleWords) -> str:
    """Return the criteria of RGESN that a rule looks at, in short; empty: none."""
    return f"RGESN {', '.join(rule.rgesn)}" if rule.rgesn else ""
