"""Pages recorded in their measuring load and loaded again without the network, unchanged and changed."""

import asyncio
import hashlib
import io
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PIL import Image

from delest.advise.workshop import Workshop
from delest.measure.browser.browser import Driver
from delest.measure.replay.record import record
from delest.measure.replay.replay import for_replay, player
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.changes import changes_of, left_out
from delest.pipeline.proving.page import PageProver
from delest.records.advice.finding import Effect
from delest.records.advice.proof import Doubt
from delest.records.advice.remedy import Remedy
from delest.records.advice.verdict import Verdict
from delest.records.pages.load import CacheState, Outcome
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from delest.store import recording
from tests.browser.small_site import Answer, SmallSite
from tests.site.cases import CASES
from tests.site.content import noise, png

pytestmark = pytest.mark.browser

DIFFICULT = [
    ("gzip", "http"),
    ("chunked", "http"),
    ("redirected-page", "h2"),
    ("worker", "h2"),
    ("lazy-images", "http"),
]
"""Cases of the counting site: name and transport."""
PICTURE = png("proof", 200)
STYLE = (
    "body{font:16px/1.4 sans-serif;color:#123;background:#fed}h1{font-size:60px;color:#b00}/*" + "x" * 900 + "*/"
).encode()
HOME = (
    b"<!doctype html><html lang=en><title>Home</title><link rel=stylesheet href=/s.css>"
    b"<h1>A heading that is long enough to be seen</h1><p>Text of the page.</p>"
    b"<img src=/p.png width=200 height=200 alt=''><script src=/a.js></script>"
)
SCRIPT = b"document.querySelector('p').textContent += ' And of its script.';"
RANDOM = (
    b"<!doctype html><title>Random</title><p>x</p><script>"
    b"const i = new Image(); i.src = '/r/' + Math.floor(Math.random() * 1e9); document.body.append(i);</script>"
)


FAR = (
    b"<!doctype html><html lang=en><title>Far</title><link rel=stylesheet href=/kept.css><p>Text.</p>"
    b"<div style=height:4000px></div><img src=/far.png width=200 height=200 alt=''>"
)


class Random(SmallSite):
    def answer(self, path, headers):
        if path.startswith("/r/"):
            return Answer(noise(path, 30_000), content_type="image/png")
        return super().answer(path, headers)


def options(browser_path):
    return LoadOptions(browser_path=browser_path, access=Access(insecure=True), stay_s=0.3, quiet_s=0.3)


@asynccontextmanager
async def playing(loading):
    again = for_replay(loading)
    async with Driver(again) as driver, player(driver, again) as own:
        yield own


async def recorded(loading, urls):
    async with Driver(loading) as driver:
        return [await record(driver, loading, url) for url in urls]


@pytest.fixture(scope="module")
def loading(browser_path):
    return options(browser_path)


@pytest.fixture(scope="module")
def small(loading):
    """Recordings of a small site, and how many requests it had got when they were made."""
    with Random() as site:
        cached = {"Last-Modified": "Sun, 01 Nov 2026 08:00:00 GMT", "Cache-Control": "max-age=3600"}
        site.answers |= {
            "/": Answer(HOME),
            "/s.css": Answer(STYLE, content_type="text/css", headers=cached),
            "/p.png": Answer(PICTURE, content_type="image/png", headers=cached),
            "/a.js": Answer(SCRIPT, content_type="text/javascript"),
            "/random": Answer(RANDOM),
            "/far": Answer(FAR),
            "/far.png": Answer(png("far", 150), content_type="image/png", headers=cached),
            "/kept.css": Answer(STYLE * 3, content_type="text/css", headers={"Cache-Control": "no-store"}),
        }
        made = asyncio.run(recorded(loading, [site.url(path) for path in ("/", "/random", "/far")]))
        yield site, made, len(site.asked)


def tape_of(small, at=0):
    return small[1][at].tape


def remedy(tape, path, body, content_type):
    response = next(each for each in tape.responses if each.url.endswith(path))
    digest = hashlib.sha256(response.body).hexdigest()
    return Remedy(rule="test", url=response.url, body=body, content_type=content_type, replaces_sha256=digest)


def webp(picture):
    file = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.save(file, "WEBP", lossless=True)
    return file.getvalue()


@pytest.fixture(scope="module")
def proofs(small, loading):
    """One proof of the home page, with changes of each sort, and one of the page that is random."""
    tape = tape_of(small)
    changes = [
        Change(rule="image", remedies=(remedy(tape, "/p.png", webp(PICTURE), "image/webp"),)),
        Change(rule="no-style", remedies=(remedy(tape, "/s.css", b"", "text/css"),)),
        Change(rule="broken-script", remedies=(remedy(tape, "/a.js", SCRIPT[: len(SCRIPT) // 2], "text/javascript"),)),
        Change(rule="heavier", remedies=(remedy(tape, "/a.js", SCRIPT + b"//" + b"y" * 5000, "text/javascript"),)),
        left_out("127.0.0.1", ["127.0.0.1"]),
    ]

    async def prove():
        async with playing(loading) as own:
            home = await PageProver(own, tape, lambda: False).prove(changes, limit_s=600)
            random = await PageProver(own, tape_of(small, 1), lambda: False).prove([], limit_s=600)
            old = replace(tape, recorded_at=tape.recorded_at - timedelta(days=365))
            aged = [(await own.load(each, after=each.page_url)).load for each in (tape, old)]
            with Workshop() as shop:
                tried = changes_of(tape_of(small, 2), shop, ["image-offscreen", "cache-lifetime"])
            far = await PageProver(own, tape_of(small, 2), lambda: False).prove(tried, limit_s=600)
            return home, random, aged, far

    return asyncio.run(prove())


def verdicts(proof):
    return {each.rule: each for each in proof.proofs}


def test_a_recorded_load_is_the_measured_one(small):
    for made in small[1]:
        assert (made.capture.load.outcome, made.capture.load.exact, made.reason) == (Outcome.OK, True, None)
    assert small[0].asked.count("/p.png") == 1


def test_an_image_replaced_is_proven_to_the_byte(small, proofs):
    proof = verdicts(proofs[0])["image"]
    old = next(each for each in tape_of(small).responses if each.url.endswith(".png"))
    lengths = len(str(len(webp(PICTURE)))) - len(str(len(PICTURE)))
    assert proof.verdict is Verdict.PROVEN
    assert (
        proof.avoided_bytes
        == proof.expected_bytes
        == len(old.body) - len(webp(PICTURE)) - lengths - len("image/webp") + len("image/png")
    )
    assert proof.other_bytes == 0
    assert proofs[0].together.avoided_bytes == proof.avoided_bytes
    assert {each.image_url for each in proofs[0].pictures} == {"", old.url}
    assert all(each.likeness > 0.9 for each in proofs[0].pictures)


@pytest.mark.parametrize("rule", ["no-style", "broken-script"])
def test_a_page_that_a_change_breaks_is_never_proven(proofs, rule):
    proof = verdicts(proofs[0])[rule]
    assert (proof.verdict, proof.holds) == (Verdict.SIDE_EFFECTS, False)
    assert proof.doubt in {Doubt.ERRORS, Doubt.TEXT, Doubt.LOOK, Doubt.IMAGES}
    assert proof.avoided_bytes == proof.expected_bytes > 0


def test_what_makes_a_page_heavier_is_said_to(proofs):
    proof = verdicts(proofs[0])["heavier"]
    assert (proof.verdict, proof.avoided_bytes == proof.expected_bytes < 0) == (Verdict.HEAVIER, True)


def test_what_is_left_out_is_a_cost_and_in_no_sum(proofs):
    cost = verdicts(proofs[0])["third-party:127.0.0.1"]
    assert (cost.effect, cost.counts) == (Effect.COST, False)
    assert proofs[0].together.effect is Effect.AVOIDABLE


def test_a_random_page_is_not_replayable(proofs):
    _home, random, *_others = proofs
    assert (random.doubt, random.replayable, random.together) == (Doubt.MISSED, False, None)
    assert "/r/" in random.detail


def test_an_old_recording_replays_the_same(proofs):
    fresh, old = proofs[2]
    assert fresh.transferred_bytes == old.transferred_bytes
    assert fresh.outcome is old.outcome is Outcome.OK
    assert next(t for t in old.transfers if t.url.endswith(".png")).transferred_bytes == 0


def test_lazy_loading_is_proven_for_visitors_who_do_not_scroll(proofs):
    proof = verdicts(proofs[3])["image-offscreen"]
    assert (proof.verdict, proof.effect, proof.counts) == (Verdict.CONDITIONAL, Effect.BEFORE_SCROLL, False)
    assert proof.avoided_bytes > 60_000
    assert abs(proof.after_bytes - proof.before_bytes) < 50


def test_a_lifetime_is_proven_on_a_later_load(proofs):
    proof = verdicts(proofs[3])["cache-lifetime"]
    assert (proof.verdict, proof.effect, proof.cache_state) == (
        Verdict.CONDITIONAL,
        Effect.LATER_PAGES,
        CacheState.WARM,
    )
    assert proof.avoided_bytes > len(STYLE * 3)
    assert [file.url.rpartition("/")[2] for file in proof.files] == ["kept.css"]
    assert proof.files[0].before_bytes - proof.files[0].after_bytes == proof.avoided_bytes
    assert proofs[3].together is None


def test_no_packet_leaves_while_pages_are_replayed(small, proofs):
    site, _made, asked = small
    assert proofs[0].replays >= 2
    assert len(site.asked) == asked


def test_a_recording_is_kept_for_its_owner_alone_and_read_again(small, tmp_path):
    tape = tape_of(small)
    path = recording.keep(tmp_path, tape)
    assert path.stat().st_mode & 0o077 == path.parent.stat().st_mode & 0o077 == 0
    assert list(recording.recordings(tmp_path)) == [tape]


@pytest.fixture(scope="module")
def twice(site, loading):
    """Difficult pages recorded once and replayed twice, the second time in a hurry."""

    async def replayed():
        found = {}
        site.reset()
        made = await recorded(loading, [site.url(CASES[name], transport) for name, transport in DIFFICULT])
        async with playing(loading) as own:
            for key, each in zip(DIFFICULT, made, strict=True):
                found[key] = each.tape, []
                for hurry in (False, True):
                    own.hurry(hurry=hurry)
                    found[key][1].append(await own.load(each.tape))
        return found

    return asyncio.run(replayed())


@pytest.mark.parametrize("key", DIFFICULT)
def test_an_unchanged_replay_weighs_what_was_recorded(twice, key):
    tape, plays = twice[key]
    assert [each.load.transferred_bytes for each in plays] == [tape.load.transferred_bytes] * 2
    assert [each.missed for each in plays] == [(), ()]
