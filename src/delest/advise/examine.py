"""Every rule on one page: its findings, and the lighter files behind them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Final, TypeVar

from msgspec import Struct

from delest import plugins
from delest.advise import rules
from delest.advise.rule import Rule, Study
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.message import Message
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.pages.load import Capture

GAVE_UP: Final = N_("{url}: the rule {rule} gave up ({reason})")

_MISTAKES: Final = (AssertionError, AttributeError, ImportError, LookupError, NameError, NotImplementedError, TypeError)
"""What a page alone cannot cause: a rule catches these around the library that raises them on a hostile file."""


_T = TypeVar("_T")


class Examination(Struct, frozen=True, kw_only=True):
    """What the rules found on a page."""

    findings: tuple[Finding, ...]
    """Most avoidable bytes first."""
    warnings: tuple[Message, ...] = ()
    """Rules that gave up."""


def examine_page(capture: Capture, shop: Workshop, studies: Mapping[str, Study] | None = None) -> Examination:
    """Return what the rules find on the page that ``capture`` is of; those of a whole site only with its ``studies``.

    Long work: call it in a thread. ``shop`` is one for the whole site. A rule that gives up on what a page sent costs
    its own finding, never the page; in development its mistake is raised.
    """
    found: list[Finding] = []
    warnings: list[Message] = []
    for name, rule in plugins.collect(rules, Rule).items():
        look = rule.examine if rule.study is None else studies[name].examine if studies and name in studies else None
        if look is not None:
            finding = _careful(name, capture, warnings, partial(look, capture, shop))
            found += [finding] if finding is not None else []
    return Examination(findings=in_order(found), warnings=tuple(warnings))


def examine_site_rules(capture: Capture, shop: Workshop, studies: Mapping[str, Study]) -> Examination:
    """Return what the rules of the whole site find on one page, once all pages were learned."""
    found: list[Finding] = []
    warnings: list[Message] = []
    for name, study in studies.items():
        finding = _careful(name, capture, warnings, partial(study.examine, capture, shop))
        found += [finding] if finding is not None else []
    return Examination(findings=in_order(found), warnings=tuple(warnings))


def begin_studies() -> dict[str, Study]:
    """Begin what the rules of a whole site have to learn, by rule."""
    return {name: rule.study() for name, rule in plugins.collect(rules, Rule).items() if rule.study is not None}


def learn(capture: Capture, studies: Mapping[str, Study]) -> tuple[Message, ...]:
    """Have every study take note of one page; return those that gave up on it."""
    warnings: list[Message] = []
    for name, study in studies.items():
        _careful(name, capture, warnings, partial(study.learn, capture))
    return tuple(warnings)


def remedies_of(
    capture: Capture, shop: Workshop, only: Collection[str] = (), studies: Mapping[str, Study] | None = None
) -> list[Remedy]:
    """Return the lighter answers that the findings of a page stand for, by rule; of the rules in ``only`` if any.

    They are the versions behind the central bounds. Two rules may have one each for the same answer. Rules of a whole
    site know what ``studies`` have learned; without, they know this page alone. Long work for the processor, done now:
    call it in a thread, for pages that are loaded again with them.
    """
    if studies is None:
        studies = begin_studies()
        learn(capture, studies)
    made: list[Remedy] = []
    for name, rule in plugins.collect(rules, Rule).items():
        make = rule.remedies if rule.study is None else studies[name].remedies
        if make is not None and (not only or name in only):
            made += tried(partial(_all, make, capture, shop), shop) or ()
    return made


def _all(make: Callable[[Capture, Workshop], Iterable[Remedy]], capture: Capture, shop: Workshop) -> list[Remedy]:
    return list(make(capture, shop))


def tried(make: Callable[[], _T], shop: Workshop) -> _T | None:
    """Return what a rule makes for a page; None where it gives up on what the page sent: one more body is lost.

    In development its mistake is raised.
    """
    try:
        return make()
    except Exception as error:
        if plugins.in_development() and isinstance(error, _MISTAKES):
            raise
        shop.lost += 1
        return None


def in_order(findings: Collection[Finding]) -> tuple[Finding, ...]:
    """Return findings as reports show them: most avoidable bytes first."""
    return tuple(sorted(findings, key=lambda finding: (-finding.avoidable_bytes.central, finding.rule)))


def _careful(name: str, capture: Capture, warnings: list[Message], look: Callable[[], _T]) -> _T | None:
    try:
        return look()
    except Exception as error:
        if plugins.in_development() and isinstance(error, _MISTAKES):
            raise
        url, reason = capture.load.requested_url, type(error).__name__
        warnings.append(Message.of(GAVE_UP, rule=name, url=url, reason=reason))
        return None
