"""The ten rules of an honest claim, held by every report that people read."""

import re
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.report.language import words
from delest.report.render import render

RULES = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "report" / "claims.toml").read_text("utf-8"))["rule"]


def read(report, format_id, language):
    words.use(language)
    text = render(report, format_id)
    if format_id == "html":
        text = BeautifulSoup(text, "lxml").get_text(" ")
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("format_id", ["text", "html"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule['number']}: {rule['says']}")
def test_a_report_keeps_the_rule(small, rule, language, format_id):
    text = read(small, format_id, language)
    for pattern in rule.get(language, ()):
        assert re.search(pattern.replace(" ", r"\s"), text, re.IGNORECASE), pattern
    for pattern in rule.get("never", ()):
        assert not re.search(pattern, text, re.IGNORECASE), pattern


@pytest.mark.parametrize("format_id", ["text", "html"])
@pytest.mark.parametrize(
    ("language", "refusal"), [("en", "no reduction may be claimed"), ("fr", "aucune réduction ne")]
)
def test_nothing_is_claimed_within_the_noise(small, format_id, language, refusal):
    text = read(replace(small, avoided=replace(small.avoided, below_noise=True)), format_id, language)
    assert refusal in text
    assert "28 kg" not in text
    assert "280 kg" not in text


@pytest.mark.parametrize("format_id", ["text", "html"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_kg_has_more_than_two_significant_digits(small, format_id, language):
    text = read(small, format_id, language)
    masses = re.findall(r"(?<![\d.,])([\d.,]*\d) (?:kg|g|t)\b(?! CO2e per| CO2e par Go)", text)
    digits = {mass: re.sub(r"\D", "", mass).strip("0") for mass in masses}
    assert "450" in masses
    assert all(len(some) <= 2 for some in digits.values()), digits
