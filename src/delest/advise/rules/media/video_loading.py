"""Videos and sounds that are transferred before anyone plays them."""

from typing import Final

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import media
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture
from delest.records.pages.observed import ShownVideo

LEAST_BYTES: Final = 50_000
_WIDER: Final = 1.5
"""Times the box, in pixels of the screen: from here a video has far more pixels than are shown."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the media that this visit transferred without a click, or None.

    The visit plays nothing itself: what moved is what ``autoplay`` and ``preload`` bring to every visitor.
    """
    videos = {video.url: video for video in capture.observed.videos}
    found = [
        concerned(each, remedy=_said(videos[each.url], capture.observed.pixel_ratio))
        for each in media(capture)
        if each.url in videos and (each.transferred_bytes or 0) >= LEAST_BYTES
    ]
    return computed(RULE.id, capture, found, effect=Effect.COST)


def _said(video: ShownVideo, ratio: float) -> str:
    said = ["autoplay" if video.autoplay else f"preload={video.preload or 'auto'}"]
    if video.width_px and video.natural_width_px > _WIDER * video.width_px * ratio:
        said.append(f"{video.natural_width_px} px > {round(video.width_px * ratio)} px")
    return ", ".join(said)


RULE: Final = Rule(
    id="video-loading",
    title=N_("Videos or sounds are transferred before anyone plays them"),
    action=N_("Load videos only when played"),
    explanation=N_(
        "Nothing was played by hand in this visit: autoplay and preload bring these bytes to every visitor."
    ),
    remedy=N_(
        'Use preload="none" with a poster and no autoplay; publish each video in the size of its box, with an efficient'
        " codec."
    ),
    needs=(Need.SHOWN,),
    rgesn=("4.1", "5.3"),
    wsg=("optimize-media-to-reduce-resource-use",),
    examine=examine,
)
