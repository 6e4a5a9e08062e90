"""Changes beside lighter files, proven on a page that asks for each: hints, redirects, errors, media, scripts."""

import asyncio
import random
import struct

import pytest

from delest.advise.examine import examine_page
from delest.advise.workshop import Workshop
from delest.measure.browser.browser import Driver
from delest.measure.replay.capture import capture_of
from delest.measure.replay.record import record
from delest.measure.replay.replay import for_replay, player
from delest.pipeline.proving.changes import changes_of
from delest.pipeline.proving.page import PageProver
from delest.pipeline.proving.together import combined
from delest.records.advice.finding import Effect
from delest.records.advice.verdict import Verdict
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access
from tests.browser.small_site import Answer, SmallSite, redirect
from tests.site.cases import CASES
from tests.site.content import png

pytestmark = pytest.mark.browser

LATER = random.Random(5).randbytes(20_000).hex()
SCRIPT = (
    "document.querySelector('p').textContent += ' ran';\n"
    f"window.idle = function idle(one, two) {{ return '{LATER}' + one }};\n"
).encode()
MISSING = b"<h1>Not found</h1>" + b"<p>A long page of words for nobody.</p>" * 200


def wav(seconds):
    data = random.Random(6).randbytes(8000 * seconds)
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data


class Second(SmallSite):
    address = "127.0.0.2"


class Third(SmallSite):
    address = "127.0.0.3"


@pytest.fixture(scope="module")
def proven(browser_path):
    loading = LoadOptions(
        browser_path=browser_path, access=Access(insecure=True), stay_s=4.0, quiet_s=0.3, coverage=True
    )

    async def prove(url):
        async with Driver(loading) as driver:
            tape = (await record(driver, loading, url)).tape
        again = for_replay(loading)
        async with Driver(again) as driver, player(driver, again) as own:
            with Workshop() as shop:
                found = examine_page(capture_of(tape), shop).findings
                tried = changes_of(tape, shop)
                prover = PageProver(own, tape, lambda: False, lambda some: combined(some, shop))
                return tape, found, await prover.prove(tried, limit_s=900)

    with SmallSite() as site, Second() as tags, Third() as brought:
        script = f"const i = new Image(); i.src = 'http://127.0.0.3:{brought.port}/pixel.png'; document.body.append(i);"
        tags.answers["/tag.js"] = Answer(
            script.encode() + b"/*" + b"t" * 21_000 + b"*/", content_type="text/javascript"
        )
        brought.answers["/pixel.png"] = Answer(png("pixel", 60), content_type="image/png")
        home = (
            "<!doctype html><html lang=en><title>Home</title><link rel=icon href=data:,>"
            "<link rel=preload as=script href=/never.js><h1>A heading</h1><p>Text</p>"
            "<img src=/old.png width=80 height=80 alt=''><img src=/gone.png width=20 height=20 alt=''>"
            "<audio src=/speech.wav preload=auto controls></audio>"
            f"<script src=/a.js></script><script src=http://127.0.0.2:{tags.port}/tag.js></script>"
        )
        long = {"Set-Cookie": "a=" + "c" * 1200}
        site.answers |= {
            "/": redirect("/home"),
            "/home": Answer(home.encode()),
            "/old.png": Answer(status=301, headers={"Location": "/new.png", **long}),
            "/new.png": Answer(png("new", 80), content_type="image/png"),
            "/gone.png": Answer(MISSING, status=404),
            "/speech.wav": Answer(wav(30), content_type="audio/wav"),
            "/never.js": Answer(b"//" + LATER.encode(), content_type="text/javascript"),
            "/a.js": Answer(SCRIPT, content_type="text/javascript"),
        }
        yield asyncio.run(prove(site.url()))


def of(proven, rule):
    return next(each for each in proven[2].proofs if each.rule == rule)


def weight(proven, ending):
    return sum(t.transferred_bytes or 0 for t in proven[0].load.transfers if t.url.endswith(ending))


def test_the_page_replays_as_it_was_recorded(proven):
    page = proven[2]
    assert (page.doubt, page.detail) == ("", "")
    assert page.recorded_bytes == page.low_bytes == page.high_bytes


@pytest.mark.parametrize("rule", ["preload-unused", "redirects", "error-answers", "video-loading", "js-unused"])
def test_each_rule_finds_it(proven, rule):
    assert rule == "js-unused" or rule in {finding.rule for finding in proven[1]}
    proof = of(proven, rule)
    assert proof.holds, (proof.verdict, proof.doubt, proof.detail)


def test_an_unused_preload_is_gone_with_all_its_bytes(proven):
    proof = of(proven, "preload-unused")
    assert proof.verdict is Verdict.CONDITIONAL
    assert proof.avoided_bytes == proof.expected_bytes >= weight(proven, "/never.js")
    assert (proof.files[0].url.endswith("/never.js"), proof.files[0].after_bytes) == (True, 0)


def test_redirects_are_gone_and_what_they_led_to_stays(proven):
    proof = of(proven, "redirects")
    hops = {each.url.rpartition("/")[2] for each in proof.files if not each.after_bytes}
    assert hops == {"", "old.png"}
    assert proof.avoided_bytes == proof.expected_bytes > 1_000


def test_an_error_response_without_a_body_changes_nothing_on_the_page(proven):
    proof = of(proven, "error-answers")
    assert proof.verdict is Verdict.PROVEN
    assert len(MISSING) - 20 < proof.avoided_bytes == proof.expected_bytes


def test_media_that_wait_for_a_click_are_a_cost_and_in_no_sum(proven):
    proof = of(proven, "video-loading")
    assert (proof.effect, proof.counts) == (Effect.COST, False)
    assert proof.avoided_bytes > 200_000


def test_functions_that_never_ran_are_weighed_and_in_no_sum(proven):
    proof = of(proven, "js-unused")
    assert (proof.verdict, proof.effect, proof.counts) == (Verdict.CONDITIONAL, Effect.NOTICE, False)
    assert len(LATER) < proof.avoided_bytes == proof.expected_bytes


def test_a_third_party_costs_what_it_brings_along_too(proven):
    proof = of(proven, "third-party:127.0.0.2")
    assert proof.brought_along == ("127.0.0.3",)
    assert proof.avoided_bytes == weight(proven, "/tag.js") + weight(proven, "/pixel.png")


def test_all_together_is_what_its_parts_come_to(proven):
    together = proven[2].together
    assert together.holds, (together.doubt, together.detail)
    counted = sum(each.avoided_bytes for each in proven[2].proofs if each.counts)
    assert 0 < together.avoided_bytes <= counted


def test_a_host_of_many_requests_over_http1_is_lighter_over_http2(site, browser_path):
    loading = LoadOptions(browser_path=browser_path, access=Access(insecure=True), stay_s=0.3, quiet_s=0.3)

    async def prove(url):
        async with Driver(loading) as driver:
            tape = (await record(driver, loading, url)).tape
        again = for_replay(loading)
        async with Driver(again) as driver, player(driver, again) as own:
            with Workshop() as shop:
                tried = changes_of(tape, shop, ["http1"])
            return await PageProver(own, tape, lambda: False).prove(tried, limit_s=900)

    site.reset()
    (proof,) = asyncio.run(prove(site.url(CASES["many-small"], "https"))).proofs
    assert (proof.rule, proof.verdict, proof.effect, proof.counts) == ("http1", Verdict.PROVEN, Effect.NOTICE, False)
    assert proof.avoided_bytes == proof.before_bytes - proof.after_bytes > 5_000
