import subprocess

import pytest

from delest.report.language.safe_text import columns
from delest.report.plain.lines import bar, command_lines, one_line, paragraph, place, shortened
from delest.report.said import Bar, Code, Dots, Jump, Label, Link, Quoted, of_bytes, say

LONG = "https://www.example.org/" + "a" * 100 + "/end.jpg"


def test_sentences_wrap_and_figures_keep_their_unit():
    words = say("x" * 76 + " {weight} on average", weight=of_bytes(392_000))
    assert paragraph(words) == ["x" * 76, "392 kB on average"]
    assert paragraph("a b", 4, hanging=2) == ["    a b"]


def test_an_address_is_cut_in_its_middle_and_words_at_their_end():
    (line,) = paragraph(Link(LONG))
    assert columns(line) == 80
    assert line.startswith("https://www.example.org/aaa")
    assert line.endswith("/end.jpg")
    assert shortened(Quoted("one two three"), 9) == "one two\u2026"
    assert shortened(Jump("there", Link(LONG)), 20).endswith(".jpg")


def test_a_command_breaks_as_a_shell_reads_it():
    found = command_lines("delest audit https://www.example.org/ " + " ".join(["--include /a"] * 8), 2)
    assert all(columns(line) <= 80 for line in found)
    assert found[0].startswith("  delest audit")
    for n in range(1, 40):
        words = f"delest fleet run {'s' * n} --campaign 2026-T4 --folder fl --retry-failed -- --jobs 1 --keep none"
        assert " ".join(line.strip().rstrip("\\").strip() for line in command_lines(words, 2)) == words
    assert found[1].startswith("    ")
    assert all(line.endswith(" \\") for line in found[:-1])
    assert command_lines("delest audit", 2) == ["  delest audit"]


@pytest.mark.parametrize("n", [60, 68, 75, 80, 100, 300])
def test_a_long_word_of_a_command_is_never_cut(n):
    word = "/" + "f" * n
    found = command_lines(f"printf %s {word} --after {'x' * 70}", 2)
    assert all(columns(line) <= 80 for line in found)
    said = subprocess.run(["/bin/sh", "-c", "\n".join(found)], capture_output=True, text=True, check=True).stdout
    assert said == f"{word}--after{'x' * 70}"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (Label("low", "role"), "low"),
        (Code("--loads 3"), "--loads 3"),
        (Dots(2), "●●○"),
        (say("{dots} of {n}", dots=Dots(1, 2), n="two"), "●○ of two"),
        (Quoted("\x1b[31m\u202egnp.exe"), "\ufffd[31m\ufffdgnp.exe"),
        (Link("https://u:p@www.example.org/", site="www.example.org"), "https://www.example.org/"),
    ],
)
def test_what_a_line_says(words, text):
    assert one_line(words) == text


def test_a_page_of_the_site_is_shown_by_its_path():
    assert place(Link("https://www.example.org/a", site="www.example.org")) == "/a"
    assert place(Link("http://www.example.org:8080/a?b", site="www.example.org")) == "/a?b"
    assert place(Link("https://www.example.org.evil.example/a", site="www.example.org")).startswith("https://")
    assert place(Link("https://www.example.org@evil.example/a", site="www.example.org")).startswith("https://")
    assert place(Link("https://www.example.net/a", site="www.example.org")) == "https://www.example.net/a"


def test_a_bar_is_never_empty_above_nothing():
    assert (bar(0, 10), bar(0.001, 10), bar(1, 10), len(bar(0.5, 10))) == ("", "▏", "█" * 10, 5)
    assert one_line(Bar(1)) == "█" * 30
