import struct
import warnings
import zlib
from io import BytesIO

import pytest
from PIL import Image

from delest.advise.remedies import image
from delest.advise.rules.media import image_encoding
from delest.advise.rules.media.image_encoding import examine, remedies
from delest.records.advice.finding import Confidence
from delest.records.pages.load import Kind
from tests.images import drawing, photograph, saved
from tests.page_loads import HOME, answer, capture


def encode(body):
    return image.make(body, {})


def page_with(body, mime_type="image/png", **fields):
    return capture(answer(body, f"{HOME}photo", kind=Kind.IMAGE, mime_type=mime_type, **fields))


def test_a_photograph_as_png(shop):
    body = saved(photograph(), "PNG")
    found = examine(page_with(body), shop)
    avoidable = found.avoidable_bytes
    assert (found.rule, found.confidence) == ("image-encoding", Confidence.COMPUTED)
    assert 0 < avoidable.low < avoidable.central <= avoidable.high < len(body)
    made = encode(body)
    assert avoidable.low == len(body) - made.modest.size_bytes
    assert avoidable.central == len(body) - made.usual.size_bytes
    assert made.modest.name == "WebP lossless, SSIM 1.000"
    assert found.offenders[0].remedy.startswith("WebP q80, SSIM 0.9")


def test_a_photograph_as_a_heavy_jpeg():
    made = encode(saved(photograph(), "JPEG", quality=98, subsampling=0))
    assert made.modest.name.startswith("WebP q90")
    assert made.best.size_bytes < made.usual.size_bytes < made.modest.size_bytes


def test_a_jpeg_that_is_light_already_would_be_heavier_and_is_left_alone(shop):
    body = saved(photograph(), "JPEG", quality=12)
    assert encode(body).usual.size_bytes > len(body)
    assert examine(page_with(body, "image/jpeg"), shop) is None


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP"])
def test_every_older_format_is_read_whatever_its_declared_type(form, shop):
    assert examine(page_with(saved(drawing(), form), "application/octet-stream"), shop) is not None


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "CMYK", "RGBA"])
def test_every_mode_is_read(mode):
    image = drawing("RGBA") if mode in {"RGBA", "LA"} else photograph()
    form = {"CMYK": "JPEG"}.get(mode, "PNG")
    assert encode(saved(image.convert(mode), form)).modest is not None


@pytest.mark.parametrize(
    ("body", "mode"),
    [
        (saved(drawing("RGBA"), "PNG"), "RGBA"),
        (saved(drawing("RGBA").convert("LA"), "PNG"), "RGBA"),
        (saved(drawing().quantize(8), "PNG", transparency=0), "RGBA"),
        (saved(drawing().quantize(8), "GIF", transparency=0), "RGBA"),
        (saved(drawing(), "PNG", transparency=(255, 255, 255)), "RGBA"),
        (saved(drawing(), "PNG"), "RGB"),
    ],
)
def test_transparency_is_kept(body, mode):
    with Image.open(BytesIO(body)) as picture:
        assert image.plain(picture).mode == mode


def test_only_the_colour_profile_goes_along():
    body = saved(photograph(), "JPEG", icc_profile=b"a profile", comment=b"c" * 5000, exif=b"Exif\0\0" + bytes(5000))
    with Image.open(BytesIO(body)) as picture:
        assert image.plain(picture).info == {"icc_profile": b"a profile"}


def test_an_encoding_that_does_not_look_the_same_is_not_used(monkeypatch):
    monkeypatch.setattr(image, "LEAST_LIKENESS", 0.9999)
    made = encode(saved(photograph(), "PNG"))
    assert made.usual is None
    assert made.best is None
    assert made.modest is not None  # lossless


def test_what_is_no_image_is_not_examined(shop):
    for body in (b"<svg/>" * 1000, bytes(5000), b"RIFF1234WAVE" + bytes(5000)):
        assert examine(page_with(body), shop) is None


@pytest.mark.parametrize(("form", "how"), [("WEBP", {"quality": 100}), ("AVIF", {"quality": 95, "speed": 9})])
def test_a_newer_format_at_needless_quality_is_found_and_may_avoid_nothing(shop, form, how):
    body = saved(photograph(), form, **how)
    found = examine(page_with(body), shop)
    assert found.avoidable_bytes.low == 0
    assert found.avoidable_bytes.central > len(body) / 4
    (made,) = remedies(page_with(body), shop)
    assert made.content_type == f"image/{form.lower()}"


def test_a_newer_format_at_a_usual_quality_is_left_alone(shop):
    for body in (saved(photograph(), "WEBP", quality=80), saved(photograph(), "AVIF", quality=60)):
        assert examine(page_with(body), shop) is None


def test_an_animation_is_left_alone():
    frames = [photograph(80, 60), drawing().resize((80, 60))]
    for form in ("GIF", "PNG"):
        body = saved(frames[0], form, save_all=True, append_images=frames[1:])
        assert encode(body).usual is None


def test_a_photograph_with_a_second_picture_inside_is_read():
    body = saved(photograph(), "MPO", save_all=True, append_images=[photograph(80, 60)])
    assert encode(body).usual is not None


def png(width, height, *chunks, bits=8):
    """Return a PNG file that claims a size, with ``chunks`` after its header."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0))
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (header, *chunks, (b"IEND", b""))
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


IDAT = (b"IDAT", zlib.compress(bytes(100)))
HOSTILE = {
    "huge": png(60_000, 60_000, IDAT),
    "larger than the limit": png(9_000, 9_000, IDAT),
    "just over the limit": png(8_000, 5_001, IDAT),
    "text bomb": png(64, 64, (b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000))), IDAT),
    "no pixels": png(0, 0, IDAT),
    "broken zlib": png(64, 64, (b"IDAT", b"not zlib at all")),
    "truncated": saved(photograph(), "PNG")[:4000],
    "truncated jpeg": saved(photograph(), "JPEG")[:2000],
    "jpeg of nothing": b"\xff\xd8\xff\xe0" + bytes(3000),
    "gif frame beyond its screen": b"GIF89a\x01\0\x01\0\x80\0\0"
    + bytes(6)
    + b",\0\0\0\0\xff\xff\xff\xff\0\x02"
    + bytes(2000),
    "bitmap of nothing": b"BM" + bytes(3000),
    "bitmap of negative size": b"BM"
    + struct.pack("<IHHIIiiHHIIiiII", 3000, 0, 0, 54, 40, -5, -5, 1, 24, 0, 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_image_costs_only_itself(name, shop):
    good = answer(saved(photograph(), "PNG"), f"{HOME}good.png", mime_type="image/png")
    bad = answer(HOSTILE[name], f"{HOME}bad.png", mime_type="image/png")
    found = examine(capture(bad, good), shop)
    assert [each.url for each in found.offenders] == [f"{HOME}good.png"]


def test_a_bomb_makes_no_noise():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
        assert encode(HOSTILE["just over the limit"]).pixels == 0


def test_sixteen_bits_a_channel_are_not_cut_to_eight():
    assert encode(png(16, 16, (b"IDAT", zlib.compress(bytes(16 * (1 + 16 * 6)))), bits=16)).modest is None
    assert encode(png(16, 16, (b"IDAT", zlib.compress(bytes(16 * (1 + 16 * 3)))), bits=8)).modest is not None


def test_a_photograph_that_is_shown_turned_is_compared_as_it_is_shown():
    turned = Image.Exif()
    turned[0x0112] = 6
    with Image.open(BytesIO(saved(photograph(160, 120), "JPEG", exif=turned))) as picture:
        assert image.plain(picture).size == (120, 160)


def test_a_side_longer_than_webp_allows_leaves_the_other_formats():
    made = encode(saved(Image.linear_gradient("L").resize((16_390, 8)), "PNG"))
    assert made.usual is None
    assert made.pixels == 16_390 * 8


def test_large_images_are_not_tried_with_slow_encodings(monkeypatch):
    monkeypatch.setattr(image, "MAX_SLOW_PIXELS", 100)
    made = encode(saved(photograph(), "PNG"))
    assert made.best is None
    assert made.modest.name.startswith("WebP q90")


def test_a_page_of_many_pixels_is_examined_up_to_the_limit_heaviest_first(monkeypatch, shop):
    monkeypatch.setattr(image_encoding, "MAX_PAGE_PIXELS", 320 * 240)
    small = answer(saved(photograph(160, 120), "PNG"), f"{HOME}small.png")
    large = answer(saved(photograph(), "PNG"), f"{HOME}large.png")
    found = examine(capture(small, large), shop)
    assert [each.url for each in found.offenders] == [f"{HOME}large.png"]


def test_a_shared_image_is_encoded_once(shop):
    page = page_with(saved(photograph(333, 240), "PNG"))
    kept = shop.kept
    assert examine(page, shop) == examine(page, shop)
    assert shop.kept == kept + 1


def test_the_remedy_is_the_very_image_that_the_central_bound_stands_for(shop):
    page = page_with(saved(photograph(), "PNG"))
    found = examine(page, shop)
    (made,) = remedies(page, shop)
    sent = page.load.transfers[0].encoded_body_bytes
    assert sent - len(made.body) == found.avoidable_bytes.central
    assert (made.url, made.content_type, made.replaces_sha256) == (
        f"{HOME}photo",
        "image/webp",
        next(iter(page.bodies)),
    )
    assert made.likeness >= image.LEAST_LIKENESS
    with Image.open(BytesIO(made.body)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (320, 240))
