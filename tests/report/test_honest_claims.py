"""The ten rules of an honest claim, held by every page of every kind, in every format, in both languages."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.convert.equipment.devices import claim, label
from delest.convert.equipment.plan import total
from delest.convert.equipment.plan_table import parse
from delest.convert.web.equation import Change, PageChange, avoided
from delest.convert.web.range import reproduces_published_example
from delest.factors.load import released
from delest.records.co2e.avoided import Conditions, ViewShares
from delest.records.co2e.equipment import Lever
from delest.records.gate.comparison import Certainty, Comparison, PagePair, Side
from delest.report import kinds
from delest.report.language import words
from delest.units import Estimate

RULES = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "report" / "claims.toml").read_text("utf-8"))["rule"]
FORMATS = ["text", "brief", "html", "markdown"]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PLAN = """theme,action,level,lever,device,quantity,from,to
Design,Lighter home page,roll-out,page,,900000,2 MB,500 kB
Purchases,Telephones,trial,refurbished,smartphone,1234,,
"""
MASS = re.compile(r"(?<![\d.,])([\d.,]*\d) (?:kg|g|t)\b(?! CO2e per| CO2e par Go| CO2e = | de CO2e = | Sb)")


@pytest.fixture
def published(small):
    """Every kind of answer that has kg in it."""
    sets = released()
    change = PageChange(url="", views_per_year=2e6, cold=Change(baseline_bytes=2_000_000, scenario_bytes=900_000))
    lighter = avoided([change], sets, Conditions(), shares=ViewShares(), target="900 kB")
    examples = {each.role for each in lighter.converted.readings if reproduces_published_example(each, sets)}
    devices = claim(Lever.REFURBISHED, "smartphone", 1234, sets)
    actions, _problems = parse(PLAN, "plan.csv", sets)
    return {
        "audit": kinds.audit(small),
        "run": kinds.estimated_run(None, small, NOW),
        "page": kinds.estimated_page(lighter, examples, NOW, ()),
        "equipment": kinds.estimated_equipment(devices, label("smartphone", sets), ()),
        "plan": kinds.estimated_plan(total(actions, sets, Conditions()), lambda device: label(device, sets), ()),
        "comparison": kinds.comparison(compared(lighter, small.traffic)),
    }


def compared(lighter, traffic):
    """Two audits of one page, whose difference is claimed."""
    side = Side(
        run_id="a", site="www.example.org", started_on="2026-01-01", delest="0.1.0", browser="-", device="desktop",
        consent="as-is", cache="cold", loads=2, pages=1,
    )  # fmt: skip
    less = Estimate(low=-1_100_000, central=-1_100_000, high=-1_100_000)
    pair = PagePair(
        url="https://www.example.org/", before_bytes=2_000_000, after_bytes=900_000, change_bytes=less,
        certainty=Certainty.LIGHTER,
    )  # fmt: skip
    return Comparison(
        baseline=side, scenario=replace(side, run_id="b", started_on="2026-11-22"), pairs=(pair,),
        certainty=Certainty.LIGHTER, mean_before_bytes=2_000_000, mean_after_bytes=900_000, mean_change_bytes=less,
        avoided=lighter, traffic=traffic, traffic_source=traffic.source,
    )  # fmt: skip


def read(published, form, language):
    words.use(language)
    text = "".join(published.pieces("text" if form == "brief" else form, brief=form == "brief"))
    if form == "html":
        text = BeautifulSoup(text, "lxml").get_text(" ")
    if form == "markdown":
        text = re.sub(r"\\([^\w\s])", r"\1", text).replace("**", "").replace("|", " ")
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["audit", "run", "page", "equipment", "plan", "comparison"])
def test_a_page_keeps_the_rules_of_its_kind(published, kind, language, form):
    text = read(published[kind], form, language)
    for rule in RULES:
        said = f"{rule['number']}: {rule['says']}"
        if kind in rule["kinds"]:
            for pattern in rule.get(language, ()):
                assert re.search(pattern.replace(" ", r"\s"), text, re.IGNORECASE), (said, pattern)
        if kind in rule.get("never_in", rule["kinds"]):
            for pattern in rule.get("never", ()):
                assert not re.search(pattern, text, re.IGNORECASE), (said, pattern)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("language", "refusal"), [("en", "no reduction may be claimed"), ("fr", "aucune réduction ne")]
)
def test_nothing_is_claimed_within_the_noise(small, form, language, refusal):
    within = kinds.audit(replace(small, avoided=replace(small.avoided, below_noise=True)))
    text = read(within, form, language)
    assert refusal in text
    assert "28 kg" not in text
    assert "280 kg" not in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["audit", "run", "page", "equipment", "plan", "comparison"])
def test_no_kg_has_more_than_two_significant_digits(published, kind, language, form):
    masses = MASS.findall(read(published[kind], form, language))
    digits = {mass: re.sub(r"\D", "", mass).strip("0") for mass in masses}
    assert masses
    assert all(len(some) <= 2 for some in digits.values()), digits
