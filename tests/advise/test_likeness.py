from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter

from delest.advise.likeness import ssim
from tests.images import noise, photograph

PHOTOGRAPH = photograph(330, 250)


def test_an_image_is_like_itself():
    assert ssim(PHOTOGRAPH, PHOTOGRAPH) == pytest.approx(1)


def test_likeness_is_the_same_both_ways():
    blurred = PHOTOGRAPH.filter(ImageFilter.GaussianBlur(2))
    assert ssim(PHOTOGRAPH, blurred) == pytest.approx(ssim(blurred, PHOTOGRAPH))


def test_likeness_falls_with_quality():
    found = []
    for quality in (90, 60, 30, 5):
        file = BytesIO()
        PHOTOGRAPH.save(file, "JPEG", quality=quality)
        found.append(ssim(PHOTOGRAPH, Image.open(file).convert("RGB")))
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.97
    assert found[-1] < 0.95


def test_unrelated_images_are_not_alike():
    one, other = Image.linear_gradient("L").convert("RGB"), noise(256, 256).convert("RGB")
    assert ssim(one, other) < 0.3


@pytest.mark.parametrize("ink", ["white", "black"])
def test_shapes_on_transparency_are_seen_whatever_their_colour(ink):
    empty = Image.new("RGBA", (64, 64))
    drawn = empty.copy()
    ImageDraw.Draw(drawn).text((4, 4), "delest", fill=ink)
    assert ssim(empty, drawn) < 0.9


def test_what_lies_under_full_transparency_is_not_seen():
    one = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    other = Image.new("RGBA", (64, 64), (0, 255, 255, 0))
    assert ssim(one, other) == pytest.approx(1)


def test_images_larger_than_a_tile_weigh_every_block_alike():
    white = Image.new("RGB", (2048, 1024), "white")
    half = white.copy()
    half.paste("black", (1024, 0, 2048, 1024))
    assert ssim(white, half) == pytest.approx(0.5, abs=0.001)


def test_images_of_one_pixel():
    dot = Image.new("RGB", (1, 1), "red")
    assert ssim(dot, dot) == pytest.approx(1)
