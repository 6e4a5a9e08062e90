"""Which loaded pages count, as the pipeline judges them before anything else is made of them."""

import asyncio

import pytest
from msgspec.structs import replace

from delest.pipeline.auditing.judging.judge import Judge
from delest.records.pages.load import Capture, Kind, Outcome
from delest.records.runs.audit import Step
from delest.records.runs.scope import SampleOrder, Scope
from tests.page_loads import load, transfer

SITE = "https://example.org/"
WORDS = " ".join(f"word{n}" for n in range(100))


def capture(path, text=WORDS, *, head="", lang="", outcome=Outcome.OK, served=b""):
    url = SITE + path
    document = replace(transfer(url=url, kind=Kind.DOCUMENT), body_sha256="d" * bool(served))
    html = f'<html lang="{lang}"><head>{head}</head><p>{text}</p></html>'
    return Capture(load=load(document, url=url, outcome=outcome), html=html, bodies={"d": served})


def judge(**scope):
    return Judge(Scope(start_urls=(SITE,), **scope), None, None)


def reason(judge, page, depth=1):
    return judge.reason(page, asyncio.run(judge.read(page)), depth)


def test_the_first_of_two_that_say_the_same_counts_and_a_start_always_does():
    one = judge()
    assert [reason(one, capture(path)) for path in "ab"] == [None, "same-content"]
    assert reason(one, capture("start"), depth=0) is None


def test_a_run_that_goes_on_knows_the_pages_that_it_has():
    before = judge()
    content = asyncio.run(before.read(capture("a")))
    resumed = judge()
    resumed.resume(Step(url=f"{SITE}a", depth=1, final_url=f"{SITE}a", fingerprint=content.fingerprint))
    resumed.resume(Step(url=f"{SITE}gone", depth=1, final_url=f"{SITE}gone"))
    assert reason(resumed, capture("b")) == "same-content"


def test_in_a_sample_every_page_counts():
    drawn = judge(sample=SampleOrder(seed=1, precision=0.05))
    assert [reason(drawn, capture(path)) for path in "ab"] == [None, None]


def test_what_could_not_be_loaded_is_no_duplicate():
    one = judge()
    assert [reason(one, capture(path, outcome=Outcome.HTTP_ERROR)) for path in "ab"] == [None, None]


@pytest.mark.parametrize(("lang", "said"), [("en-GB", "other-language"), ("fr-CA", None), ("", None), ("?", None)])
def test_only_a_page_that_says_so_is_in_another_language(lang, said):
    assert reason(judge(language="fr"), capture("a", lang=lang)) == said
    assert reason(judge(language="fr"), capture("a", lang=lang), depth=0) is None
    assert reason(judge(), capture("a", lang=lang)) is None


def test_links_are_read_of_the_page_as_it_was_served_too():
    page = capture("a", '<a href="/now">n</a>', served=b'<a href="/then">t</a>')
    links = asyncio.run(judge().read(page)).links
    assert links.pages == (f"{SITE}now", f"{SITE}then")
