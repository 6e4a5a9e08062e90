"""Images with more pixels than the page shows of them."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from delest.advise.findings import computed
from delest.advise.page.answers import with_bodies
from delest.advise.reencoded import Reencoded, chosen, offender
from delest.advise.remedied import remedy
from delest.advise.rule import Rule
from delest.advise.workshop import Workshop
from delest.errors import N_
from delest.records.advice.finding import Finding
from delest.records.advice.remedy import Remedy
from delest.records.advice.rule import Need
from delest.records.pages.load import Capture, Kind, Transfer
from delest.records.pages.observed import ShownImage

_MOST_URLS: Final = 50_000
_STEP_PX: Final = 8
"""Boxes are rounded up to this, so that nearly equal ones are made once."""
_WHOLE: Final = frozenset({"contain", "scale-down"})
_SCALED: Final = frozenset({"cover", "contain"})
"""Sizes of backgrounds that follow the box; others repeat the image or show a part of it."""
CONDITION: Final = N_("On screens like the one of the audit; larger ones need a larger file beside it (srcset).")


class _Box(NamedTuple):
    width: float
    height: float
    contain: bool


class SizeStudy:
    """Knows the largest box that shows each image on any page of the site."""

    def __init__(self) -> None:
        self._boxes: dict[str, _Box] = {}
        self._unknown: set[str] = set()
        """Images that some page shows in a way that says nothing of the pixels it needs."""

    def learn(self, capture: Capture) -> None:
        """Take note of the boxes of one page."""
        ratio = min(max(capture.observed.pixel_ratio, 0.5), 4.0)
        for image in capture.observed.images:
            url = image.url.partition("#")[0]
            if len(self._boxes) + len(self._unknown) >= _MOST_URLS and url not in self._boxes:
                return
            if image.place == "background" and image.fit not in _SCALED:
                self._unknown.add(url)
            elif image.width_px and image.height_px:
                self._boxes[url] = _larger(self._boxes.get(url), _box(image, ratio))

    def examine(self, capture: Capture, shop: Workshop) -> Finding | None:
        """Return the finding of the images that are larger than any page of the site shows them, or None.

        Central and high are the image at the size of its largest box, low is a quarter wider; its format stays.
        """
        return computed(RULE.id, capture, filter(None, (offender(*each[:3]) for each in self._made(capture, shop))))

    def remedies(self, capture: Capture, shop: Workshop) -> Iterator[Remedy]:
        """Yield the images at the size they are shown."""
        for transfer, body, lighter, box in self._made(capture, shop):
            if offender(transfer, body, lighter):
                made = chosen(transfer, body, shop.bodies("resize", body, _options(box)))
                if made is not None:
                    yield remedy(RULE.id, transfer, made, CONDITION)

    def _made(self, capture: Capture, shop: Workshop) -> Iterator[tuple[Transfer, bytes, Reencoded, _Box]]:
        for transfer, body in with_bodies(capture):
            url = transfer.url.partition("#")[0]
            box = self._boxes.get(url)
            if transfer.kind is Kind.IMAGE and box is not None and url not in self._unknown:
                yield transfer, body, shop.sizes("resize", transfer.body_sha256, body, _options(box)), box


def _box(image: ShownImage, ratio: float) -> _Box:
    width, height = (-(-side * ratio // _STEP_PX) * _STEP_PX for side in (image.width_px, image.height_px))
    return _Box(width, height, contain=image.fit in _WHOLE)


def _larger(one: _Box | None, other: _Box) -> _Box:
    if one is None:
        return other
    return _Box(max(one.width, other.width), max(one.height, other.height), contain=one.contain and other.contain)


def _options(box: _Box) -> dict[str, str | int | float | list[int]]:
    return {"width": box.width, "height": box.height, "contain": int(box.contain)}


RULE: Final = Rule(
    id="image-dimensions",
    title=N_("Images have more pixels than the pages show"),
    action=N_("Publish images at the size shown"),
    explanation=N_(
        "Each image was really resized to the largest box that shows it on any page of the audit, at the pixel ratio of"
        " its device, in the same format."
    ),
    remedy=N_(
        "Publish these images in the sizes that the pages show, several of them where screens differ (srcset, sizes)."
    ),
    needs=(Need.FILES, Need.SHOWN, Need.SITE),
    rgesn=("6.4",),
    wsg=("optimize-media-to-reduce-resource-use",),
    study=SizeStudy,
)
