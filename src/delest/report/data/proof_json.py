"""JSON of ``delest prove``: what was tried on each recorded page."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from delest.records.advice.proof import PageProof, Proof
from delest.report.data.json_v1.proof import PageProofV1
from delest.report.language.reasons import in_english
from delest.report.language.safe_text import public

_Proof = TypeVar("_Proof", Proof, PageProof)


class ProofsV1(Struct, frozen=True, kw_only=True):
    """The answer of ``delest prove``."""

    schema: str
    pages: tuple[PageProofV1, ...]


def proofs_json(proofs: Sequence[PageProof]) -> str:
    """Return proofs as indented JSON, pictures left out, credentials in URLs removed."""
    tree = {"schema": "delest.proof/1", "pages": proof_trees(proofs)}
    answer = msgspec.convert(public(msgspec.to_builtins(tree)), ProofsV1)
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def proof_trees(proofs: Sequence[PageProof]) -> list[dict[str, Any]]:
    """Return proofs as plain values without their pictures; a reason is their detail, in English."""
    trees = []
    for page in proofs:
        together = _with_detail(page.together) if page.together else None
        said = replace(page, pictures=(), proofs=tuple(map(_with_detail, page.proofs)), together=together)
        trees.append(msgspec.to_builtins(_with_detail(said)))
        del trees[-1]["pictures"]
    return trees


def _with_detail(proof: _Proof) -> _Proof:
    return replace(proof, detail=in_english(proof.reason)) if proof.reason is not None else proof
