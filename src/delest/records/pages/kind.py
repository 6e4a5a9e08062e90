"""The kinds of transfers."""

from enum import StrEnum


class Kind(StrEnum):
    """What a transfer is to the page."""

    DOCUMENT = "document"
    STYLESHEET = "stylesheet"
    SCRIPT = "script"
    IMAGE = "image"
    FONT = "font"
    MEDIA = "media"
    FETCH = "fetch"
    WEBSOCKET = "websocket"
    OTHER = "other"
