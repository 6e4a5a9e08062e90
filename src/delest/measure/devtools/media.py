"""Which codecs the videos of a page come in, as the browser's own player says: nothing is decoded by us."""

import json
from typing import Any, Final

from playwright.async_api import CDPSession

from delest.measure.devtools.request import MAX_URL_CHARACTERS

_MOST_PLAYERS: Final = 200
_MOST_CHARACTERS: Final = 20_000
_MOST_CODEC_CHARACTERS: Final = 40


class Media:
    """Listens to the players of one page."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._urls: dict[str, str] = {}
        self._codecs: dict[str, str] = {}

    async def watch(self) -> None:
        """Begin to listen."""
        self._session.on("Media.playerEventsAdded", self.events)
        self._session.on("Media.playerPropertiesChanged", self.properties)
        await self._session.send("Media.enable")

    @property
    def codecs(self) -> dict[str, str]:
        """Codec of the first picture track, such as ``h264``, by address of the file."""
        return {self._urls[player]: codec for player, codec in self._codecs.items() if player in self._urls}

    def events(self, told: dict[str, Any]) -> None:
        """Take what happened to a player: which file it loads."""
        for event in told.get("events", ()):
            value = _value(event)
            if isinstance(value, dict) and value.get("event") == "kLoad":
                self._note(self._urls, told, str(value.get("url", "")), MAX_URL_CHARACTERS)

    def properties(self, told: dict[str, Any]) -> None:
        """Take what a player found in its file."""
        for each in told.get("properties", ()):
            tracks = _value(each) if each.get("name") == "kVideoTracks" else None
            if isinstance(tracks, list) and tracks and isinstance(tracks[0], dict):
                self._note(self._codecs, told, str(tracks[0].get("codec", "")), _MOST_CODEC_CHARACTERS)

    def _note(self, known: dict[str, str], told: dict[str, Any], text: str, most: int) -> None:
        player = str(told.get("playerId", ""))
        if text and len(text) <= most and (player in known or len(known) < _MOST_PLAYERS):
            known[player] = text


def _value(told: dict[str, Any]) -> object:
    text = str(told.get("value", ""))
    try:
        value: object = json.loads(text) if len(text) <= _MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        return None
    return value
