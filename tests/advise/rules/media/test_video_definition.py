import pytest
from msgspec.structs import replace

from delest.advise.rules.media.video_definition import examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, ShownVideo
from tests.page_loads import HOME, capture, load, transfer

FILM = f"{HOME}film.mp4"
WIDE = ShownVideo(url=FILM, natural_width_px=1920, natural_height_px=1080, width_px=320, height_px=180, codec="av1")


def page(video, size=900_000, ratio=1.0):
    sent = transfer(FILM, size, Kind.MEDIA, status=206)
    return replace(capture(), load=load(sent), observed=Observed(videos=(video,), pixel_ratio=ratio))


def test_a_video_larger_than_its_box_is_named_with_both_sizes_and_no_claim(shop):
    found = examine(page(WIDE), shop)
    assert found.effect is Effect.NOTICE
    assert (found.avoidable_bytes.high, found.other_bytes.central) == (0, 900_000)
    assert found.offenders[0].remedy == "1920 × 1080 > 320 × 180"


def test_an_older_codec_is_named(shop):
    video = replace(WIDE, width_px=1920, height_px=1080, codec="h264")
    assert examine(page(video), shop).offenders[0].remedy == "H264"


@pytest.mark.parametrize(
    ("video", "more"),
    [
        (replace(WIDE, width_px=1300), {}),
        (WIDE, {"ratio": 4.0}),
        (WIDE, {"size": 50_000}),
        (replace(WIDE, width_px=0, height_px=0), {}),
        (replace(WIDE, width_px=1920, codec=""), {}),
    ],
)
def test_what_fits_is_small_is_not_shown_or_unknown_is_left_alone(shop, video, more):
    assert examine(page(video, **more), shop) is None
