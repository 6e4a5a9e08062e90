"""Findings with what their proofs showed. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from delest.records.advice.finding import Confidence, Effect, Finding
from delest.records.advice.proof import NOT_TRIED, PageProof, Proof
from delest.units import exactly


def with_verdicts(findings: Iterable[Finding], proofs: Sequence[PageProof]) -> tuple[Finding, ...]:
    """Return the findings, those that were tried with their verdict; one that holds avoids what was weighed.

    A page that was not tried avoids what was proven of the same files on another one. Most avoidable bytes come first.
    """
    files = _files(proofs)
    tried = {(proof.rule, proof.page_url, proof.effect): proof for page in proofs for proof in page.proofs}
    found = []
    for finding in findings:
        proof = tried.get((finding.rule, finding.page_url, finding.effect))
        if proof is None and finding.effect is Effect.NOTICE:
            proof = tried.get((finding.rule, finding.page_url, Effect.AVOIDABLE))
        found.append(_as_elsewhere(finding, files) if proof is None else _with(finding, proof))
    found.sort(key=lambda finding: -finding.avoidable_bytes.central)
    return tuple(found)


def _files(proofs: Iterable[PageProof]) -> dict[tuple[str, str], int]:
    """Return what each file was proven to avoid, by rule and address: the most that a proof shows."""
    avoided: dict[tuple[str, str], int] = {}
    for proof in (proof for page in proofs for proof in page.proofs if proof.counts):
        for file in proof.files:
            known = avoided.get((proof.rule, file.url), 0)
            avoided[proof.rule, file.url] = max(known, file.before_bytes - file.after_bytes)
    return avoided


def _as_elsewhere(finding: Finding, files: Mapping[tuple[str, str], int]) -> Finding:
    """Return a finding whose files were all proven on other pages, with what they avoid there."""
    known = [files.get((finding.rule, offender.url)) for offender in finding.offenders]
    if finding.effect is not Effect.AVOIDABLE or finding.more_offenders or not known or None in known:
        return finding
    proven = exactly(sum(each or 0 for each in known))
    return replace(finding, avoidable_bytes=proven, confidence=Confidence.PROVEN)


def _with(finding: Finding, proof: Proof) -> Finding:
    if proof.doubt in NOT_TRIED:
        return finding
    if not proof.holds:
        return replace(finding, verdict=proof.verdict)
    proven = exactly(proof.avoided_bytes)
    told = replace(finding, verdict=proof.verdict, confidence=Confidence.PROVEN)
    if finding.effect is Effect.NOTICE and proof.effect is Effect.AVOIDABLE:
        return _amounting(told, proof)
    if proof.effect is Effect.AVOIDABLE:
        return replace(told, avoidable_bytes=proven)
    return replace(told, other_bytes=proven)


def _amounting(finding: Finding, proof: Proof) -> Finding:
    """Return a finding that was a fact to look at, with what a lighter file was proven to avoid, file by file."""
    avoided = {file.url: exactly(file.before_bytes - file.after_bytes) for file in proof.files}
    offenders = tuple(
        replace(each, avoidable_bytes=avoided[each.url], other_bytes=exactly(0)) if each.url in avoided else each
        for each in finding.offenders
    )
    left = sum((each.other_bytes for each in offenders), start=exactly(0))
    amount = exactly(proof.avoided_bytes)
    return replace(finding, effect=Effect.AVOIDABLE, avoidable_bytes=amount, other_bytes=left, offenders=offenders)
