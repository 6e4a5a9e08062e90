import json

import pytest
from msgspec.structs import replace

from delest.advise.rules.media.manifest_weight import examine
from delest.records.advice.finding import Confidence
from delest.records.pages.observed import Observed, ShownImage
from tests.page_loads import HOME, answer, capture

APP = f"{HOME}app/site.webmanifest"
LINK = "<link href=/app/site.webmanifest rel=manifest>"
ICONS = [{"src": "icon.png", "sizes": "512x512"}]


def manifest(size=0, **more):
    return json.dumps({"name": "A", "icons": ICONS, "description": "x" * size, **more}).encode()


def page(body, icon=0, html=LINK, mime_type="application/json"):
    sent = [answer(body, APP, mime_type=mime_type)]
    sent += [answer(b"i" * icon, f"{HOME}app/icon.png", mime_type="image/png")] if icon else []
    return replace(capture(*sent), html=html)


@pytest.mark.parametrize(("html", "mime_type"), [(LINK, "application/json"), ("", "application/manifest+json")])
def test_a_heavy_manifest_is_a_rule_of_thumb(shop, html, mime_type):
    body = manifest(20_000)
    found = examine(page(body, html=html, mime_type=mime_type), shop)
    assert found.confidence is Confidence.RULE_OF_THUMB
    assert [each.url for each in found.offenders] == [APP]
    assert found.avoidable_bytes.low == len(body) + 200 - 5_000 < found.avoidable_bytes.central


def test_heavy_icons_are_found_by_the_manifest_that_names_them(shop):
    found = examine(page(manifest(), icon=90_000), shop)
    assert [each.url for each in found.offenders] == [f"{HOME}app/icon.png"]
    assert found.avoidable_bytes.central == 90_200 - 15_000


def test_icons_of_shortcuts_are_icons_too(shop):
    body = manifest(icons=[], shortcuts=[{"name": "s", "icons": ICONS}])
    assert examine(page(body, icon=90_000), shop) is not None


@pytest.mark.parametrize(
    "body", [manifest(), b"", b"[" * 100_000, b'{"icons": 5}', b'{"icons": [{"src": "http://[::1"}]}', b"\xff\xfe"]
)
def test_light_or_hostile_manifests_say_nothing_of_pictures(shop, body):
    found = examine(page(body, icon=40_000), shop)
    assert found is None or [each.url for each in found.offenders] == [APP]


def test_pictures_that_no_manifest_names_are_left_alone(shop):
    assert examine(page(manifest(icons=[]), icon=90_000), shop) is None


@pytest.mark.parametrize(("width_px", "found"), [(0, True), (1024, False)])
def test_an_icon_that_the_page_shows_as_a_picture_is_left_alone(shop, width_px, found):
    shown = ShownImage(url=f"{HOME}app/icon.png", place="img", width_px=width_px, height_px=width_px)
    seen = replace(page(manifest(), icon=90_000), observed=Observed(images=(shown,)))
    assert (examine(seen, shop) is not None) is found
