import pytest
from msgspec.structs import replace

from delest.advise.rules.media.image_offscreen import MARGIN_PX, examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, ShownImage
from tests.page_loads import HOME, answer, capture

FAR = 1080 + MARGIN_PX + 1


def page_with(*, top=FAR, start_ms=100.0, scroll_ms=2000.0, size=5000, place="img", lazy=False, more=()):
    shown = ShownImage(url=f"{HOME}p", place=place, width_px=9, height_px=9, top_px=top, lazy=lazy)
    seen = Observed(images=(shown, *more), viewport_height_px=1080, scroll_ms=scroll_ms)
    return replace(capture(answer(b"x" * size, f"{HOME}p", kind=Kind.IMAGE, start_ms=start_ms)), observed=seen)


def test_an_image_far_down_that_is_loaded_at_once_is_for_those_who_do_not_scroll(shop):
    found = examine(page_with(), shop)
    assert found.effect is Effect.BEFORE_SCROLL
    assert found.avoidable_bytes.high == 0
    assert found.other_bytes.low == found.other_bytes.high == 5200


@pytest.mark.parametrize(
    "fields",
    [
        {"lazy": True},
        {"top": FAR - 1},
        {"top": None},
        {"start_ms": 2500.0},
        {"size": 700},
        {"place": "background"},
        {"more": (ShownImage(url=f"{HOME}p", place="background", top_px=10),)},
    ],
)
def test_what_is_lazy_near_small_or_shown_elsewhere_is_left_alone(shop, fields):
    assert examine(page_with(**fields), shop) is None
