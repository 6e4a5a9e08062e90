from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from delest.advise.rules.media.image_dimensions import CONDITION, SizeStudy
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, ShownImage
from tests.images import photograph, saved
from tests.page_loads import HOME, answer, capture

PHOTO = saved(photograph(640, 480), "JPEG", quality=90)


def shown(width, height, **fields):
    return ShownImage(url=f"{HOME}p", place=fields.pop("place", "img"), width_px=width, height_px=height, **fields)


def page_with(*images, body=PHOTO, ratio=1.0):
    seen = Observed(images=images, pixel_ratio=ratio, viewport_width_px=1920)
    return replace(capture(answer(body, f"{HOME}p", kind=Kind.IMAGE)), observed=seen)


def made_of(shop, *pages):
    study = SizeStudy()
    for page in pages:
        study.learn(page)
    return list(study.remedies(pages[0], shop)), study.examine(pages[0], shop)


def size(made):
    with Image.open(BytesIO(made.body)) as image:
        return image.format, image.size


def test_a_large_image_in_a_small_box_is_really_resized(shop):
    (made,), found = made_of(shop, page_with(shown(160, 120)))
    assert size(made) == ("JPEG", (160, 120))
    assert made.condition == CONDITION
    assert found.avoidable_bytes.central == len(PHOTO) - len(made.body)
    assert 0 < found.avoidable_bytes.low < found.avoidable_bytes.central
    assert found.offenders[0].remedy == "160 × 120"


def test_the_pixel_ratio_of_the_device_counts(shop):
    (made,), _ = made_of(shop, page_with(shown(160, 120), ratio=2.0))
    assert size(made)[1] == (320, 240)


def test_the_largest_box_of_any_page_counts(shop):
    made, found = made_of(shop, page_with(shown(160, 120)), page_with(shown(600, 450)))
    assert (made, found) == ([], None)


def test_a_box_that_is_filled_needs_its_longer_side_and_one_that_contains_its_shorter(shop):
    (filled,), _ = made_of(shop, page_with(shown(160, 240, fit="cover")))
    assert size(filled)[1] == (320, 240)
    (contained,), _ = made_of(shop, page_with(shown(160, 240, fit="contain")))
    assert size(contained)[1] == (160, 120)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_the_format_stays(shop, form):
    (made,), _ = made_of(shop, page_with(shown(160, 120), body=saved(photograph(640, 480), form)))
    assert size(made) == (form, (160, 120))


def test_a_palette_stays_one(shop):
    body = saved(photograph(640, 480).quantize(64), "PNG")
    (made,), _ = made_of(shop, page_with(shown(160, 120), body=body))
    with Image.open(BytesIO(made.body)) as image:
        assert image.mode == "P"


@pytest.mark.parametrize(
    "page",
    [
        page_with(shown(0, 0)),
        page_with(),
        page_with(shown(600, 450)),
        page_with(shown(160, 120), shown(160, 120, place="background", fit="auto")),
        page_with(shown(160, 120), body=PHOTO[:3000]),
        page_with(shown(160, 120), body=b"<svg/>" * 900),
        page_with(shown(1e300, 1e300)),
    ],
    ids=["hidden", "not seen", "nearly as large", "repeated background", "cut", "svg", "absurd"],
)
def test_what_says_nothing_or_gains_nothing_is_left_alone(shop, page):
    assert made_of(shop, page) == ([], None)


def test_backgrounds_that_follow_their_box_are_judged(shop):
    (made,), _ = made_of(shop, page_with(shown(160, 120, place="background", fit="cover")))
    assert size(made)[1] == (160, 120)


def test_an_animation_is_left_alone(shop):
    frames = [photograph(640, 480), photograph(640, 480).rotate(90)]
    body = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert made_of(shop, page_with(shown(160, 120), body=body)) == ([], None)
