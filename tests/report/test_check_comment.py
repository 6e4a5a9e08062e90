"""The comment of a check on a pull request: before and after, details folded away, CO2e where traffic is known."""

import pytest
from msgspec.structs import replace

from delest.identity import identity
from delest.records.advice.finding import Effect
from delest.records.gate.baseline import BaselineVerdict, Change, PageChange
from delest.records.gate.budget import Breach, Verdict, VerdictOutcome
from delest.records.gate.limit import Limit, Measure
from delest.records.pages.load import Kind
from delest.records.pages.weight import ResourceWeight
from delest.report import kinds
from delest.report.language import words
from delest.urls import path_of

COMMENT_AT_MOST = 65_536
"""Characters that GitHub takes."""


def change(page, before, now, **fields):
    return PageChange(page=page, before_bytes=before, now_bytes=now, grown_bytes=max(now - before, 0), **fields)


def verdict(*changes, breaches=()):
    compared = BaselineVerdict(changes=changes, compared_pages=len(changes))
    return Verdict(outcome=VerdictOutcome.BREACHED, pages=3, baseline=compared, breaches=breaches)


def comment(found, audited=None):
    return "".join(kinds.check(found, audited).pieces("markdown"))


def grown(n=1, name="/assets/app.js"):
    return tuple(
        Change(name=name, kind=Kind.SCRIPT, first_party=True, before_bytes=1000, now_bytes=50_000) for _each in range(n)
    )


def test_before_and_after_come_first_and_what_grew_is_folded_away():
    text = comment(
        verdict(change("/", 100_000, 149_000, regressions=grown()), change("/news/", 90_000, 80_000)),
    )
    assert text.startswith("<!-- delest-verdict -->\n\n# HEAVIER THAN THE BASELINE")
    table = text[: text.index("## ")].replace("\u00a0", " ")
    assert "| Page | Before | Now | Change |  |" in table
    assert "| / | 100 kB | 149 kB | +49 kB | heavier |" in table
    assert "80 kB | \u221210 kB | lighter |" in table
    folded = text[text.index("<details>") : text.index("</details>")]
    assert "<summary>What grew</summary>" in folded
    assert "app.js" in folded


def test_what_it_stands_for_is_said_where_page_views_are_known(small):
    found = verdict(change("/", 100_000, 149_000))
    text = comment(found, small)
    assert small.traffic is not None
    assert "CO2e a year" in text
    folded = text[text.index("<summary>What the CO2e") :]
    for part in ("source", "period", "robots", "sha256", "Left out", "measured of"):
        assert part in folded
    assert "CO2e" not in comment(found, replace(small, traffic=None))
    assert "CO2e" not in comment(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_longest_comment_is_taken(language):
    words.use(language)
    long = "https://www.example.org/" + "a-long-name/" * 300
    heaviest = tuple(
        ResourceWeight(url=f"{long}{n}", kind=Kind.IMAGE, first_party=True, transferred_bytes=9, pages=1)
        for n in range(5)
    )
    breaches = tuple(
        Breach(
            page_url=f"{long}{n}", what=Limit(measure=Measure.WEIGHT, most=1), limit="max_page_weight_bytes",
            allowed=1, measured=9, heaviest=heaviest,
        )
        for n in range(100)
    )  # fmt: skip
    changes = (change(f"{long}{n}", 10, 99, regressions=grown(9, f"{long}{n}")) for n in range(100))
    text = comment(verdict(*changes, breaches=breaches))
    assert len(text) <= COMMENT_AT_MOST


def test_what_to_do_names_the_rule_that_applies_to_what_grew(small):
    found = next(each for each in small.findings if each.effect is Effect.AVOIDABLE and each.avoidable_bytes.low > 0)
    path = path_of(found.page_url)
    heavier = change(path, 1, 9, regressions=grown(name=identity(path_of(found.offenders[0].url))))
    text = comment(verdict(heavier), small)
    todo = text[text.index("## What to do") :]
    title = next(rule.title for rule in small.rules if rule.id == found.rule)
    assert title in todo.splitlines()[4]
    assert f"delest explain {found.rule}" in todo
    assert "What to do" not in comment(verdict(change(path, 9, 1)), small)
