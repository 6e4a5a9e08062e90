"""Each rule, exit code and reason code is explained, in both languages, from pages that a wheel carries."""

import tomllib
from pathlib import Path

import pytest

from delest.errors import ExitCode, InputError
from delest.pipeline.advising import all_rules
from delest.reason import ReasonCode
from delest.report.language.words import LANGUAGES
from delest.report.manual import FILES, Kind, find, sections
from tests.command import delest

ROOT = Path(__file__).parents[2]


def names(kind, language):
    return {name for section in sections(language) if section.kind is kind for name in section.names}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_code_has_its_section(language):
    assert names(Kind.RULE, language) == {rule.id for rule in all_rules()}
    exit_codes = [section.names for section in sections(language) if section.kind is Kind.EXIT_CODE]
    assert exit_codes == [(str(int(code)), code.name.lower().replace("_", "-")) for code in ExitCode]
    assert names(Kind.REASON, language) == {code.value for code in ReasonCode}
    assert all(section.text for section in sections(language))


def test_the_pages_are_twins():
    english, french = (sections(each) for each in LANGUAGES)
    assert [(one.kind, len(one.names)) for one in english] == [(one.kind, len(one.names)) for one in french]
    for one, other in zip(english, french, strict=True):
        assert one.kind is Kind.TERM or one.names[0] == other.names[0]
        assert one.kind in {Kind.TERM, Kind.STATE} or one.names == other.names


def test_a_wheel_carries_the_pages():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    carried = {source: place for source, place in wheel["force-include"].items() if source.startswith("docs/")}
    assert carried == {f"docs/{name}": f"delest/docs/{name}" for name in FILES}


@pytest.mark.parametrize(
    ("word", "language", "kinds"),
    [
        ("Page-Weight", "en", ["term"]),
        ("poids de page", "en", ["term"]),
        ("émissions évitées", "fr", ["term"]),
        ("facteur d'émission", "fr", ["term"]),
        ("lower bound", "en", ["term", "reason code"]),
        ("exit code 3", "en", ["exit code"]),
        ("soft-404-alike", "fr", ["reason code"]),
        ("not-measured", "en", ["exit code", "reason code", *["state"] * 5]),
        ("within-noise", "fr", ["state"]),
    ],
)
def test_a_word_is_found_in_either_language(word, language, kinds):
    assert [section.kind for section in find(word, language)] == kinds


def test_an_unknown_word_gets_the_nearest():
    with pytest.raises(InputError) as caught:
        find("image-encodign", "en")
    assert "image-encoding" in str(caught.value.remedy)
    with pytest.raises(InputError, match="zzz") as caught:
        find("zzz", "en")
    assert "lists the words" in str(caught.value.remedy)


def test_the_command_prints_a_section_and_lists_the_words():
    answer = delest("explain", "poids", "de", "page", "--lang", "fr")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("poids de page (terme)\n\nLes octets transférés")
    listed = delest("explain").stdout
    for name in ("third-party-cost", "avoidable bytes", "130", "soft-404-alike"):
        assert name in listed
    assert all(len(line) <= 80 and line == line.rstrip() for line in (answer.stdout + listed).splitlines())
    state = delest("explain", "timed_out", "--lang", "fr").stdout
    assert state.startswith("timed-out, délai dépassé (état)\n\nComment s’est terminé un chargement de page\n\nAucune")
    assert delest("explain", "nothing-of-the-kind").returncode == ExitCode.USAGE


def test_a_part_of_a_word_finds_the_words_that_have_it():
    answer = delest("explain", "poids", "--lang", "fr")
    assert answer.returncode == ExitCode.USAGE
    assert "poids de page" in answer.stderr
