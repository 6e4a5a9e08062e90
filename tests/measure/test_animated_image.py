from io import BytesIO

import pytest
from PIL import Image

from delest.measure.animated_image import is_animated


def drawn(form, frames, **more):
    pictures = [Image.new("RGB", (8, 8), (number * 60, 0, 0)) for number in range(frames)]
    out = BytesIO()
    extra = {"save_all": True, "append_images": pictures[1:], "duration": 100} if frames > 1 else {}
    pictures[0].save(out, form, **extra, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_more_than_one_frame_is_an_animation(form):
    assert is_animated(drawn(form, 3))
    assert not is_animated(drawn(form, 1))


def test_a_picture_that_ends_early_counts_as_far_as_it_goes():
    whole = drawn("GIF", 3)
    assert all(is_animated(whole[:end]) in {True, False} for end in range(len(whole)))
    assert not is_animated(whole[:20])


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", drawn("JPEG", 1), b"RIFF\0\0\0\0WEBPVP8X"])
def test_other_content_is_none(content):
    assert not is_animated(content)
