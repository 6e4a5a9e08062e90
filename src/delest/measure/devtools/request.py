"""One request as DevTools tells it. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from delest.records.pages.load import Kind, ServedFrom

KIND_OF_TYPE: Final = {
    "Document": Kind.DOCUMENT,
    "Stylesheet": Kind.STYLESHEET,
    "Image": Kind.IMAGE,
    "Media": Kind.MEDIA,
    "Font": Kind.FONT,
    "Script": Kind.SCRIPT,
    "XHR": Kind.FETCH,
    "Fetch": Kind.FETCH,
    "EventSource": Kind.FETCH,
    "WebSocket": Kind.WEBSOCKET,
}
MAX_URL_CHARACTERS: Final = 2048
"""What is kept of a URL; a page may make them megabytes long."""
MAX_METHOD_CHARACTERS: Final = 20
"""Same; a script may call its method as it likes."""
MAX_FIELD_CHARACTERS: Final = 100
"""Of what a server, or a service worker, says of an answer; it may say a megabyte."""

_CHALLENGE_HEADERS: Final = frozenset({"cf-mitigated", "x-amzn-waf-action"})
_INLINE: Final = ("data:", "blob:")


class Request(Struct, kw_only=True, eq=False):
    """One request as DevTools tells it; a redirect hop is a request of its own."""

    id: str
    target: tuple[str, ...]
    """Path of the DevTools session that announced it; empty for the page's own."""
    url: str
    method: str = "GET"
    type: str = ""
    frame_id: str = ""
    frame_url: str = ""
    initiator: str = ""
    start_s: float | None = None
    """Monotonic clock of the browser; DevTools does not tell it of a WebSocket."""
    end_s: float | None = None
    status: int | None = None
    mime_type: str = ""
    protocol: str = ""
    served_from: ServedFrom = ServedFrom.NETWORK
    decoded_bytes: int | None = None
    encoded_bytes: int | None = None
    """DevTools' own count: used only where there is no ledger."""
    failure: str = ""
    redirected: bool = False
    attachment: bool = False
    """The answer asks to be saved, not shown."""
    challenged: bool = False
    """The answer says itself that it is a bot challenge."""
    challenge_headers: dict[str, str] = {}
    """Those header fields of the answer by which bot challenges name themselves; names in lower case."""
    retry_after: str = ""
    """When the site asks to come back."""
    number: int = 0
    """Its place among the requests of the visit."""
    loader: str = ""
    flowed_s: float = 0
    """When bytes of its body came the last time; the browser's clock."""
    states_length: bool = False
    """The answer says how long its body is."""

    @property
    def kind(self) -> Kind:
        """What the request is to the page."""
        return KIND_OF_TYPE.get(self.type) or kind_of_mime(self.mime_type)

    def answered(self, response: Mapping[str, Any]) -> None:
        """Take what DevTools says of the response when it begins."""
        self.status = response.get("status") or None
        self.mime_type = response.get("mimeType", "")[:MAX_FIELD_CHARACTERS]
        self.protocol = response.get("protocol", "")
        self.encoded_bytes = int(response.get("encodedDataLength") or 0)
        headers = response.get("headers") or {}
        fields = {str(name).lower(): str(value)[:MAX_FIELD_CHARACTERS] for name, value in headers.items()}
        self.challenge_headers = {name: fields[name] for name in _CHALLENGE_HEADERS & fields.keys()}
        self.states_length = "content-length" in fields
        self.retry_after = fields.get("retry-after", "")
        self.attachment = fields.get("content-disposition", "").strip().lower().startswith("attachment")
        self.challenged = fields.get("cf-mitigated") == "challenge"
        if response.get("fromServiceWorker"):
            self.served_from = ServedFrom.SERVICE_WORKER
        elif self.served_from is ServedFrom.NETWORK and (
            response.get("fromDiskCache") or response.get("fromPrefetchCache")
        ):
            self.served_from = ServedFrom.CACHE


def is_inline(url: str) -> bool:
    """Tell whether a URL holds its content, or names what the page itself made."""
    return url.startswith(_INLINE)


def kept_url(url: str) -> str:
    """Return the beginning of a URL; of an inline one, what comes before its content."""
    return url.partition(",")[0][:80] if is_inline(url) else url[:MAX_URL_CHARACTERS]


def kind_of_mime(mime_type: str) -> Kind:
    """Return the kind that a MIME type suggests, where nothing better is known."""
    essence = mime_type.partition(";")[0].strip().lower()
    family = essence.partition("/")[0]
    if family in {"image", "font"}:
        return Kind(family)
    if "font" in essence:  # application/font-woff, application/x-font-ttf, application/vnd.ms-fontobject
        return Kind.FONT
    if family in {"audio", "video"}:
        return Kind.MEDIA
    if essence == "text/css":
        return Kind.STYLESHEET
    return Kind.SCRIPT if essence.endswith("javascript") else Kind.OTHER
