import pytest

from delest.advise.rules.fonts.font_format import examine, remedies
from delest.records.pages.load import Kind
from tests.fonts import LATIN, characters_of, font
from tests.page_loads import HOME, answer, capture


def page_with(body, **fields):
    return capture(answer(body, f"{HOME}a.ttf", kind=Kind.FONT, **fields))


@pytest.mark.parametrize("flavor", [None, "woff"])
def test_an_older_font_is_lighter_as_woff2_and_has_the_same_characters(shop, flavor):
    body = font(flavor=flavor)
    page = page_with(body)
    found = examine(page, shop)
    (made,) = remedies(page, shop)
    assert made.body.startswith(b"wOF2")
    assert made.content_type == "font/woff2"
    assert found.avoidable_bytes.low == found.avoidable_bytes.high == len(body) - len(made.body) > 1000
    assert characters_of(made.body) == characters_of(body)


def test_woff2_is_left_alone(shop):
    assert examine(page_with(font(flavor="woff2")), shop) is None


@pytest.mark.parametrize(
    "body", [b"\0\1\0\0" + bytes(5000), font(LATIN)[:4000], b"OTTO" * 2000, b"wOFF" + b"\xff" * 3000]
)
def test_a_hostile_font_costs_only_itself(shop, body):
    good = answer(font(), f"{HOME}good.ttf", kind=Kind.FONT)
    bad = answer(body, f"{HOME}bad.ttf", kind=Kind.FONT)
    assert [each.url for each in examine(capture(bad, good), shop).offenders] == [f"{HOME}good.ttf"]
