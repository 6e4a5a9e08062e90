"""Which sums of changes are still worth a load of the page."""

from msgspec.structs import replace

from delest.pipeline.proving.change import Change
from delest.pipeline.proving.trying.tries import Tries, Try
from delest.records.advice.proof import Doubt, Effort, Proof
from delest.records.advice.verdict import Verdict


def tries_of(*rules):
    found = Tries()
    for rule in rules:
        proof = Proof(rule=rule, page_url="https://example.org/", verdict=Verdict.PROVEN, effort=Effort.CODE)
        found.made.append(Try(Change(rule=rule), proof))
    return found


def test_what_is_left_of_two_sums_that_did_not_hold_is_a_sum_of_its_own():
    found = tries_of("a", "b", "c", "d")
    found.join(found.holding)
    found.join(found.holding[2:])
    assert found.were_joined(found.holding)
    tried = found.made[2]
    found.put(tried._replace(proof=replace(tried.proof, verdict=Verdict.SIDE_EFFECTS, doubt=Doubt.LOOK)))
    # Three changes are left, more than the last sum had, and no load has had these three.
    assert [each.change.rule for each in found.holding] == ["a", "b", "d"]
    assert not found.were_joined(found.holding)
