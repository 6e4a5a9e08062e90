"""Videos and animations of a page, proven with lighter files; PyAV, an extra, encodes the videos."""

import asyncio

import pytest
from msgspec.structs import replace

from delest.advise.remedies.video import available
from delest.advise.rules.media.video_definition import whole_videos
from delest.advise.workshop import Workshop
from delest.measure.browser.browser import Driver
from delest.measure.replay.capture import capture_of
from delest.measure.replay.record import record
from delest.measure.replay.replay import for_replay, player
from delest.pipeline.proving.changes import changes_of, untried_videos
from delest.pipeline.proving.page import PageProver
from delest.pipeline.proving.together import combined
from delest.records.advice.proof import Doubt
from delest.records.advice.verdict import Verdict
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite
from tests.films import film
from tests.images import photograph, saved

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not available(), reason="needs delest[video]")]

HOME = (
    b"<!doctype html><html lang=en><title>Film</title><link rel=icon href=data:,><h1>A film</h1><p>Text.</p>"
    b"<video src=/film.mp4 width=320 height=180 preload=auto muted></video>"
    b"<video src=/pieces.mp4 width=320 height=180 preload=auto muted></video>"
    b"<img src=/turning.gif width=160 height=120 alt=''><img src=/turning.png width=160 height=120 alt=''>"
)

PARTS = HOME.replace(b"/film.mp4", b"/late.mp4").replace(b"/pieces.mp4", b"/late.mp4")

FILM = film(640, 360, frames=12) if available() else b""
LATE = film(640, 360, frames=24, index_first=False) if available() else b""
"""Its index comes last, so that a player asks for its end, and then goes on."""
PIECE_BYTES = 48_000
FRAMES = [photograph(160, 120).rotate(angle) for angle in (0, 20, 40)]


class Ranged(SmallSite):
    """Sends films as servers send media: as the range that was asked for, of two films in pieces of a bounded size."""

    def answer(self, path, headers):
        known, asked = super().answer(path, headers), headers.get("range", "")
        if not path.endswith(".mp4") or not asked:
            return known
        first, _, last = asked.removeprefix("bytes=").partition("-")
        start, end = int(first), int(last or len(known.body) - 1) + 1
        end = end if path == "/film.mp4" else min(end, start + PIECE_BYTES)
        fields = {"Content-Range": f"bytes {start}-{end - 1}/{len(known.body)}", "Accept-Ranges": "bytes"}
        return Answer(known.body[start:end], status=206, content_type="video/mp4", headers=fields)


def turning(form):
    return saved(FRAMES[0], form, save_all=True, append_images=FRAMES[1:], duration=80, loop=0)


@pytest.fixture(scope="module")
def proven(browser_path):
    loading = LoadOptions(browser_path=browser_path, access=Access(insecure=True), stay_s=0.3, quiet_s=0.3)

    async def prove(url):
        async with Driver(loading) as driver:
            tape = (await record(driver, loading, url)).tape
        again = for_replay(loading)
        async with Driver(again) as driver, player(driver, again) as own:
            with Workshop() as shop:
                tried = changes_of(tape, shop, ["video-definition", "image-animation"])
                prover = PageProver(own, tape, lambda: False, lambda some: combined(some, shop))
                return tape, await prover.prove(tried, limit_s=900)

    with Ranged() as site:
        site.answers |= {
            "/": Answer(HOME),
            "/film.mp4": Answer(FILM, content_type="video/mp4"),
            "/pieces.mp4": Answer(FILM, content_type="video/mp4"),
            "/turning.gif": Answer(turning("GIF"), content_type="image/gif"),
            "/turning.png": Answer(turning("PNG"), content_type="image/png"),
        }
        yield asyncio.run(prove(site.url()))


def of(proven, rule):
    return next(each for each in proven[1].proofs if each.rule == rule)


def test_a_video_is_proven_at_the_size_of_its_box(proven):
    proof = of(proven, "video-definition")
    assert (proof.verdict, proof.doubt, proof.detail) == (Verdict.CONDITIONAL, "", "")
    assert proof.avoided_bytes == proof.expected_bytes > 100_000
    assert {file.url.rpartition("/")[2] for file in proof.files} == {"film.mp4", "pieces.mp4"}


def test_a_video_that_comes_in_parts_is_proven_as_one_that_comes_at_once(proven):
    parts = [each for each in proven[0].responses if each.url.endswith("/pieces.mp4")]
    assert [each.status for each in parts] == [206] * len(parts)
    assert len({each.asked_range for each in parts}) == len(parts) == -(-len(FILM) // PIECE_BYTES) > 2
    page = proven[1]
    assert page.low_bytes == page.high_bytes == page.recorded_bytes
    film, pieces = sorted(of(proven, "video-definition").files, key=lambda each: each.url)
    assert film.before_bytes < pieces.before_bytes
    assert abs(film.after_bytes - pieces.after_bytes) < 20
    assert page.together.holds


def test_a_video_that_comes_in_parts_is_known_whole(browser_path):
    loading = LoadOptions(browser_path=browser_path, access=Access(insecure=True), stay_s=0.3, quiet_s=0.3)

    async def recorded(url):
        async with Driver(loading) as driver:
            return (await record(driver, loading, url)).tape

    with Ranged() as site:
        site.answers |= {"/": Answer(PARTS), "/late.mp4": Answer(LATE, content_type="video/mp4")}
        tape = asyncio.run(recorded(site.url()))
    parts = [each for each in tape.responses if each.url.endswith("/late.mp4")]
    assert len({each.asked_range for each in parts}) > 1
    assert LATE in [body for _, body in whole_videos(capture_of(tape))]


def test_animated_gif_and_png_are_proven_as_webp(proven):
    proof = of(proven, "image-animation")
    assert (proof.verdict, proof.doubt, proof.detail) == (Verdict.PROVEN, "", "")
    assert proof.avoided_bytes == proof.expected_bytes > 0
    assert {file.url.rpartition("/")[2] for file in proof.files} == {"turning.gif", "turning.png"}


def test_a_video_that_the_recording_does_not_have_whole_is_said_to_be(proven):
    tape = proven[0]
    cut = [
        each if each.url.endswith("/") else replace(each, whole=False, body=each.body[: len(each.body) // 2])
        for each in tape.responses
    ]
    with Workshop() as shop:
        change = untried_videos(capture_of(replace(tape, responses=tuple(cut))), shop)
        assert change.doubt is Doubt.NOT_WHOLE
        assert untried_videos(capture_of(tape), shop) is None
