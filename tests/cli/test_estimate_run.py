"""A saved run, converted again: what it answered stays, what today's factor sets say stands beside it."""

import json
import re
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from delest import pipeline
from delest.cli.commands.co2e.estimate import command
from delest.cli.commands.saved import report as report_command
from delest.convert.web.scenario import answer
from delest.errors import InputError, NotMeasuredError
from delest.factors import load
from delest.factors.read import parse
from delest.records.pages.load import Outcome
from delest.report.language import words
from delest.store.journal import Journal
from tests.page_loads import with_header
from tests.recorded_audit import recorded

FIXTURES = Path(__file__).parents[2] / "fixtures"
OWN = FIXTURES / "factors" / "own.toml"
RECORDED = recorded("small")
HEADER = with_header(RECORDED.header, target="500 kB")
WEIGHED = replace(
    RECORDED,
    pages=tuple(
        replace(page, loads=tuple(replace(each, element_count=400 + 200 * n) for each in page.loads))
        for n, page in enumerate(RECORDED.pages)
    ),
)


@pytest.fixture(autouse=True)
def english():
    words.use("en")
    yield
    words.use("en")


def older_sets():
    """The released sets, with one as it could have been some years ago: another version, twice the factor."""
    text = (resources.files("delest.factors") / "data" / "minumeco-2022.toml").read_text("utf-8")
    text, edits = re.subn(r'(?m)^version = "2022.1"', 'version = "2019.0"', text)
    text, values = re.subn(r"(?m)^value = 0\.17\S*", "value = 0.35", text)
    assert (edits, values) == (1, 1)
    old = parse(re.sub(r"(?m)^(low|high) = 0\.17\S*", r"\1 = 0.35", text), "old.toml", load.sources())
    return {**load.released(), old.ref.id: old}


@pytest.fixture
def saved(tmp_path):
    """Write a run as an audit does; ``sets`` are those of its day, None is a run that kept no answer."""

    def save(sets=None, *, pages=WEIGHED.pages, header=HEADER):
        with Journal.create(tmp_path / "run", header) as journal:
            for page in pages:
                journal.add(page)
            journal.end(replace(RECORDED.end, traffic=RECORDED.traffic))
            if sets is not None:
                journal.answer(answer(header, pipeline.report(journal).weights, RECORDED.traffic, sets))
        return tmp_path / "run"

    return save


def run(*arguments, of=command):
    return CliRunner().invoke(of, [str(argument) for argument in arguments])


def text(*arguments, of=command):
    found = run(*arguments, of=of)
    assert found.exit_code == 0, found.exception
    return found.stdout


def flat(output):
    return re.sub(r"\s+", " ", output)


def published(part):
    return next(reading for reading in part["readings"] if reading["role"] == "published")


def test_both_answers_are_shown_each_with_its_own_sets(saved):
    found = text("run", saved(older_sets()))
    made, today = found.split("Under the factor sets of today, ")
    assert "When the run was made, 22 November 2026, by delest 0.1.0" in made
    assert "set minumeco-2022 2019.0, sha256 " in made
    assert re.search(r"^ +published +910 kg", made, re.MULTILINE)
    assert "minumeco-2022 2022.1, sha256 a270fc26d38b" in today
    assert "2019.0" not in today
    assert re.search(r"^ +published +450 kg", today, re.MULTILINE)
    assert re.search(
        r"Factor sets that differ - set minumeco-2022 2019\.0, sha256 \w{12} -> set minumeco-2022 2022\.1", flat(made)
    )
    assert found.count("Estimated reduction attributed to data transfer\n") == 2


def test_a_run_that_answers_the_same_today_says_so(saved):
    found = flat(text("run", saved(load.released())))
    assert "The same answer as today, under the same versions of the same sets." in found
    assert found.count("low 210 g") == 1


def test_a_run_that_kept_no_answer_has_that_of_today_alone(saved):
    run_directory = saved()
    found = flat(text("run", run_directory))
    assert "It kept no answer of its own" in found
    assert "Under the factor sets of today" in found
    assert json.loads(text("run", run_directory, "-f", "json"))["answer"]["when_made"] is None


def test_ones_own_set_stands_beside_the_range(saved):
    found = flat(text("run", saved(load.released()), "--factors", OWN))
    assert "asked for 52 kg My operator's average" in found
    assert "none -> set my-network-2026 1, sha256 " in found
    assert found.count("My operator's average") == 2  # once for the site, once for the target; not in the old answer


def test_a_report_keeps_the_answer_that_the_run_gave(saved):
    found = text(saved(older_sets()), of=report_command.command)
    assert "set minumeco-2022 2019.0" in flat(found)
    assert "2022.1" not in found


def test_baseline_and_target_hold_one_version_of_every_set(saved):
    found = json.loads(text("run", saved(older_sets()), "-f", "json"))["answer"]
    for when, version in (("when_made", "2019.0"), ("today", "2022.1")):
        both = (found[when]["attributed"], found[when]["avoided"]["converted"])
        assert [published(part)["factor_set"]["version"] for part in both] == [version] * 2
        sets = [[reading["factor_set"] for reading in part["readings"]] for part in both]
        assert sets[0] == sets[1]
    before, after = (found[when]["attributed"] for when in ("when_made", "today"))
    assert before["gb_per_year"] == after["gb_per_year"]
    assert before["readings"][0] == after["readings"][0]


def test_nothing_is_claimed_within_the_noise(saved):
    header = with_header(HEADER, target="99.9999%")
    run_directory = saved(older_sets(), header=header)
    assert flat(text("run", run_directory)).count("no reduction may be claimed.") == 2
    found = json.loads(text("run", run_directory, "-f", "json"))["answer"]
    assert [found[when]["avoided"]["converted"] for when in ("when_made", "today")] == [None, None]


def test_a_run_without_a_measured_page_has_nothing_to_convert(saved):
    lost = tuple(page for page in RECORDED.pages if page.loads[0].outcome is not Outcome.OK)
    assert isinstance(run("run", saved(load.released(), pages=lost)).exception, NotMeasuredError)


def test_no_run_is_an_input_error(tmp_path):
    assert isinstance(run("run", tmp_path).exception, InputError)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_line_fits_a_terminal(saved, language):
    words.use(language)
    found = text("run", saved(older_sets()), "--factors", OWN)
    assert all(len(line) <= 80 for line in found.splitlines())
    assert ("factor sets" in found) == (language == "en")


def test_a_report_shows_ecoindex_on_request_only(saved):
    run_directory = saved(load.released())
    asked = text(run_directory, "--ecoindex", of=report_command.command)
    assert re.search(r"EcoIndex, mean of the pages' scores: \d+[;\n]", asked)
    assert "https://www.ecoindex.fr" in asked
    assert "EcoIndex" in (run_directory / "report.html").read_text("utf-8")
    assert "EcoIndex" not in text(run_directory, of=report_command.command)
