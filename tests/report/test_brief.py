"""The answer in a terminal is two screens, with all that follows it and whatever an audit found."""

import itertools

import pytest
from msgspec.structs import replace

from delest.message import Message
from delest.records.advice.proof import PageProof, Proof
from delest.records.advice.verdict import Verdict
from delest.records.co2e.ecoindex import PageScore, Variant
from delest.records.co2e.traffic import Coverage
from delest.records.pages.document import Document
from delest.records.runs.audit import OtherHost
from delest.report import kinds
from delest.report.fitting import LINES
from delest.report.formats import text
from delest.report.language import words
from delest.report.language.safe_text import columns
from delest.report.pages.audit.brief import SIZES, answer_page
from tests.rendered import brief

LONG = "https://www.example.org/" + "/".join(["a-section-with-a-long-name"] * 6)


def proven(url):
    together = Proof(rule="all", page_url=url, verdict=Verdict.PROVEN, before_bytes=900_000, avoided_bytes=400_000)
    return PageProof(page_url=url, recorded_bytes=900_000, replays=2, together=together)


def full(report):
    """A report to which every option has added what it adds."""
    coverage = Coverage(measured=0.4, modelled=0.2, unmatched=0.3, unplaced=0.1)
    traffic = replace(report.traffic, source="matomo: audience-2025.csv", coverage=coverage)
    lost = tuple(replace(report.pages[-1], url=f"{LONG}/{n}") for n in range(9))
    scores = (PageScore(url=report.weights[0].url, score=41.0, grade="E", variant=Variant.PYPI),)
    end = replace(
        report.end,
        complete=False,
        known_pages=900,
        warnings=tuple(Message.of(f"warning {n}: " + "a sentence that goes on and on " * 9) for n in range(9)),
        other_hosts=tuple(OtherHost(host=f"host-{n}.example.org", links=n + 1) for n in range(12)),
        traffic=traffic,
    )
    documents = (Document(url=f"{LONG}.pdf", final_url=f"{LONG}.pdf", family="pdf", stated_bytes=9_000_000),)
    proofs = tuple(proven(each.url) for each in report.weights[:3])
    return replace(
        report, end=end, traffic=traffic, pages=(*report.pages, *lost), ecoindex=scores, documents=documents,
        proofs=proofs,
    )  # fmt: skip


def written(report, following=0):
    return "".join(kinds.audit(report).pieces("text", brief=True, following=following))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["small", "three_states", "three_answers", "hostile", "fifty"])
@pytest.mark.parametrize("following", [0, 3])
def test_it_is_two_screens_at_most(request, name, language, following):
    report = request.getfixturevalue(name)
    words.use(language)
    for each in (report, full(report)):
        lines = written(each, following).splitlines()
        assert len(lines) + following <= LINES
        assert all(columns(line) <= 80 for line in lines)


@pytest.mark.parametrize("name", ["small", "three_answers", "fifty"])
def test_what_matters_is_never_left_out(request, name):
    report = full(request.getfixturevalue(name))
    answer = " ".join(written(report, 2).split())
    for said in (
        "per page view", "median inner page of the web", "CO2e a year", "published", "What to do first", "How sure",
        "Proven on 3 pages", "models:", "set power-model-2020 2020.1, sha256",
        "electricity:", "source:", "period:", "measured of", "Left out:",
        "the report in a file has the rest",
    ):  # fmt: skip
        assert said in answer, said


def test_a_short_audit_says_all_and_names_no_rest(small):
    answer = brief(replace(small, avoided=None, pages=small.pages[:4]))
    assert "has the rest" not in answer
    assert "spread evenly" in " ".join(answer.split())


def test_each_size_is_shorter_than_the_one_before(small):
    report = full(small)
    pages = [text.render(answer_page(report, size)).count("\n") for size in range(SIZES)]
    assert all(shorter <= longer for longer, shorter in itertools.pairwise(pages)), pages
