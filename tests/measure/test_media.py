"""What players of the browser tell of their files, as DevTools sends it, and what a hostile page could make of it."""

import json

import pytest

from delest.measure.devtools.media import Media

FILM = "https://example.org/film.mp4"


def loads(player, url):
    value = json.dumps({"event": "kLoad", "url": url})
    return {"playerId": player, "events": [{"timestamp": 1.0, "value": value}]}


def tracks(player, value):
    return {"playerId": player, "properties": [{"name": "kVideoTracks", "value": value}]}


@pytest.fixture
def media():
    return Media(session=None)


def test_the_codec_of_each_file_is_that_of_its_first_track(media):
    media.properties(tracks("1", json.dumps([{"codec": "h264", "coded size": "634x1372"}, {"codec": "av1"}])))
    media.events(loads("1", FILM))
    media.events(loads("2", f"{FILM}?sound"))
    media.properties(tracks("2", "[]"))
    assert media.codecs == {FILM: "h264"}


@pytest.mark.parametrize(
    "value", ["", "{", "[" * 10_000, "[1]", "{}", "null", json.dumps([{"codec": "x" * 41}]), "[" + " " * 20_000 + "]"]
)
def test_what_is_no_list_of_tracks_says_nothing(media, value):
    media.events(loads("1", FILM))
    media.properties(tracks("1", value))
    assert media.codecs == {}


def test_players_and_addresses_are_bounded(media):
    for n in range(300):
        media.events(loads(str(n), f"{FILM}?{n}"))
        media.properties(tracks(str(n), '[{"codec": "vp9"}]'))
    media.events(loads("long", f"{FILM}?{'x' * 100_000}"))
    assert len(media.codecs) == 200
