"""JSON of ``delest prove``: what was tried on each recorded page."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from delest.records.advice.proof import PageProof
from delest.report.data.json_v1.proof import PageProofV1
from delest.report.language.safe_text import public


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
    """Return proofs as plain values without their pictures."""
    trees = [msgspec.to_builtins(msgspec.structs.replace(proof, pictures=())) for proof in proofs]
    for tree in trees:
        del tree["pictures"]
    return trees
