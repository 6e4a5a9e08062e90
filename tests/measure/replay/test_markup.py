"""Start tags of a served document changed in place."""

import pytest

from delest.measure.replay.document.markup import played_on_demand, with_addresses, without_hints

BASE = "https://www.example.org/a/"
URL = BASE + "f.js?a=1&b=2"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<link rel=preload as=script href="f.js?a=1&amp;b=2"><p>', b"<link><p>"),
        (b"<LINK HREF='/a/f.js?a=1&b=2' REL='Prefetch'>", b"<LINK>"),
        (b'<link rel="modulepreload" href=f.js?a=1&b=2>', b"<link>"),
        (b'<link rel=stylesheet href="f.js?a=1&b=2">', None),
        (b"<link rel=preload href=other.js><links rel=preload href='f.js?a=1&b=2'>", None),
        (b"<link rel=preload href='f.js?a=1&b=2'", None),
        (b"\xff<link rel=preload href='//[::1/'><link rel=>", None),
    ],
)
def test_only_the_hints_named_are_emptied(before, after):
    assert without_hints(before, BASE, {URL}) == (after or before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<img alt=x src='f.js?a=1&amp;b=2'>", b'<img alt=x src="https://x.example/?c=1&amp;d=2">'),
        (
            b"<script src=/a/f.js?a=1&b=2 async></script>",
            b'<script src="https://x.example/?c=1&amp;d=2" async></script>',
        ),
        (b"<a href='f.js?a=1&b=2'>", None),
        (b"<img src=other.png><img src='//[::1/'>", None),
    ],
)
def test_only_what_the_page_loads_is_named_anew(before, after):
    assert with_addresses(before, BASE, {URL: "https://x.example/?c=1&d=2"}) == (after or before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<video autoplay muted src='f.js?a=1&b=2'>", b"<video preload=\"none\" muted src='f.js?a=1&b=2'>"),
        (
            b'<audio preload="auto" controls><source src="f.js?a=1&amp;b=2"></audio>',
            b'<audio preload="none" controls><source src="f.js?a=1&amp;b=2"></audio>',
        ),
        (b"<video autoplay src=x.mp4></video><video src='f.js?a=1&b=2'>", b"<video autoplay src=x.mp4></video>"),
        (b"<video autoplay src=x.mp4>", None),
    ],
)
def test_only_the_media_named_wait_for_a_click(before, after):
    changed = played_on_demand(before, BASE, {URL})
    assert changed.startswith(after) if after else changed == before


@pytest.mark.parametrize("change", [without_hints, played_on_demand, lambda *given: with_addresses(*given[:2], {})])
@pytest.mark.parametrize("piece", [b"<link ", b"<video ", b"<img src=", b"<link rel=preload href="])
def test_a_document_full_of_tags_is_read_once(change, piece):
    hostile = piece * 100_000
    assert change(hostile, BASE, {URL}) == hostile
