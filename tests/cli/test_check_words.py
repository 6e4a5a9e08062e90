"""The verdict in words and in an exit code, over verdicts of every kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from delest.cli.commands.measuring.check import command, exit_code
from delest.cli.options.pages.scope import scope_of
from delest.errors import ExitCode
from delest.reason import Reason, ReasonCode
from delest.records.gate.budget import Breach, Unmeasured, Verdict, VerdictOutcome
from delest.records.gate.limit import Limit, Measure
from delest.records.pages.load import Kind, Outcome
from delest.records.pages.weight import ResourceWeight
from delest.records.runs.skip_reason import SkipReason
from delest.report import kinds
from delest.report.language import words
from delest.report.language.safe_text import columns
from tests.page_loads import HOME, unhurried

WITHIN = Verdict(outcome=VerdictOutcome.WITHIN, pages=3)
BLOCKED = Unmeasured(page_url=HOME, outcome=Outcome.BLOCKED, reason=Reason(code=ReasonCode.ROBOTS))
REFUSED = Unmeasured(
    page_url=HOME,
    outcome=Outcome.REFUSED,
    reason=Reason(code=ReasonCode.NET_ERROR, detail="net::ERR_CONNECTION_REFUSED"),
)
SCRIPT = ResourceWeight(
    url=HOME + "app.js", kind=Kind.SCRIPT, first_party=True, transferred_bytes=800_000, pages=1
)  # fmt: skip


def verdict_lines(verdict, form="text", *, interrupted=False):
    return "".join(kinds.check(verdict, interrupted=interrupted).pieces(form)).splitlines()


def breach(**fields):
    given = {
        "what": Limit(measure=Measure.WEIGHT, most=1e6),
        "limit": "max_page_weight_bytes",
        "allowed": 1e6,
        "measured": 1_000_100,
        "heaviest": (SCRIPT,),
    } | fields
    return Breach(**{"page_url": HOME} | given)


def breached(*breaches):
    return Verdict(outcome=VerdictOutcome.BREACHED, pages=3, breaches=breaches)


def unmeasured(*pages, measured=0):
    return Verdict(outcome=VerdictOutcome.NOT_MEASURED, pages=measured, unmeasured=pages)


def test_markdown_and_html_say_the_same():
    for form in ("markdown", "html"):
        told = " ".join(verdict_lines(breached(breach()), form)).replace("\u00a0", " ")
        assert "OVER BUDGET: 3 pages measured" in told
        assert "which is 100 B more than the 1.0 MB allowed" in told
        assert HOME + "app.js" in told


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (WITHIN, ExitCode.DONE),
        (breached(breach()), ExitCode.BUDGET_BREACHED),
        (unmeasured(), ExitCode.NOT_MEASURED),
        (unmeasured(REFUSED), ExitCode.NOT_MEASURED),
        (unmeasured(BLOCKED), ExitCode.BLOCKED),
        (unmeasured(BLOCKED, REFUSED), ExitCode.NOT_MEASURED),
        (unmeasured(BLOCKED, measured=1), ExitCode.NOT_MEASURED),
    ],
)
def test_exit_codes(verdict, code):
    assert exit_code(verdict) is code


def test_within():
    assert verdict_lines(WITHIN) == ["WITHIN BUDGET: 3 pages measured"]


def test_known_pages_that_were_not_opened_are_counted_with_their_reasons():
    cut = replace(WITHIN, unchecked_pages={SkipReason.LIMIT: 125, SkipReason.ROBOTS: 2})
    assert verdict_lines(cut) == [
        "WITHIN BUDGET: 3 pages measured",
        "",
        "NOT CHECKED 127 known pages",
        "  125  the page limit was reached",
        "    2  robots.txt forbids it",
    ]
    unchosen = replace(cut, outcome=VerdictOutcome.NOT_MEASURED, unchosen=frozenset({SkipReason.LIMIT}))
    assert exit_code(unchosen) is ExitCode.NOT_MEASURED
    assert "--max-pages" in " ".join(verdict_lines(unchosen))


@pytest.mark.parametrize(("given", "by_default"), [((), True), (("--max-pages", "20"), False)])
def test_a_page_limit_is_a_choice_only_where_it_was_given(given, by_default):
    with command.make_context("check", ["https://www.example.org/", *given]) as context:
        assert scope_of(context.params, context.params["url"]).max_pages_by_default is by_default


def test_over_names_the_excess_even_where_both_figures_round_to_the_same():
    assert verdict_lines(breached(breach())) == [
        "OVER BUDGET: 3 pages measured",
        "",
        f"OVER {HOME}",
        "  page weight: 1.0 MB, which is 100 B more than the 1.0 MB allowed",
        "",
        "  Its heaviest resources",
        "    Weight  Kind    Resource",
        f"    800 kB  script  {HOME}app.js",
    ]


def test_requests_are_counted_not_weighed():
    lines = verdict_lines(
        breached(
            breach(what=Limit(measure=Measure.REQUESTS, most=60), limit="max_page_requests", allowed=60, measured=61)
        )
    )
    assert "  requests: 61, which is 1 more than the 60 allowed" in lines


def test_not_measured_says_why():
    assert verdict_lines(unmeasured(REFUSED)) == [
        "NOT MEASURED, so no pass: 0 pages measured",
        "",
        f"NOT MEASURED {HOME}",
        "  connection refused: network error: net::ERR_CONNECTION_REFUSED",
    ]


def test_an_interrupted_check_never_says_within():
    assert verdict_lines(WITHIN, interrupted=True) == ["INTERRUPTED, so no pass: 3 pages measured"]
    assert verdict_lines(breached(breach()), interrupted=True)[0] == "OVER BUDGET: 3 pages measured"


def test_twenty_of_each_are_shown_and_the_rest_is_counted():
    lines = verdict_lines(breached(*[breach()] * 25))
    assert sum(line.startswith("OVER http") for line in lines) == 20
    assert lines[-1] == "and 5 more"


def test_french():
    words.use("fr")
    assert verdict_lines(WITHIN) == ["BUDGET RESPECTÉ\u202f: 3 pages mesurées"]
    assert "robots.txt l’interdit" in verdict_lines(unmeasured(BLOCKED))[-1]


hostile = st.text(max_size=3000) | st.sampled_from(
    ["https://a.example/\x1b[2J\x07", "https://u:p@a.example/" + "é" * 500, "\u202e" * 99, "中" * 200, "{0}%s\n\r"]
)


outcomes, languages = st.sampled_from(Outcome), st.sampled_from(words.LANGUAGES)


@unhurried
@given(hostile, hostile, st.sampled_from(Kind), st.integers(0, 10**15), outcomes, languages)
def test_no_page_breaks_the_lines_or_the_terminal(url, reason, kind, size, outcome, language):
    words.use(language)
    resource = ResourceWeight(url=url, kind=kind, first_party=False, transferred_bytes=size, pages=1)
    over = breach(page_url=url, measured=1e6 + size + 1, heaviest=(resource,) * 5)
    lines = verdict_lines(
        Verdict(
            outcome=VerdictOutcome.BREACHED,
            pages=1,
            breaches=(over,),
            unmeasured=(
                Unmeasured(page_url=url, outcome=outcome, reason=Reason(code=ReasonCode.OTHER, detail=reason)),
            ),
        )
    )
    assert all(columns(line) <= 80 for line in lines)
    assert not any(character in line for line in lines for character in "\x1b\x07\n\r\u202e")
    assert not any("u:p@" in line for line in lines)
