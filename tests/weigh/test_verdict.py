"""What the loads of a changed page show."""

import pytest
from msgspec.structs import replace

from delest.reason import Reason, ReasonCode
from delest.records.advice.proof import Doubt, Likeness
from delest.records.advice.verdict import Verdict
from delest.records.pages.load import Kind, Outcome
from delest.records.pages.look import Look, ShownImage
from delest.weigh.proofs.replays import difference
from delest.weigh.proofs.verdict import Finding, of_bytes, of_likeness, of_looks, replayable, verdict
from tests.page_loads import HOME, load, transfer

PAGE = load(transfer(HOME, 5_000, kind=Kind.DOCUMENT), transfer(HOME + "i.png", 90_000))


def changed(size, *more):
    return load(transfer(HOME, 5_000, kind=Kind.DOCUMENT), transfer(HOME + "i.png", size), *more)


def compared(size, *more, before=(PAGE, PAGE)):
    return difference(before, changed(size, *more), [("GET", HOME + "i.png")])


def test_the_changed_transfers_are_told_from_all_others():
    found = compared(40_000, transfer(HOME + "new.js", 700))
    assert (found.before_bytes, found.after_bytes, found.own_bytes, found.other_bytes) == (95_000, 45_700, 50_000, 700)
    assert [(file.before_bytes, file.after_bytes) for file in found.files] == [(90_000, 40_000)]


def test_what_varies_by_itself_is_noise():
    noisy = load(transfer(HOME, 5_400, kind=Kind.DOCUMENT), transfer(HOME + "i.png", 90_000))
    assert compared(40_000, before=(PAGE, noisy)).other_bytes == 0


@pytest.mark.parametrize(
    ("size", "expected", "doubt"),
    [
        (40_000, 50_000, Doubt.NONE),
        (40_000, 50_050, Doubt.NONE),
        (40_000, 60_000, Doubt.NOT_AS_COMPUTED),
        (95_000, -5_000, Doubt.NONE),
    ],
)
def test_the_arithmetic_has_to_be_confirmed(size, expected, doubt):
    assert of_bytes(changed(size), compared(size), expected).doubt is doubt


def test_a_change_that_moves_other_bytes_has_side_effects():
    more = transfer(HOME + "new.js", 700)
    found = of_bytes(changed(40_000, more), compared(40_000, more), 50_000)
    assert verdict(50_000, found, "") is Verdict.SIDE_EFFECTS


def test_a_page_that_does_not_ask_for_the_changed_file_proves_nothing():
    gone = load(transfer(HOME, 5_000))
    found = of_bytes(gone, difference((PAGE,), gone, [("GET", HOME + "i.png")]), 50_000)
    assert found.doubt is Doubt.NOTHING_CHANGED


def test_verdicts():
    fine = Finding(Doubt.NONE)
    said = [verdict(n, fine, condition) for n, condition in ((5, ""), (5, "if"), (0, ""), (-5, "if"))]
    assert said == [Verdict.PROVEN, Verdict.CONDITIONAL, Verdict.HEAVIER, Verdict.HEAVIER]


@pytest.mark.parametrize(
    ("plays", "missed", "doubt"),
    [
        ([PAGE, PAGE], [], Doubt.NONE),
        ([changed(75_000)] * 2, [], Doubt.NONE),
        ([changed(60_000)] * 2, [], Doubt.DIFFERS),
        ([PAGE, changed(60_000)], [], Doubt.VARIES),
        ([PAGE, PAGE], ["GET " + HOME + "x"], Doubt.MISSED),
        ([PAGE, PAGE], ["POST " + HOME + "beacon"], Doubt.NONE),
        ([PAGE, replace(PAGE, outcome=Outcome.TIMED_OUT)], [], Doubt.LOAD_FAILED),
    ],
)
def test_unchanged_replays_must_weigh_what_the_recording_weighed(plays, missed, doubt):
    assert replayable(PAGE, plays, missed).doubt is doubt


def test_a_replay_that_fails_gives_its_reason():
    reason = Reason.of(ReasonCode.NO_RESPONSE, 30)
    failed = replace(PAGE, outcome=Outcome.TIMED_OUT, reason=reason)
    assert replayable(PAGE, [PAGE, failed], []) == Finding(Doubt.LOAD_FAILED, reason=reason)


def test_what_had_no_answer_when_it_was_recorded_and_live_channels_are_no_misses():
    ws = transfer("wss://www.example.gouv.fr/live", 500_000, kind=Kind.WEBSOCKET)
    recorded = replace(PAGE, transfers=(*PAGE.transfers, transfer(HOME + "dead", 0, status=None), ws))
    missed = ["GET " + HOME + "dead", "GET https://www.example.gouv.fr/live"]
    assert replayable(recorded, [PAGE, PAGE], missed).doubt is Doubt.NONE


BOX = ShownImage(url=HOME + "i.png", left_px=0, top_px=0, width_px=10, height_px=10, whole=True)
LOOK = Look(elements=9, text_sha256="t", images=(BOX,), height_px=800)


@pytest.mark.parametrize(
    ("fields", "doubt"),
    [
        ({}, Doubt.NONE),
        ({"errors": ("ReferenceError",)}, Doubt.ERRORS),
        ({"text_sha256": "other"}, Doubt.TEXT),
        ({"elements": 8}, Doubt.ELEMENTS),
        ({"images": ()}, Doubt.IMAGES),
        ({"images": (replace(BOX, whole=False),)}, Doubt.IMAGES),
        ({"images": (replace(BOX, left_px=3),)}, Doubt.IMAGES),
        ({"images": (replace(BOX, left_px=1),)}, Doubt.NONE),
        ({"height_px": 820}, Doubt.LOOK),
    ],
)
def test_a_change_leaves_the_page_as_it_was(fields, doubt):
    assert of_looks((LOOK, LOOK), replace(LOOK, **fields)).doubt is doubt


def test_what_changes_by_itself_is_not_held_against_a_change():
    other = replace(LOOK, text_sha256="clock", elements=11, errors=("known",), images=(replace(BOX, top_px=50),))
    assert of_looks((LOOK, other), replace(other, text_sha256="later", elements=10)).doubt is Doubt.NONE


def test_a_picture_is_held_against_how_alike_unchanged_ones_are():
    assert of_likeness(Likeness(mean=0.97, worst_tile=0.85), None).doubt is Doubt.NONE
    assert of_likeness(Likeness(mean=0.97, worst_tile=0.5), None).doubt is Doubt.LOOK
    assert of_likeness(Likeness(mean=0.90, worst_tile=0.85), None).doubt is Doubt.LOOK
    restless = Likeness(mean=0.88, worst_tile=0.4)
    assert of_likeness(Likeness(mean=0.88, worst_tile=0.4), restless).doubt is Doubt.NONE
