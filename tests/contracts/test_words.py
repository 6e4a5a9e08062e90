"""Every message has its French: present, settled, with the same placeholders, and compiled."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

SCRIPT = Path(__file__).parents[2] / "scripts" / "words.py"
_spec = importlib.util.spec_from_file_location("words_script", SCRIPT)
script = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(script)


@pytest.fixture(scope="module")
def extracted():
    return script.extracted()


@pytest.fixture(scope="module")
def translated():
    return script.translated()


def test_every_message_of_src_has_its_french(extracted, translated):
    assert list(script.problems(extracted, translated)) == []


def test_the_compiled_catalogue_holds_what_the_readable_one_says(translated):
    assert not script.out_of_step(translated)


def test_messages_are_found_in_code_and_layout_has_none(extracted):
    places = {place for message in extracted for place, _line in message.locations}
    assert "src/delest/report/language/words.py" not in places  # which only defines how they are written
    assert "src/delest/units.py" in places
    assert "src/delest/report/pages/audit/report.py" in places
    layout = (
        "src/delest/report/templates/",
        "src/delest/report/formats/",
        "src/delest/report/markup/",
        "src/delest/report/drawing/",
    )
    assert not [place for place in places if place.startswith(layout)]


def french(message, string, **more):
    catalog = Catalog(locale="fr")
    catalog.add(message, string, **more)
    return catalog


def wanted(message):
    catalog = Catalog()
    catalog.add(message)
    return catalog


def test_a_missing_fuzzy_or_unused_message_and_a_lost_placeholder_are_told():
    assert list(script.problems(wanted("a {n}"), Catalog(locale="fr"))) == ["no French: 'a {n}'"]
    assert list(script.problems(wanted("a {n}"), french("a {n}", "un {m}"))) == [
        "placeholders differ: 'a {n}' and 'un {m}'"
    ]
    assert list(script.problems(wanted("a"), french("a", "un", flags=["fuzzy"]))) == ["fuzzy: 'a'"]
    assert list(script.problems(Catalog(), french("a", "un"))) == ["no longer used: 'a'"]
    plural = ("{n} page", "{n} pages")
    assert list(script.problems(wanted(plural), french(plural, ("{n} page", "pages")))) == [
        "placeholders differ: '{n} page' and 'pages'"
    ]
    assert list(script.problems(wanted(plural), french(plural, ("{n} page", "{n} pages")))) == []


def test_french_typography(translated):
    """A narrow no-break space stands before tall punctuation and inside guillemets; apostrophes are curved."""
    for message in translated:
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            if message.id:
                assert not any(f" {mark}" in text for mark in (";", "!", "?", "»")), text
                assert " : " not in text, text
                assert "« " not in text, text
