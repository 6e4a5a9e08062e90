"""Videos with more pixels than the page shows, or in an older codec."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from delest.advise.findings import computed, concerned
from delest.advise.page.answers import media
from delest.advise.reencoded import chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Effect, Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Transfer
from delest.records.pages.observed import ShownVideo

LEAST_BYTES: Final = 200_000
_WIDER: Final = 1.5
"""Times the box, in pixels of the screen: from here a video has far more pixels than are shown."""
CONDITION: Final = N_(
    "On screens like the one of the audit; browsers that do not play WebM need the older file beside it (source)."
)
_OLDER: Final = frozenset({"h264", "mpeg4", "mpeg2", "theora", "vp8", "vc1"})
"""Codecs that VP9, HEVC and AV1 came after."""


def examine(capture: Capture, shop: Workshop) -> Finding | None:  # noqa: ARG001 - every rule is called alike
    """Return the finding of the videos of 200 kB and more that are larger than their box or in an older codec, or None.

    How much lighter each would be only an encoder can tell: the bytes are those that moved, a fact to look at.
    """
    ratio = capture.observed.pixel_ratio
    said = {video.url: _said(video, ratio) for video in capture.observed.videos}
    found = [
        concerned(each, remedy=said[each.url])
        for each in media(capture)
        if said.get(each.url) and (each.transferred_bytes or 0) >= LEAST_BYTES
    ]
    return computed(RULE.id, capture, found, effect=Effect.NOTICE)


def remedies(capture: Capture, shop: Workshop) -> Iterator[Remedy]:
    """Yield the videos of the finding as VP9 at the size of their boxes, where the recording has the whole file."""
    ratio = capture.observed.pixel_ratio
    videos = {video.url: video for video in capture.observed.videos}
    for transfer, body in whole_videos(capture):
        video = videos.get(transfer.url)
        if video is None or not _said(video, ratio) or (transfer.transferred_bytes or 0) < LEAST_BYTES:
            continue
        lighter = shop.bodies("video", body, {"width": round(video.width_px * ratio)})
        made = chosen(transfer, body, lighter)
        if made is not None and offender(transfer, body, lighter):
            yield replace(remedy(RULE.id, transfer, made, CONDITION), status=transfer.status or 0)


def whole_videos(capture: Capture) -> Iterator[tuple[Transfer, bytes]]:
    """Yield the media that are known whole, with their bodies."""
    for each in media(capture):
        body = capture.bodies.get(each.body_sha256)
        if body:
            yield each, body


def _said(video: ShownVideo, ratio: float) -> str:
    said = []
    if video.width_px and video.natural_width_px > _WIDER * video.width_px * ratio:
        natural = f"{video.natural_width_px} × {video.natural_height_px}"
        said.append(f"{natural} > {round(video.width_px * ratio)} × {round(video.height_px * ratio)}")
    if video.codec in _OLDER:
        said.append(video.codec.upper())
    return ", ".join(said)


RULE: Final = Rule(
    id="video-definition",
    title=N_("Videos have more pixels than the pages show, or an older codec"),
    action=N_("Publish videos at the size shown"),
    explanation=N_(
        "The size of the box that shows each video, and its codec, are those that the browser itself told. How much"
        " lighter a video would be, only encoding it again shows: `delest audit --prove` does so."
    ),
    remedy=N_(
        "Publish each video at the size of its box, several where screens differ, in AV1, VP9 or HEVC with H.264 as a"
        " fallback."
    ),
    needs=(Need.SHOWN,),
    rgesn=("5.3", "5.4"),
    wsg=("optimize-media-to-reduce-resource-use",),
    examine=examine,
    remedies=remedies,
)
