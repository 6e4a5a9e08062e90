"""Every outcome, verdict and state that an output can print is explained by ``delest explain``, in both languages."""

import ast
import importlib
import pkgutil
import re
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

import delest
from delest.cli.gating import target
from delest.cli.options import option
from delest.crawl.traps import NotKept
from delest.pipeline.proving.edits import How
from delest.reason import ReasonCode
from delest.records.advice import proof, rule
from delest.records.advice.finding import Confidence, Effect
from delest.records.advice.proof import Doubt
from delest.records.advice.verdict import Verdict as Proven
from delest.records.co2e import avoided, ecoindex, equipment, shares, traffic
from delest.records.co2e.traffic import UnmatchedReason
from delest.records.fleet.campaign import State
from delest.records.fleet.report import Break
from delest.records.fleet.service import ProblemKind
from delest.records.gate import limit
from delest.records.gate.baseline import BaselineVerdict, PageChange
from delest.records.gate.budget import Verdict, VerdictOutcome
from delest.records.gate.comparison import Certainty, NoClaim
from delest.records.pages import consent, kind
from delest.records.pages.failed_request import Cause
from delest.records.pages.load import CacheState, Outcome, ServedFrom, Unsettled
from delest.records.pages.page_clock import PageClock, RealTime
from delest.records.pages.recording import Unknown
from delest.records.runs import login, scope
from delest.records.runs.sample import Stop
from delest.records.runs.skip_reason import SkipReason
from delest.records.state import bilan
from delest.records.state.evidence import Seen, Status
from delest.report import manual, said
from delest.report.data.gate.issues import RULES, IssueRule
from delest.report.language.labels import confidence_short, outcome_name
from delest.report.language.proof_words import doubt_name, verdict_name
from delest.report.language.words import LANGUAGES, _, ngettext, speaking
from delest.report.manual import Kind, find, sections
from delest.report.pages import compared_tables
from delest.report.pages.audit import visit
from delest.report.pages.audit.sections.failed import cause_name
from delest.report.pages.bilan import actions
from delest.report.pages.co2e import traffic_words
from delest.report.pages.fleet import trends
from delest.report.pages.rgesn.told import seen_name, status_name
from delest.report.workbook import sheet
from delest.weigh.parties import Party

PAGES = Path(delest.__file__).parent / "report" / "pages"
STATES = {
    "How a page load ended": Outcome,
    "Why a page did not settle": Unsettled,
    "Why a request failed": Cause,
    "The cache when a load starts": CacheState,
    "Where a response came from": ServedFrom,
    "The clock of a page": PageClock,
    "Why a page was given real time": RealTime,
    "The verdict of a check": VerdictOutcome,
    "What a check reports to other programs": IssueRule,
    "What a difference of two audits means": Certainty,
    "Why no reduction is claimed": NoClaim,
    "How an avoidable amount is known": Confidence,
    "What the bytes of a finding are": Effect,
    "What a proof showed": Proven,
    "Why something is not proven": Doubt,
    "Page views without a measured page": UnmatchedReason,
    "What a recording does not say": Unknown,
    "A service of a campaign": State,
    "A problem in a list of services": ProblemKind,
    "What makes two editions differ": Break,
    "What was seen of a criterion": Seen,
    "The status of a criterion": Status,
    "How far an action has come": bilan.Progress,
    "What audits show of an action": bilan.Outcome,
    "Why audits show that of an action": bilan.Why,
}
OF_A_CHECK = "What a check says of pages"
OF_A_SAMPLE = "How a sample ended"
EXPLAINED_AS_REASONS = {ReasonCode, SkipReason}
NOT_STATES = {
    # What a user or a file of factors gives, named by the option or the column that it is given in.
    login.Action, scope.QueryPolicy, consent.Choice, equipment.Lever, equipment.Level, limit.Match, target.Kind,
    ecoindex.Variant,
    # What something is, not how it went: parts of a weight, of a range, of a rule, of a document.
    kind.Kind, Party, limit.Measure, avoided.Role, proof.Effort, rule.Need, How,
    # Where a figure comes from, said in a sentence with it.
    traffic.PeriodOrigin, traffic.RobotsBy, shares.SharesBy, NotKept,
    # Of the program itself; no output has them.
    said.Unit, manual.Kind, sheet.Shape, option.Section, option.Secret,
}  # fmt: skip
LABELS = {
    Outcome: outcome_name,
    Cause: cause_name,
    RealTime: lambda each: _(visit._WHY_REAL[each]),
    IssueRule: lambda each: _(RULES[each]),
    Certainty: lambda each: compared_tables.certainty_label(each).text,
    Confidence: confidence_short,
    Proven: verdict_name,
    Doubt: doubt_name,
    UnmatchedReason: lambda each: _(traffic_words.REASONS[each]),
    Break: lambda each: _(trends._BREAKS[each]),
    Seen: seen_name,
    Status: status_name,
    bilan.Progress: lambda each: _(actions.PROGRESS[each]),
    bilan.Outcome: lambda each: _(actions._OUTCOMES[each][0]),
}
"""How reports say those that they say in a few words."""


def subjects(language):
    """Subject in English -> its sections in ``language``; the pages are twins."""
    found = {}
    for english, section in zip(sections("en"), sections(language), strict=True):
        if section.kind is Kind.STATE:
            found.setdefault(english.subject, []).append(section)
    return found


def enums():
    for module in pkgutil.walk_packages(delest.__path__, "delest."):
        if not module.name.endswith("__main__"):
            found = vars(importlib.import_module(module.name)).values()
            yield from (each for each in found if isinstance(each, type) and issubclass(each, StrEnum))


def shouted():
    """The words in capitals that begin a heading of a check, as templates: singular and plural."""
    for file in sorted([PAGES / "check.py", *(PAGES / "gate").glob("*.py")]):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "ngettext"}:
                given = [each.value for each in call.args if isinstance(each, ast.Constant)]
                if given and capitals(given[0]):
                    yield given


def capitals(template):
    found = re.match(r"(?:[^\W\d_a-z]{2,} ?)+(?![a-z])", template)
    return found[0].strip() if found and found[0].isupper() else ""


def test_each_enum_is_explained_or_named_as_something_else():
    known = set(STATES.values()) | EXPLAINED_AS_REASONS | NOT_STATES
    assert {each for each in enums() if each.__module__.startswith("delest.")} - {StrEnum} == known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", STATES)
def test_each_word_of_an_enum_has_its_row(subject, language):
    words = [each.value for each in STATES[subject] if each.value]
    rows = subjects(language)[subject]
    assert [row.names[0] for row in rows] == words
    assert all(row in find(row.names[0], language) for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("enum", LABELS, ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_a_row_says_it_as_reports_do(enum, language):
    subject = next(name for name, each in STATES.items() if each is enum)
    with speaking(language):
        expected = {each.value: LABELS[enum](each).replace("\u00a0", " ") for each in enum if each.value}
    assert {row.names[0]: row.names[1] for row in subjects(language)[subject]} == expected


def test_the_words_of_a_sample_and_of_a_check_are_those_of_their_records():
    english = subjects("en")
    assert [row.names[0] for row in english[OF_A_SAMPLE]] == list(get_args(Stop))
    fields = {name for each in (Verdict, BaselineVerdict, PageChange) for name in each.__struct_fields__}
    assert {row.names[0] for row in english[OF_A_CHECK]} - fields == {
        VerdictOutcome.WITHIN,
        VerdictOutcome.BREACHED,
        "interrupted",
    }
    assert set(english) == {*STATES, OF_A_SAMPLE, OF_A_CHECK}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_a_check_are_explained(language):
    templates = list(shouted())
    assert {capitals(each[0]) for each in templates} >= {"WITHIN BUDGET", "OVER", "INSIDE THE NOISE", "NOT CHECKED"}
    with speaking(language):
        printed = {capitals(ngettext(*each, 2) if len(each) > 1 else _(each[0])) for each in templates}
    names = {section.names[-1] for rows in subjects(language).values() for section in rows}
    assert printed - names == set()
