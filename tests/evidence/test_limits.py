"""Limits as declarations state them."""

import pytest

from delest.evidence.limits import declared


def read(text):
    found = declared("https://example.org/eco", f"<html><body>{text}</body></html>".encode())
    return found.max_bytes, found.max_requests


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        (
            (
                "<li>Poids des ressources maximum astreint par écran&nbsp;: 1 Mo</li>"
                "<li>Nombre de requêtes serveurs maximum astreinte par écran&nbsp;: 30</li>"
            ),
            (1_000_000, 30),
        ),
        ("<p>Aucune page ne dépasse 500 Ko. Chaque page fait moins de 25 requêtes.</p>", (None, 25)),
        ("<p>Le poids d’une page ne dépasse pas 1,5 Mo et 40 requêtes.</p>", (1_500_000, 40)),
        ("<p>Maximum page weight: 800 kB, at most 50 requests.</p>", (800_000, 50)),
        ("<p>Le poids des polices ne dépasse pas 400 Ko par page.</p>", (None, None)),
        ("<p>Le poids maximum d’une page est 1 Mo.</p><p>Poids maximum de la page d’accueil : 2 Mo.</p>", (None, None)),
        ("<p>Poids des ressources maximum astreint par écran : [à compléter]</p>", (None, None)),
        ("<p>En 2024, 30 requêtes par page en moyenne.</p>", (None, None)),
        ("<script>var s = 'poids maximum par page : 1 Mo'</script>", (None, None)),
        ("", (None, None)),
    ],
)
def test_limits_are_read_or_left(text, limits):
    assert read(text) == limits


def test_the_sentence_is_kept_as_proof():
    found = declared("u", "<p>Poids maximum d’une page : 1 Mo</p>".encode())
    assert found.sentences == ("Poids maximum d’une page : 1 Mo",)


@pytest.mark.parametrize("body", [b"\x00\xff\xfe", b"%PDF-1.4", b"<" * 10_000, b"<p>" * 100_000])
def test_what_is_no_page_states_nothing(body):
    assert declared("u", body).max_bytes is None
