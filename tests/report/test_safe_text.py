import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delest.report.language.safe_text import columns, link, printable, shorten, spelled_out, without_credentials


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("a\r\nb\tc", "a b c"),
        ("exe\u202egnp", "exe\ufffdgnp"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("\x9b1A", "\ufffd1A"),
        ("\ud800", "\ufffd"),
        ("line\u2028break", "line break"),
        ("a" + "\u0301" * 9_000 + "b", "a" + "\u0301" * 4 + "b"),
        ("name\u3164", "name\ufffd"),
    ],
)
def test_nothing_that_acts_on_a_terminal_stays(hostile, shown):
    assert printable(hostile) == shown


@given(st.text())
def test_printable_is_idempotent_and_holds_no_control_character(text):
    shown = printable(text)
    assert printable(shown) == shown
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in shown)


@given(st.text(), st.integers(min_value=3, max_value=60))
def test_shortened_text_fits(text, width):
    assert columns(shorten(text, width)) <= width


def test_a_url_is_cut_in_its_middle():
    short = shorten("https://www.example.org/a/very/long/path/to/an/image-with-a-name.jpg", 40)
    assert columns(short) == 40
    assert short.startswith("https://www.example.org")
    assert short.endswith(".jpg")


def test_wide_characters_take_two_columns_and_combining_ones_none():
    assert columns("標題") == 4
    assert columns("e\u0301") == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/",
        "https://example.org/\x00",
        'https://example.org/"onmouseover=',
        "https://example.org/" + "a" * 600,
        "",
    ],
)
def test_only_plain_web_addresses_are_linked(url):
    assert link(url) == ""


def test_a_link_keeps_the_address_and_drops_credentials():
    assert link("https://user:secret@example.org/a?b=c%20d#e") == "https://example.org/a?b=c%20d#e"


def test_credentials_go_wherever_a_url_stands():
    assert without_credentials("failed: http://u:p@example.org/x") == "failed: http://example.org/x"
    assert without_credentials("https://example.org/@user") == "https://example.org/@user"
    assert without_credentials("https://u:p@ss@example.org/x") == "https://example.org/x"
    assert without_credentials("https:\\\\u:p@example.org/x") == "https:\\\\example.org/x"


def test_json_spells_out_what_a_terminal_acts_on_and_holds_the_same():
    text = json.dumps({"title": "\x9b31m \u202egnp.exe \u2028 \x7f é 標題"}, ensure_ascii=False)
    told = spelled_out(text)
    assert json.loads(told) == json.loads(text)
    assert not {unicodedata.category(c) for c in told} & {"Cc", "Cf", "Zl", "Zp"}
    assert "é 標題" in told
