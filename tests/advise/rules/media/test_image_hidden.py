import pytest
from msgspec.structs import replace

from delest.advise.rules.media.image_hidden import examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, ShownImage
from tests.page_loads import HOME, answer, capture

HIDDEN = ShownImage(url=f"{HOME}p", place="img", natural_width_px=90, natural_height_px=90)
SHOWN = replace(HIDDEN, width_px=9, height_px=9, top_px=40.0)


def page(*images, size=5000, cut=False):
    loaded = capture(answer(b"x" * size, f"{HOME}p", kind=Kind.IMAGE))
    return replace(loaded, observed=Observed(images=images, cut=cut))


def test_an_image_that_no_box_shows_is_a_cost(shop):
    found = examine(page(HIDDEN), shop)
    assert found.effect is Effect.COST
    assert (found.avoidable_bytes.high, found.other_bytes.central) == (0, 5200)


@pytest.mark.parametrize(
    ("images", "more"),
    [
        ((SHOWN,), {}),
        ((HIDDEN, replace(SHOWN, place="svg")), {}),
        ((HIDDEN, replace(HIDDEN, place="background")), {}),
        ((HIDDEN,), {"size": 300}),
        ((HIDDEN,), {"cut": True}),
        ((), {}),
    ],
)
def test_what_is_shown_anywhere_small_or_not_looked_at_is_left_alone(shop, images, more):
    assert examine(page(*images, **more), shop) is None
