"""What a check writes for continuous integration: valid by each format's own schema, and deaf to hostile pages."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from msgspec.structs import replace
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from delest.reason import Reason, ReasonCode
from delest.records.gate.baseline import BaselineVerdict, Change, PageChange
from delest.records.gate.budget import Breach, Margin, SiteBreach, Unmeasured, Verdict, VerdictOutcome
from delest.records.gate.limit import Limit, Measure
from delest.records.pages.failed_request import Cause, FailedRequest
from delest.records.pages.load import Kind, Outcome
from delest.records.pages.weight import ResourceWeight
from delest.records.runs.skip_reason import SkipReason
from delest.report.data.gate.code_quality import code_quality
from delest.report.data.gate.github import annotations
from delest.report.data.gate.issues import issues
from delest.report.data.gate.junit import junit
from delest.report.data.gate.open_metrics import open_metrics
from delest.report.data.gate.sarif import sarif

SCHEMAS = Path(__file__).parents[2] / "fixtures" / "schemas"
HOSTILE = 'https://a.example/\x1b[31m"<script>&\r\n::error file=x::pwned\u202e]]>{}%0A/a.png'
WEIGHT = Limit(measure=Measure.WEIGHT, most=1_000, key="weight")
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^[^./].*"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                },
            },
        },
    },
}
"""As GitLab's documentation states the form."""


def breach(url="https://a.example/", measured=2_000.0, place="delest.toml, budget 1"):
    heaviest = ResourceWeight(url=url + "p.png", kind=Kind.IMAGE, first_party=True, transferred_bytes=900, pages=1)
    return Breach(
        page_url=url, limit="weight", what=WEIGHT, place=place, file="delest.toml", line=4, allowed=1_000,
        measured=measured, heaviest=(heaviest,),
    )  # fmt: skip


def everything(url="https://a.example/"):
    lost = FailedRequest(url=url, kind=Kind.SCRIPT, cause=Cause.NETWORK, detail="net::ERR_TIMED_OUT")
    change = Change(name="/hero.jpg", kind=Kind.IMAGE, first_party=True, before_bytes=0, now_bytes=312_000)
    page = PageChange(page="/", before_bytes=10, now_bytes=312_010, regressions=(change,), grown_bytes=312_000)
    return Verdict(
        outcome=VerdictOutcome.BREACHED,
        pages=2,
        passed_urls=("https://a.example/fine",),
        breaches=(breach(url),),
        unmeasured=(
            Unmeasured(
                page_url=url + "x",
                outcome=Outcome.TIMED_OUT,
                reason=Reason(code=ReasonCode.NET_ERROR, detail="net::ERR_TIMED_OUT"),
                failed=(lost,),
            ),
        ),
        unchecked_pages={SkipReason.LIMIT: 5},
        unchosen=frozenset({SkipReason.LIMIT}),
        margins=(Margin(place="p", limit="weight", what=WEIGHT, allowed=1000, measured=2000, page_url=url, pages=2),),
        unused=("delest.toml, budget 2",),
        site=SiteBreach(allowed_kgco2e_per_year=10, high_kgco2e_per_year=20),
        baseline=BaselineVerdict(changes=(page,), incomparable=("browser: 1 -> 2",), file="ci/delest.lock.json"),
    )


VERDICTS = {
    "all": everything(),
    "hostile": everything(HOSTILE),
    "none": Verdict(outcome=VerdictOutcome.WITHIN, pages=1, passed_urls=("https://a.example/",)),
}
each_verdict = pytest.mark.parametrize("verdict", VERDICTS.values(), ids=VERDICTS)


@each_verdict
def test_sarif_is_valid_and_has_what_github_asks_for(verdict):
    tree = json.loads(sarif(verdict))
    jsonschema.validate(tree, json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))
    (run,) = tree["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        assert result["ruleId"] in known
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        assert set(result["locations"][0]["physicalLocation"]["region"]) == {
            "startLine", "startColumn", "endLine", "endColumn",
        }  # fmt: skip
    assert '""' not in sarif(verdict)


@each_verdict
def test_junit_is_valid_and_names_each_case_once(verdict):
    text = junit(verdict)
    schema = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
    schema.validate(text)
    tree = schema.to_dict(text)
    (suite,) = tree["testsuite"]
    names = [case["@name"] for case in suite["testcase"]]
    assert len(set(names)) == len(names) == int(suite["@tests"])


def test_junit_tells_failures_from_errors():
    text = junit(everything())
    assert 'failures="2"' in text  # the page over its budget and heavier than its baseline, the whole site
    assert 'errors="1"' in text


def test_junit_has_one_case_for_a_page_that_the_baseline_names_by_path():
    found = everything()
    tree = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").to_dict(junit(found))
    (home,) = [case for case in tree["testsuite"][0]["testcase"] if case["@name"] in {"/", "https://a.example/"}]
    (failure,) = home["failure"]
    assert "the limit" in str(failure)
    assert "heavier than its baseline" in str(failure)
    within = replace(found, breaches=(), passed_urls=("https://a.example/",))
    assert junit(within).count('name="https://a.example/"') == 1


@each_verdict
def test_code_quality_is_valid_and_has_each_fingerprint_once(verdict):
    entries = json.loads(code_quality(verdict))
    jsonschema.validate(entries, CODE_QUALITY)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(issues(verdict))


@each_verdict
def test_metrics_can_be_read_and_are_whole_numbers(verdict):
    text = open_metrics(verdict)
    families = list(text_string_to_metric_families(text))
    assert families
    assert all(re.search(r" -?[0-9]+$", line) for line in text.splitlines() if not line.startswith("#"))


def test_what_got_heavier_is_shown_in_the_file_of_the_baseline():
    places = {each.rule: each.file for each in issues(everything())}
    assert places["heavier-than-baseline"] == places["baseline-not-comparable"] == "ci/delest.lock.json"
    assert places["over-budget"] == "delest.toml"


def test_fingerprints_do_not_change_with_the_bytes():
    def fingerprints(size):
        verdict = Verdict(outcome=VerdictOutcome.BREACHED, pages=1, breaches=(breach(measured=size),))
        return [each.fingerprint for each in issues(verdict)]

    before, after = fingerprints(2_000), fingerprints(3_000)
    assert before == after


def test_a_hostile_page_issues_no_command():
    lines = annotations(everything(HOSTILE)).splitlines()
    assert len(lines) == len(issues(everything(HOSTILE))) > 3
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)
    assert all(line.count("::") >= 2 for line in lines)
    assert not any("pwned" in line.split("::")[1] for line in lines)
    assert "\x1b" not in "".join(lines)


def test_no_annotation_is_dropped_in_silence():
    many = Verdict(
        outcome=VerdictOutcome.BREACHED, pages=30, breaches=tuple(breach(f"https://a.example/{n}/") for n in range(30))
    )
    lines = annotations(many).splitlines()
    assert len(lines) == 10
    assert "21" in lines[-1]
