"""Findings with what their proofs showed. Pure."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from delest.records.finding import Confidence, Effect, Finding
from delest.records.proof import Doubt, PageProof, Proof
from delest.units import exactly


def with_verdicts(findings: Iterable[Finding], proofs: Sequence[PageProof]) -> tuple[Finding, ...]:
    """Return the findings, those that were tried with their verdict; one that holds avoids what was weighed.

    Most avoidable bytes come first.
    """
    tried = {(proof.rule, proof.page_url, proof.effect): proof for page in proofs for proof in page.proofs}
    found = [_with(finding, tried.get((finding.rule, finding.page_url, finding.effect))) for finding in findings]
    found.sort(key=lambda finding: -finding.avoidable_bytes.central)
    return tuple(found)


def _with(finding: Finding, proof: Proof | None) -> Finding:
    if proof is None or proof.doubt is Doubt.TIME:
        return finding
    if not proof.holds:
        return replace(finding, verdict=proof.verdict)
    proven = exactly(proof.avoided_bytes)
    told = replace(finding, verdict=proof.verdict, confidence=Confidence.PROVEN)
    if proof.effect is Effect.AVOIDABLE:
        return replace(told, avoidable_bytes=proven)
    return replace(told, other_bytes=proven)
