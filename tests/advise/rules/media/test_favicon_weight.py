import pytest
from msgspec.structs import replace

from delest.advise.rules.media.favicon_weight import ICO_BYTES, examine
from delest.records.advice.finding import Confidence
from tests.page_loads import HOME, answer, capture


def page(name, size, html=""):
    return replace(capture(answer(b"x" * size, f"{HOME}{name}")), html=html)


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("favicon.ico", ""),
        ("i.png?a=1&b=2", '<link href="i.png?a=1&amp;b=2" rel="shortcut icon">'),
        ("i.png", "<LINK REL=icon HREF=/i.png>"),
    ],
)
def test_a_heavy_icon_is_a_rule_of_thumb(shop, name, html):
    found = examine(page(name, 100_000, html), shop)
    assert found.confidence is Confidence.RULE_OF_THUMB
    assert found.avoidable_bytes.low == 100_200 - ICO_BYTES < found.avoidable_bytes.central


def test_a_light_icon_and_other_pictures_are_left_alone(shop):
    assert examine(page("favicon.ico", 15_000), shop) is None
    assert examine(page("photo.png", 100_000, "<link rel=stylesheet href=photo.png>"), shop) is None
