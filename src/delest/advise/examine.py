"""Every rule on one page."""

from typing import Final

from msgspec import Struct

from delest import plugins
from delest.advise import rules
from delest.advise.reencoded import Cache
from delest.advise.rule import Rule
from delest.errors import N_
from delest.records.finding import Finding
from delest.records.load import Capture
from delest.records.message import Message

_MISTAKES: Final = (AssertionError, AttributeError, ImportError, LookupError, NameError, NotImplementedError, TypeError)
"""What a page alone cannot cause: a rule catches these around the library that raises them on a hostile file."""


class Examination(Struct, frozen=True, kw_only=True):
    """What the rules found on a page."""

    findings: tuple[Finding, ...]
    """Most avoidable bytes first."""
    warnings: tuple[Message, ...] = ()
    """Rules that gave up."""


def examine_page(capture: Capture, cache: Cache) -> Examination:
    """Return what the rules find on the page that ``capture`` is of.

    Long work for the processor: call it in a thread. ``cache`` is one for the whole site, empty at first. A rule that
    gives up on what a page sent costs its own finding, never the page; in development its mistake is raised.
    """
    findings = []
    warnings = []
    for name, rule in plugins.collect(rules, Rule).items():
        try:
            finding = rule.examine(capture, cache)
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
