"""Every rule on one page: its findings, and the lighter files behind them."""

from collections.abc import Collection
from typing import Final

from msgspec import Struct

from delest import plugins
from delest.advise import rules
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.finding import Finding
from delest.records.load import Capture
from delest.records.message import Message
from delest.records.remedy import Remedy

_MISTAKES: Final = (AssertionError, AttributeError, ImportError, LookupError, NameError, NotImplementedError, TypeError)
"""What a page alone cannot cause: a rule catches these around the library that raises them on a hostile file."""


class Examination(Struct, frozen=True, kw_only=True):
    """What the rules found on a page."""

    findings: tuple[Finding, ...]
    """Most avoidable bytes first."""
    warnings: tuple[Message, ...] = ()
    """Rules that gave up."""


def examine_page(capture: Capture, shop: Workshop) -> Examination:
    """Return what the rules find on the page that ``capture`` is of.

    Long work: call it in a thread. ``shop`` is one for the whole site. A rule that
    gives up on what a page sent costs its own finding, never the page; in development its mistake is raised.
    """
    findings = []
    warnings = []
    for name, rule in plugins.collect(rules, Rule).items():
        try:
            finding = rule.examine(capture, shop)
        except Exception as error:
            if plugins.in_development() and isinstance(error, _MISTAKES):
                raise
            gave_up = N_("{url}: the rule {rule} gave up ({reason})")
            url, reason = capture.load.requested_url, type(error).__name__
            warnings.append(Message.of(gave_up, rule=name, url=url, reason=reason))
            continue
        if finding is not None:
            findings.append(finding)
    findings.sort(key=lambda finding: -finding.avoidable_bytes.central)
    return Examination(findings=tuple(findings), warnings=tuple(warnings))


def remedies_of(capture: Capture, shop: Workshop, only: Collection[str] = ()) -> list[Remedy]:
    """Return the lighter answers that the findings of a page stand for, by rule; of the rules in ``only`` if any.

    They are the versions behind the central bounds. Two rules may have one each for the same answer. Long work for
    the processor, done now: call it in a thread, for pages that are loaded again with them.
    """
    made: list[Remedy] = []
    for name, rule in plugins.collect(rules, Rule).items():
        if rule.remedies is not None and (not only or name in only):
            made += rule.remedies(capture, shop)
    return made
