import pytest
from msgspec.structs import replace

from delest.advise.rules.media.video_loading import examine
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from delest.records.pages.observed import Observed, ShownVideo
from tests.page_loads import HOME, capture, load, transfer

FILM = f"{HOME}film.mp4"


def page(video, size=900_000, status=206):
    sent = transfer(FILM, size, Kind.MEDIA, status=status)
    seen = Observed(videos=(video,) if video else ())
    return replace(capture(), load=load(sent), observed=seen)


@pytest.mark.parametrize("status", [200, 206])
def test_what_autoplay_or_preload_bring_is_a_cost(shop, status):
    video = ShownVideo(url=FILM, autoplay=True, width_px=640, natural_width_px=1920)
    found = examine(page(video, status=status), shop)
    assert found.effect is Effect.COST
    assert (found.avoidable_bytes.high, found.other_bytes.central) == (0, 900_000)
    assert found.offenders[0].remedy == "autoplay, 1920 px > 640 px"


def test_preload_is_named_where_nothing_plays(shop):
    found = examine(page(ShownVideo(url=FILM, preload="metadata")), shop)
    assert found.offenders[0].remedy == "preload=metadata"


def test_little_or_unknown_media_are_left_alone(shop):
    assert examine(page(ShownVideo(url=FILM), 9_000), shop) is None
    assert examine(page(None), shop) is None
