"""Videos and animations of a page, proven with lighter files; PyAV, an extra, encodes the videos."""

import asyncio

import pytest
from msgspec.structs import replace

from delest.advise.remedies.video import available
from delest.advise.workshop import Workshop
from delest.measure.browser.browser import Driver
from delest.measure.replay.capture import capture_of
from delest.measure.replay.record import record
from delest.measure.replay.replay import for_replay, player
from delest.pipeline.proving.changes import changes_of
from delest.pipeline.proving.page import PageProver
from delest.pipeline.proving.together import combined
from delest.pipeline.proving.videos import untried_videos
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
    b"<img src=/turning.gif width=160 height=120 alt=''><img src=/turning.png width=160 height=120 alt=''>"
)


FRAMES = [photograph(160, 120).rotate(angle) for angle in (0, 20, 40)]


class Ranged(SmallSite):
    """Sends the film as servers send media: as the range that was asked for, from its first byte on."""

    def answer(self, path, headers):
        known = super().answer(path, headers)
        if path != "/film.mp4" or headers.get("range") != "bytes=0-":
            return known
        length = len(known.body)
        fields = {"Content-Range": f"bytes 0-{length - 1}/{length}", "Accept-Ranges": "bytes"}
        return Answer(known.body, status=206, content_type="video/mp4", headers=fields)


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
            "/film.mp4": Answer(film(640, 360, frames=12), content_type="video/mp4"),
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
    assert [file.url.rpartition("/")[2] for file in proof.files] == ["film.mp4"]


def test_animated_gif_and_png_are_proven_as_webp(proven):
    proof = of(proven, "image-animation")
    assert (proof.verdict, proof.doubt, proof.detail) == (Verdict.PROVEN, "", "")
    assert proof.avoided_bytes == proof.expected_bytes > 0
    assert {file.url.rpartition("/")[2] for file in proof.files} == {"turning.gif", "turning.png"}


def test_a_video_that_the_recording_does_not_have_whole_is_said_to_be(proven):
    tape = proven[0]
    cut = [replace(each, whole=each.url.endswith("/")) for each in tape.responses]
    with Workshop() as shop:
        change = untried_videos(capture_of(replace(tape, responses=tuple(cut))), shop)
        assert change.doubt is Doubt.NOT_WHOLE
        assert untried_videos(capture_of(tape), shop) is None
