import io
import re

import pytest
from rich.console import Console

from delest.cli.terminal.progress import Bar, Lines, live
from delest.cli.terminal.tempo import Tempo
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import Outcome
from delest.report.language import words
from tests.page_loads import HOME, load, page, transfer


class Clock:
    """Seconds, as a test sets them."""

    def __init__(self):
        self.now_s = 1000.0

    def __call__(self):
        return self.now_s


def pages_ended(tempo, clock, pages, each_s):
    for _ in range(pages):
        clock.now_s += each_s
        tempo.page_ended()


@pytest.fixture
def clock():
    return Clock()


def test_a_rate_is_not_guessed_from_a_few_pages(clock):
    tempo = Tempo(clock)
    pages_ended(tempo, clock, 4, 2)
    assert tempo.pages_per_minute() is None
    assert tempo.said(100) == ""
    pages_ended(tempo, clock, 1, 2)
    assert tempo.pages_per_minute() == 30


def test_pages_that_end_at_one_moment_have_no_rate(clock):
    tempo = Tempo(clock)
    pages_ended(tempo, clock, 10, 0)
    assert tempo.said(5) == ""


def test_the_latest_pages_tell_the_rate(clock):
    tempo = Tempo(clock)
    pages_ended(tempo, clock, 500, 60)
    pages_ended(tempo, clock, 100, 1)
    assert tempo.pages_per_minute() == pytest.approx(60)


@pytest.mark.parametrize(
    ("each_s", "waiting", "left"),
    [(2, 2, "10 s"), (2, 47, "1 min 30 s"), (2, 317, "11 min"), (2, 10_000, "5 h 30 min"), (30, 1000, "8 h 20 min")],
)
def test_what_is_left_claims_no_more_than_is_known(clock, each_s, waiting, left):
    tempo = Tempo(clock)
    pages_ended(tempo, clock, 50, each_s)
    assert tempo.said(waiting).endswith(f"pages per minute, about {left} left")


def test_the_rate_reads_in_french_too(clock):
    words.use("fr")
    tempo = Tempo(clock)
    pages_ended(tempo, clock, 10, 24)
    said = tempo.said(100).replace("\u00a0", " ").replace("\u202f", " ")
    assert said.startswith("2,5 pages par minute")
    assert "40 min" in said


def ended(lines, n, *, waiting, outcome=Outcome.OK):
    reason = None if outcome is Outcome.OK else Reason.of(ReasonCode.HTTP_ERROR, 500)
    lines.page_ended(page(load(transfer(), url=f"{HOME}{n}", outcome=outcome, reason=reason)), waiting=waiting)


def test_a_log_of_few_pages_has_a_line_for_each(clock, capsys):
    lines = Lines(clock=clock)
    for n in range(3):
        clock.now_s += 1
        ended(lines, n, waiting=2 - n)
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in said] == ["[1/3]", "[2/3]", "[3/3]"]


def test_a_log_of_many_pages_says_now_and_then_how_far_it_is_and_names_what_failed(clock, capsys):
    lines = Lines(clock=clock)
    for n in range(300):
        clock.now_s += 1
        ended(lines, n, waiting=299 - n, outcome=Outcome.HTTP_ERROR if n == 150 else Outcome.OK)
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in said] == [f"[{n}/300]" for n in (60, 120, 151, 180, 240, 300)]
    assert said[0] == "[60/300] 60 pages per minute, about 4 min left"
    assert f"{HOME}150" in said[2]
    assert said[-1] == "[300/300] 60 pages per minute"


def test_a_run_that_goes_on_counts_on(clock, capsys):
    ended(Lines(7, clock), 1, waiting=2)
    assert capsys.readouterr().err.startswith("[8/10] ")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_live_line_keeps_its_bar_and_its_count_on_a_narrow_terminal(width):
    terminal = io.StringIO()
    console = Console(file=terminal, width=width, force_terminal=True, color_system=None)
    with live(console) as progress:
        bar = Bar(progress)
        for n in range(7):
            bar.page_started(f"{HOME}a-long-folder/of-a-long-address/of-page-{n}.html")
            ended(bar, n, waiting=1200 - n)
            progress.refresh()
    line = next(each for each in reversed(re.split(r"[\r\n]", terminal.getvalue())) if "7/1201" in each)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line)
    assert re.search(r"^.{12} +7/1201 \d:\d\d:\d\d ", shown)
    assert len(shown.rstrip()) <= width
    assert ("of-page" in shown) is (width == 200)
