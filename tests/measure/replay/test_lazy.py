"""Images given loading=lazy in a served document."""

import pytest

from delest.measure.replay.document.lazy import made_lazy

BASE = "https://www.example.org/a/"
URL = BASE + "i.png?a=1&b=2"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<img src="i.png?a=1&amp;b=2">', b'<img loading="lazy" src="i.png?a=1&amp;b=2">'),
        (b"<IMG alt=x SRC=/a/i.png?a=1&b=2>", b'<IMG loading="lazy" alt=x SRC=/a/i.png?a=1&b=2>'),
        (b"<img srcset='x.png 1x, i.png?a=1&b=2 2x'>", b"<img loading=\"lazy\" srcset='x.png 1x, i.png?a=1&b=2 2x'>"),
        (b'<img loading=eager src="i.png?a=1&b=2">', None),
        (b'<img src="other.png"><imgs src="i.png?a=1&b=2">', None),
        (b'<img src="i.png?a=1&b=2"', None),
        (b"\xff<img src=\xff><img src='//[::1/'>", None),
    ],
)
def test_only_the_images_named_are_changed(before, after):
    assert made_lazy(before, BASE, {URL}) == (after or before)


def test_a_document_full_of_tags_is_read_once():
    hostile = b"<img " * 200_000
    assert made_lazy(hostile, BASE, {URL}) == hostile
