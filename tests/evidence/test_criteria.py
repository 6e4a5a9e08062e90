"""What each criterion concludes from transfers that are known."""

import hashlib

import pytest

from delest.evidence.framework import criteria, data_file, older
from delest.evidence.pack import points, probes
from delest.evidence.seen import Declared
from delest.pipeline.evidence import gather, hosting
from delest.records.pages.load import Outcome
from delest.records.state.evidence import MAY_BE_VALID, Seen, Status
from tests.evidence.audits import SITE, bad_page, document, good_page, saved
from tests.page_loads import load, page

LIMITS = Declared(url=f"{SITE}/eco", max_bytes=1_000_000, max_requests=30, sentences=("Poids maximum : 1 Mo",))


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    run = saved(tmp_path_factory.mktemp("good") / "run", good_page("/"), good_page("/a"))
    return of(gather(run, declaration=LIMITS, hosted=hosting("FRA")))


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    documents = (document("/big.pdf", 12_000_000), document("/small.pdf", 1_000))
    run = saved(tmp_path_factory.mktemp("bad") / "run", good_page("/"), bad_page("/b"), documents=documents)
    return of(gather(run, declaration=LIMITS))


def of(pack):
    return {each.criterion: each for each in pack.evidence} | {"pack": pack}


def test_the_framework_is_whole():
    assert len(criteria()) == 78
    assert sum(each.weight for each in criteria()) == 100.25
    assert len(older()) == 79
    assert set(probes()) == {
        "1.5", "2.5", "2.10", "3.3", "4.1", "4.2", "4.6", "4.7", "4.8", "4.9", "4.11", "5.1", "5.2", "5.3", "5.4",
        "5.6", "5.7", "6.1", "6.2", "6.3", "6.5", "6.7", "8.6",
    }  # fmt: skip


def test_the_data_files_are_those_that_were_released():
    lock = dict(reversed(line.split()) for line in data_file("SHA256SUMS").read_text("ascii").splitlines())
    assert len(lock) == 6
    for name, digest in lock.items():
        assert hashlib.sha256(data_file(name).read_bytes()).hexdigest() == digest


def test_a_good_site_gets_what_a_measurement_can_show_and_no_more(good):
    valid = {name for name, each in good.items() if name != "pack" and each.status is Status.VALID}
    assert valid == {"4.8", "5.1", "6.1", "6.3", "6.7"}
    assert good["pack"].points.valid == 5.5
    assert good["pack"].points.most == 7.75
    assert good["pack"].points.applicable == 100.25


def test_a_bad_site_is_refuted(bad):
    refuted = {name for name, each in bad.items() if name != "pack" and each.status is Status.NOT_VALID}
    assert refuted == {"3.3", "5.1", "6.1", "6.2", "6.3", "6.7"}
    assert bad["4.8"].status is Status.TO_ASSESS, "450 kB of fonts, but how many families is not known"
    assert bad["4.8"].missing


def test_nothing_else_is_ever_decided(good, bad):
    for each in (*good["pack"].evidence, *bad["pack"].evidence):
        assert each.status in {Status.VALID, Status.NOT_VALID, Status.TO_ASSESS}
        assert each.status is not Status.VALID or each.criterion in MAY_BE_VALID


@pytest.mark.parametrize("criterion", [each.id for each in criteria()])
def test_every_criterion_says_what_it_saw_or_why_it_did_not(good, criterion):
    found = good[criterion]
    assert found.said if found.seen is not Seen.NOT_MEASURED else found.missing
    assert found.by_hand


def test_the_numbers_are_those_of_the_transfers(bad):
    assert [(each.url, each.bytes) for each in bad["6.3"].resources] == [(f"{SITE}/a.js", 20_000)]
    assert {each.url for each in bad["2.10"].resources} == {"tracker.example.com"}
    assert bad["2.10"].said[0].values["weight"].value == 30_043
    assert bad["5.1"].said[0].values["share"].value == 0.5, "one avif, one jpeg; the tracker's pixel does not count"
    assert [each.url for each in bad["6.2"].resources] == [f"{SITE}/hero.jpg"]
    assert [each.url for each in bad["4.11"].resources] == [f"{SITE}/big.pdf"]
    assert bad["6.1"].looks[0].url == f"{SITE}/b", "the worst page comes first"


def test_the_hosting_country_is_compared_with_the_threshold(good, bad):
    assert good["8.6"].said[0].values["grid"].value < 100
    assert bad["8.6"].seen is Seen.NOT_MEASURED
    assert "--hosting" in bad["8.6"].missing[0].one


def test_an_estimate_is_a_range_with_its_sets(good):
    values = good["1.5"].said[0].values
    assert values["low"].value < values["high"].value
    assert "swd-v4" in values["sets"]


def test_no_limits_no_verdict(tmp_path):
    run = saved(tmp_path / "run", good_page("/"))
    assert of(gather(run))["6.1"].status is Status.TO_ASSESS
    only_weight = Declared(url="u", max_bytes=1_000_000)
    assert of(gather(run, declaration=only_weight))["6.1"].status is Status.TO_ASSESS
    too_low = Declared(url="u", max_bytes=1_000)
    assert of(gather(run, declaration=too_low))["6.1"].status is Status.NOT_VALID


@pytest.mark.parametrize(
    "change",
    [
        {"complete": False},
        {"pages": (page(load(url=f"{SITE}/lost", outcome=Outcome.TIMED_OUT)),)},
        {"pages": (page(load(*good_page("/c").loads[0].transfers, url=f"{SITE}/c", settled_after_ms=None)),)},
    ],
    ids=["interrupted", "a page was lost", "a page did not settle"],
)
def test_what_is_not_whole_is_not_met(tmp_path, change):
    run = saved(tmp_path / "run", good_page("/"), *change.pop("pages", ()), **change)
    found = of(gather(run, declaration=LIMITS))
    assert not [each for each in found["pack"].evidence if each.status is Status.VALID]


def test_a_dead_link_does_not_keep_a_criterion_from_being_met(tmp_path):
    dead = page(load(url=f"{SITE}/dead", outcome=Outcome.HTTP_ERROR))
    found = of(gather(saved(tmp_path / "run", good_page("/"), dead)))
    assert found["6.3"].status is Status.VALID


def test_rules_that_did_not_run_found_nothing_and_say_so(good):
    for criterion in ("5.2", "6.5"):
        assert good[criterion].seen is Seen.NOT_MEASURED
        assert "delest advise" in good[criterion].missing[0].one


def test_documents_that_were_not_looked_up_are_not_called_small(tmp_path):
    found = of(gather(saved(tmp_path / "run", good_page("/"), documents_asked=0)))
    assert found["4.11"].seen is found["5.7"].seen is Seen.NOT_MEASURED


def test_an_audit_without_a_measured_page_decides_nothing(tmp_path):
    lost = page(load(url=f"{SITE}/", outcome=Outcome.FAILED))
    found = of(gather(saved(tmp_path / "run", lost), declaration=LIMITS))
    assert {each.status for each in found["pack"].evidence} == {Status.TO_ASSESS}
    assert found["6.3"].seen is Seen.NOT_MEASURED


def test_a_person_raises_the_score_above_what_is_measured(good):
    assert points(good["pack"].evidence, {"1.1": Status.VALID}).valid == 7.0
    assert points(good["pack"].evidence, {"7.4": Status.NOT_APPLICABLE}).applicable == 98.75
