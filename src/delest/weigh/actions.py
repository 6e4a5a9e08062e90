"""Proven actions over a site: which resources, on which pages, how many bytes a year. Pure.

A resource that was proven on one page weighs the same on every other page whose finding of the same rule names it.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from delest.records.advice.finding import Finding
from delest.records.advice.proof import Action, PageProof, Plan, Proof, Reach
from delest.records.advice.verdict import Verdict
from delest.records.co2e.traffic import Traffic, page_shares
from delest.records.pages.weight import PageWeight
from delest.units import parse_target

_Where = Mapping[tuple[str, str], set[str]]
"""Pages that load a resource, by rule and address."""


def plan(
    proofs: Iterable[PageProof],
    findings: Iterable[Finding],
    weights: Sequence[PageWeight],
    traffic: Traffic | None,
    target: str = "",
    stands_for: Mapping[str, float] | None = None,
    cold_share: float = 1.0,
) -> Plan | None:
    """Return the actions that the proofs of a site hold for; None where nothing was proven.

    Bytes a year = for each resource, what it avoids x the views of the pages that load it x ``cold_share``, the share
    of views that find an empty cache. Changes of one page that do not hold together with the others are left out.
    """
    held = [proof for page in proofs for proof in _held(page)]
    if not held or not weights:
        return None
    measured = {weight.url for weight in weights}
    where = _where(held, findings, measured)
    views = _cold_views(weights, traffic, cold_share)
    by_rule: defaultdict[str, list[Proof]] = defaultdict(list)
    for proof in held:
        by_rule[proof.rule].append(proof)
    actions = [_action(rule, of_rule, where, len(measured), views) for rule, of_rule in by_rule.items()]
    shares = page_shares([weight.url for weight in weights], traffic, stands_for)
    actions.sort(key=lambda action: (-(action.bytes_per_year or action.per_page_bytes), action.rule))
    return Plan(actions=tuple(actions), reach=_reach(held, where, weights, target, shares))


def _held(page: PageProof) -> list[Proof]:
    if page.together is None or not page.together.holds:
        return []
    return [proof for proof in page.proofs if proof.counts]


def _where(held: Sequence[Proof], findings: Iterable[Finding], measured: set[str]) -> _Where:
    where: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for proof in held:
        for file in proof.files:
            where[proof.rule, file.url].add(proof.page_url)
    for finding in findings:
        for offender in finding.offenders:
            if (finding.rule, offender.url) in where and finding.page_url in measured:
                where[finding.rule, offender.url].add(finding.page_url)
    return where


def _cold_views(
    weights: Sequence[PageWeight], traffic: Traffic | None, cold_share: float
) -> Mapping[str, float] | None:
    if traffic is None:
        return None
    if traffic.pages:
        return {page.url: page.views_per_year * cold_share for page in traffic.pages}
    return {weight.url: traffic.views_per_year * cold_share / len(weights) for weight in weights}


def _avoided(proofs: Iterable[Proof]) -> dict[str, int]:
    """Return what each resource avoids, the most that a proof shows."""
    avoided: dict[str, int] = {}
    for proof in proofs:
        for file in proof.files:
            avoided[file.url] = max(avoided.get(file.url, 0), file.before_bytes - file.after_bytes)
    return avoided


def _action(
    rule: str, proofs: Sequence[Proof], where: _Where, measured: int, views: Mapping[str, float] | None
) -> Action:
    avoided = _avoided(proofs)
    pages = {page for url in avoided for page in where[rule, url]}
    yearly = None
    if views is not None:
        yearly = math.fsum(n * views.get(page, 0.0) for url, n in avoided.items() for page in where[rule, url])
    conditional = any(proof.verdict is Verdict.CONDITIONAL for proof in proofs)
    return Action(
        rule=rule,
        effort=proofs[0].effort,
        verdict=Verdict.CONDITIONAL if conditional else Verdict.PROVEN,
        conditions=tuple(dict.fromkeys(proof.condition for proof in proofs if proof.condition)),
        avoided_bytes=sum(avoided.values()),
        resources=len(avoided),
        pages=len(pages),
        per_page_bytes=math.fsum(n * len(where[rule, url]) for url, n in avoided.items()) / measured,
        bytes_per_year=yearly,
    )


def _reach(
    held: Sequence[Proof], where: _Where, weights: Sequence[PageWeight], target: str, shares: Mapping[str, float]
) -> Reach:
    best: dict[str, tuple[int, set[str]]] = {}
    for rule in {proof.rule for proof in held}:
        for url, n in _avoided(proof for proof in held if proof.rule == rule).items():
            best[url] = max(best.get(url, (0, set())), (n, where[rule, url]), key=_avoids)
    mean = math.fsum(weight.cold.transferred_bytes.median for weight in weights) / len(weights)
    return Reach(
        mean_bytes=mean,
        proven_bytes=math.fsum(n * len(pages) for n, pages in best.values()) / len(weights),
        per_view_bytes=math.fsum(n * shares.get(page, 0.0) for n, pages in best.values() for page in pages),
        needed_bytes=_needed(weights, target, shares) if target else None,
    )


def _needed(weights: Sequence[PageWeight], target: str, shares: Mapping[str, float]) -> float:
    """Return what a page view loses on average where every page that is over the target comes down to it."""
    cold = [(weight.url, weight.cold.transferred_bytes.median) for weight in weights]
    return math.fsum((n - parse_target(target, n)) * shares.get(url, 0.0) for url, n in cold)


def _avoids(found: tuple[int, set[str]]) -> tuple[int, int]:
    avoided_bytes, pages = found
    return avoided_bytes, len(pages)
