"""Every rule on one page."""

from msgspec import Struct

from delest import plugins
from delest.advise import rules
from delest.advise.reencoded import Cache
from delest.errors import N_
from delest.records.finding import Finding
from delest.records.load import Capture
from delest.records.message import Message


class Examination(Struct, frozen=True, kw_only=True):
    """What the rules found on a page."""

    findings: tuple[Finding, ...]
    """Most avoidable bytes first."""
    warnings: tuple[Message, ...] = ()
    """Rules that gave up."""


def examine_page(capture: Capture, cache: Cache) -> Examination:
    """Return what the rules find on the page that ``capture`` is of.

    Long work for the processor: call it in a thread. ``cache`` is one for the whole site, empty at first. A rule that
    gives up on what a page sent costs its own finding, never the page.
    """
    findings = []
    warnings = []
    for name, rule in plugins.collect(rules).items():
        try:
            finding: Finding | None = rule.examine(capture, cache)
        except Exception as error:  # noqa: BLE001 - pages are hostile: no body may cost more than this rule's finding
            gave_up = N_("{url}: the rule {rule} gave up ({reason})")
            url, reason = capture.load.requested_url, type(error).__name__
            warnings.append(Message.of(gave_up, rule=name, url=url, reason=reason))
            continue
        if finding is not None:
            findings.append(finding)
    findings.sort(key=lambda finding: -finding.avoidable_bytes.central)
    return Examination(findings=tuple(findings), warnings=tuple(warnings))
