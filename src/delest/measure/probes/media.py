"""Videos and sounds: height, codec, other files offered, and whether they begin by themselves (RGESN 4.1, 5.3-5.6).

A file that has not been asked for is asked for its head alone. The codec is what Chromium's players say (domain
``Media`` of DevTools).
"""

import asyncio
import json
from typing import Any, Final

import msgspec
from playwright.async_api import Error as PlaywrightError

from delest.measure.probe import LIMIT_S, Probe, Watched
from delest.records.state.probed import Player

_MOST: Final = 50
_HEADS_S: Final = 6.0
_SAID_S: Final = 1.5
"""Chromium gathers what players say, and passes it on about once a second."""
_PLAYERS: Final = f"""
(async () => {{
  const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
  const found = [...Document.prototype.querySelectorAll.call(document, 'video, audio')].slice(0, {_MOST});
  const state = (el, name) => get(HTMLMediaElement, name).call(el);
  const played = found.map((el) => !state(el, 'paused') || get(TimeRanges, 'length').call(state(el, 'played')) > 0);
  for (const el of found) if (state(el, 'readyState') < 1 && state(el, 'preload') !== 'auto') {{
    Element.prototype.setAttribute.call(el, 'preload', 'metadata');
    if (state(el, 'networkState') !== 2) HTMLMediaElement.prototype.load.call(el);
  }}
  const began = Date.now(), noSource = 3;
  const over = (el) => state(el, 'readyState') > 0 || state(el, 'error') !== null
    || state(el, 'networkState') === noSource && Date.now() - began > 1000;
  while (Date.now() - began < {_HEADS_S * 1000} && !found.every(over))
    await new Promise((done) => setTimeout(done, 100));
  return found.map((el, at) => {{
    const video = el instanceof HTMLVideoElement, url = state(el, 'currentSrc');
    const sources = Element.prototype.querySelectorAll.call(el, 'source').length;
    return {{ kind: video ? 'video' : 'audio', url: /^https?:/.test(url) ? url.slice(0, 2048) : '',
      height_px: video ? get(HTMLVideoElement, 'videoHeight').call(el) : 0,
      other_sources: Math.max(0, sources - 1), autoplay: state(el, 'autoplay'),
      muted: state(el, 'muted'), controls: state(el, 'controls'), played: played[at] }};
  }});
}})()
"""


async def _look(watched: Watched) -> tuple[Player, ...]:
    told = await watched.world.evaluate(_PLAYERS, limit_s=_HEADS_S + LIMIT_S)
    await asyncio.sleep(_SAID_S if told else 0)
    players = msgspec.convert(told, list[Player])
    return tuple(msgspec.structs.replace(each, codec=_codec(each, watched.players)) for each in players)


def _codec(player: Player, known: dict[str, dict[str, Any]]) -> str:
    tracks = "kVideoTracks" if player.kind == "video" else "kAudioTracks"
    for each in known.values():
        if player.url and each.get("url") == player.url and tracks in each:
            return _first(each[tracks])
    return ""


def _first(tracks: str) -> str:
    try:
        codec = json.loads(tracks)[0]["codec"]
    except (ValueError, LookupError, TypeError):
        return ""
    return str(codec)[:40].lower()


async def listen(watched: Watched) -> None:
    """Note what Chromium says of each player from now on."""

    def heard(event: dict[str, Any]) -> None:
        known = watched.players.setdefault(str(event.get("playerId")), {})
        if len(watched.players) <= _MOST:
            known.update({each["name"]: each["value"] for each in event.get("properties", ())})
            for each in event.get("events", ()):
                known.update(_loading(each.get("value", "")))

    watched.session.on("Media.playerPropertiesChanged", heard)
    watched.session.on("Media.playerEventsAdded", heard)
    try:
        await watched.session.send("Media.enable")
    except PlaywrightError:  # a Chromium without that domain: codecs stay unknown
        return


def _loading(text: str) -> dict[str, str]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return {"url": told["url"]} if isinstance(told, dict) and isinstance(told.get("url"), str) else {}


PROBE: Final = Probe(id="media", look=_look, order=6)
