from io import BytesIO

import pytest
from PIL import Image

from delest.advise.rules.media.image_animation import examine, remedies
from delest.records.pages.load import Kind
from tests.images import drawing, photograph, saved
from tests.page_loads import HOME, answer, capture

FRAMES = [photograph(160, 120).rotate(angle) for angle in (0, 20, 40)]


def animated(form, **more):
    return saved(FRAMES[0], form, save_all=True, append_images=FRAMES[1:], duration=80, loop=0, **more)


def page(body):
    return capture(answer(body, f"{HOME}a", kind=Kind.IMAGE))


@pytest.mark.parametrize("form", ["GIF", "PNG"])
def test_an_animation_is_lighter_as_webp_frame_by_frame(shop, form):
    body = animated(form)
    found = examine(page(body), shop)
    (made,) = remedies(page(body), shop)
    assert found.avoidable_bytes.central == len(body) - len(made.body)
    assert found.offenders[0].remedy.startswith("animated WebP q85, SSIM 0.9")
    with Image.open(BytesIO(made.body)) as again:
        assert (again.format, again.n_frames, again.size) == ("WEBP", 3, (160, 120))
        again.seek(1)
        again.load()
        assert again.info["duration"] == 80
        assert again.info["loop"] == 0


@pytest.mark.parametrize(
    "body",
    [saved(drawing(), "GIF"), saved(photograph(), "PNG"), animated("GIF")[:2000], b"GIF89a" + bytes(3000)],
    ids=["still GIF", "still PNG", "cut", "nothing"],
)
def test_still_and_broken_images_are_left_alone(shop, body):
    assert examine(page(body), shop) is None
