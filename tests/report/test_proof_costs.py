"""What hosts cost that pages were loaded without: said first where nothing else was tried, and never as 0."""

import pytest
from msgspec.structs import replace

from delest.records.advice.finding import Effect
from delest.records.advice.proof import Doubt, PageProof, Proof
from delest.records.advice.verdict import Verdict
from delest.report import kinds
from delest.report.language.words import speaking

PAGE = "https://www.example.org/"


def cost(host, avoided_bytes, doubt=Doubt.NONE):
    verdict = Verdict.NOT_REPLAYABLE if doubt is Doubt.TIME else Verdict.CONDITIONAL
    return Proof(
        rule=f"third-party:{host}", page_url=PAGE, effect=Effect.COST, verdict=verdict, doubt=doubt,
        before_bytes=200_000, avoided_bytes=avoided_bytes,
    )  # fmt: skip


def said(report, *proofs, language="en"):
    page = PageProof(page_url=PAGE, recorded_bytes=200_000, replays=2, proofs=proofs)
    with speaking(language):
        text = "".join(kinds.prove(replace(report, proofs=(page,), plan=None)).pieces("text"))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "1 page loaded again without tags.example: 50 kB less, 25% of its bytes. This is what it costs;"),
        ("fr", "1 page rechargée sans tags.example : 50 ko de moins, 25 % de ses octets. C’est ce qu’il coûte ;"),
    ],
)
def test_what_a_host_costs_is_said_first(small, language, sentence):
    text = said(small, cost("tags.example", 50_000), language=language)
    assert sentence in text
    assert "Proven means" not in text
    assert "Prouvé veut dire" not in text


def test_costs_of_several_hosts_are_in_no_sum(small):
    text = said(small, cost("tags.example", 50_000), cost("films.example", 30_000))
    assert "only costs were weighed" in text
    assert "without each of 2 hosts" in text
    assert "80 kB" not in text


def test_a_host_that_there_was_no_time_to_leave_out_costs_no_0(small):
    text = said(small, cost("tags.example", 50_000), cost("films.example", 0, Doubt.TIME))
    assert "not tried: the time for this page was over" in text
    assert "films.example - / not tried" in text


def test_where_files_were_tried_too_the_sentence_is_of_these(small):
    image = Proof(rule="image-encoding", page_url=PAGE, verdict=Verdict.SIDE_EFFECTS, doubt=Doubt.LOOK)
    text = said(small, image, cost("tags.example", 50_000))
    assert "No lighter file could be proven" in text
    assert "Proven means" in text
