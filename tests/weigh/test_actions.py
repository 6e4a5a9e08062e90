"""Proven actions over a site."""

import pytest
from msgspec.structs import replace

from delest.records.advice.finding import Confidence, Effect, Finding, Offender
from delest.records.advice.proof import ChangedFile, Doubt, Effort, PageProof, Proof
from delest.records.advice.verdict import Verdict
from delest.records.co2e.traffic import PageViews, Traffic
from delest.records.pages.load import Kind
from delest.units import exactly
from delest.weigh.actions import plan
from delest.weigh.page import page_weight
from delest.weigh.proofs.proven import with_verdicts
from tests.page_loads import HOME, load, transfer

OTHER = HOME + "b"
WEIGHTS = tuple(page_weight((load(transfer(url, 100_000), url=url),), ()) for url in (HOME, OTHER))


def proof(rule="image-encoding", verdict=Verdict.PROVEN, files=((HOME + "i.png", 60_000, 20_000),), **fields):
    told = tuple(ChangedFile(url=url, before_bytes=a, after_bytes=b) for url, a, b in files)
    avoided = sum(file.before_bytes - file.after_bytes for file in told)
    own = {"rule": rule, "page_url": HOME, "verdict": verdict, "files": told, "avoided_bytes": avoided}
    return Proof(**{**own, **fields})


def page_proof(*proofs, together=Verdict.PROVEN):
    return PageProof(page_url=HOME, replays=2, proofs=proofs, together=proof("all", together))


def finding(rule, page, *urls):
    offenders = tuple(
        Offender(url=url, kind=Kind.IMAGE, transferred_bytes=60_000, avoidable_bytes=exactly(30_000)) for url in urls
    )
    return Finding(
        rule=rule,
        page_url=page,
        avoidable_bytes=exactly(30_000),
        confidence=Confidence.COMPUTED,
        offenders=offenders,
    )


def traffic(views):
    return Traffic(views_per_year=views, period="1 d", source="number")


FOUND = (finding("image-encoding", HOME, HOME + "i.png"), finding("image-encoding", OTHER, HOME + "i.png"))


def test_a_shared_resource_is_proven_once_and_counts_on_each_page_that_loads_it():
    made = plan([page_proof(proof())], FOUND, WEIGHTS, traffic(1_000))
    (action,) = made.actions
    assert (action.avoided_bytes, action.resources, action.pages) == (40_000, 1, 2)
    assert (action.per_page_bytes, action.bytes_per_year) == (40_000, 40_000 * 1_000)


@pytest.mark.parametrize("pages", [(), (PageViews(url=OTHER, views_per_year=1_000),)])
def test_only_views_that_find_an_empty_cache_are_spared_bytes_in_a_year(pages):
    seen = replace(traffic(1_000), pages=pages)
    (action,) = plan([page_proof(proof())], FOUND, WEIGHTS, seen, cold_share=0.35).actions
    assert action.bytes_per_year == pytest.approx(0.35 * 40_000 * 1_000)


def test_actions_are_ranked_and_overlaps_reach_no_further_than_the_best():
    script = HOME + "a.js"
    minified = proof("code-minify", files=((script, 10_000, 7_000),), effort=Effort.FILES)
    packed = proof("text-compression", files=((script, 10_000, 2_000),), effort=Effort.SETTING, condition="https")
    made = plan([page_proof(minified, packed, proof())], (), WEIGHTS, None, "-30%")
    assert [action.rule for action in made.actions] == ["image-encoding", "text-compression", "code-minify"]
    assert [action.bytes_per_year for action in made.actions] == [None] * 3
    assert made.actions[1].conditions == ("https",)
    assert made.reach.proven_bytes == (40_000 + 8_000) / 2
    assert (made.reach.needed_bytes, made.reach.missing_bytes) == (pytest.approx(30_000), pytest.approx(6_000))


def test_nothing_that_does_not_hold_is_in_a_plan():
    broken = proof(verdict=Verdict.SIDE_EFFECTS)
    cost = proof("third-party:x", verdict=Verdict.CONDITIONAL, effect=Effect.COST)
    assert plan([page_proof(broken, cost)], (), WEIGHTS, None) is None
    assert plan([page_proof(proof(), together=Verdict.SIDE_EFFECTS)], (), WEIGHTS, None) is None
    assert plan([], FOUND, WEIGHTS, None) is None


def test_findings_say_what_their_proof_showed():
    tried = page_proof(proof(), proof("text-compression", Verdict.SIDE_EFFECTS))
    found = with_verdicts((*FOUND, finding("text-compression", HOME, HOME)), [tried])
    by_rule = {(each.rule, each.page_url): each for each in found}
    proven, untried = by_rule["image-encoding", HOME], by_rule["image-encoding", OTHER]
    assert (proven.confidence, proven.verdict) == (Confidence.PROVEN, Verdict.PROVEN)
    assert proven.avoidable_bytes == exactly(40_000)
    assert (untried.confidence, untried.verdict) == (Confidence.PROVEN, None)
    broken = by_rule["text-compression", HOME]
    assert (broken.confidence, broken.verdict) == (Confidence.COMPUTED, Verdict.SIDE_EFFECTS)


def test_a_page_view_is_spared_what_its_pages_are_as_often_as_they_are_viewed():
    seen = replace(traffic(1_000), pages=(PageViews(url=OTHER, views_per_year=1_000),))
    found = (finding("image-encoding", HOME, HOME + "i.png"),)
    assert plan([page_proof(proof())], found, WEIGHTS, None).reach.per_view_bytes == 20_000
    assert plan([page_proof(proof())], found, WEIGHTS, seen).reach.per_view_bytes == 0
    assert (
        plan([page_proof(proof())], found, WEIGHTS, None, stands_for={HOME: 3, OTHER: 1}).reach.per_view_bytes == 30_000
    )


def test_what_was_proven_of_a_file_is_proven_on_the_other_pages_that_load_it():
    proofs = [page_proof(proof())]
    one, other = with_verdicts(FOUND, proofs)
    assert (one.avoidable_bytes, other.avoidable_bytes) == (exactly(40_000), exactly(40_000))
    assert (other.confidence, other.verdict) == (Confidence.PROVEN, None)
    (mixed,) = with_verdicts([finding("image-encoding", OTHER, HOME + "i.png", HOME + "x.png")], proofs)
    (refused,) = with_verdicts([FOUND[1]], [page_proof(proof(verdict=Verdict.SIDE_EFFECTS))])
    assert mixed.confidence is refused.confidence is Confidence.COMPUTED


def test_a_fact_to_look_at_avoids_bytes_once_a_lighter_file_is_proven():
    film = HOME + "film.mp4"
    sent = Offender(
        url=film, kind=Kind.MEDIA, transferred_bytes=900_000, avoidable_bytes=exactly(0), other_bytes=exactly(900_000)
    )
    told = replace(
        finding("video-definition", HOME), effect=Effect.NOTICE, offenders=(sent,), avoidable_bytes=exactly(0)
    )
    made = proof("video-definition", Verdict.CONDITIONAL, ((film, 900_000, 100_000),), condition="WebM")
    (found,) = with_verdicts([told], [page_proof(made)])
    assert (found.effect, found.avoidable_bytes.central, found.verdict) == (Effect.AVOIDABLE, 800_000, "conditional")
    assert (found.offenders[0].avoidable_bytes.central, found.other_bytes.central) == (800_000, 0)
    (untried,) = with_verdicts(
        [told], [page_proof(replace(made, verdict=Verdict.NOT_REPLAYABLE, doubt=Doubt.NO_ENCODER))]
    )
    assert untried == told
