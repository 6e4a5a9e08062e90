"""Which requests of an access log are for pages, for documents, or for the parts of pages: by the address alone."""

import re
from typing import Final

from delest.traffic.files.addresses import is_document

PART_ENDINGS: Final = (
    "avif", "bmp", "cur", "css", "eot", "gif", "ico", "jpeg", "jpg", "js", "json", "m3u8", "map", "mjs", "mpd", "otf",
    "pbf", "png", "svg", "svgz", "tif", "tiff", "ts", "ttf", "txt", "wasm", "webmanifest", "webp", "woff", "woff2",
    "xml", "rss", "atom", "vtt", "htc", "swf", "bin", "glb", "xsl",
)  # fmt: skip
"""Endings of what pages are made of, and of what programs read."""
_PART: Final = re.compile(rf"\.(?:{'|'.join(PART_ENDINGS)})$", re.IGNORECASE)
_SERVICE: Final = re.compile(
    r"/(?:(?:piwik|matomo)(?:\.php|/)|xmlrpc\.php|wp-(?:cron|login|comments-post|trackback)\.php|wp-json(?:/|$)"
    r"|wp-admin(?:/|$)|admin-ajax\.php|\.well-known/|cgi-bin/|_next/|_nuxt/|__|api/|graphql$|health(?:z|check)?$"
    r"|server-status|nginx_status|ping$|metrics$|favicon|apple-touch-icon|autodiscover/|socket\.io/|cdn-cgi/"
    r"|oembed|feed/?$|rss/?$)",
    re.IGNORECASE,
)
"""Addresses that programs ask: trackers, interfaces, health checks, feeds."""
_MINIFIED: Final = re.compile(
    r"[?&](?:minimize_js|minify|concat|action=ajax|ajax=1|_format=json|flav=rss|feed=|format=(?:rss|atom|json))",
    re.IGNORECASE,
)


def is_part(url: str) -> bool:
    """Tell whether an address (absolute, or a path) is neither a page's nor a document's."""
    path, _, query = url.partition("://")[2].partition("/")[2].partition("?") if "://" in url else url.partition("?")
    path = path if path.startswith("/") else f"/{path}"
    return bool(_PART.search(path) or _SERVICE.search(path) or (query and _MINIFIED.search(f"?{query}")))


def kind_of(target: str) -> str:
    """Return ``document``, ``part`` or ``page``."""
    if is_document(target):
        return "document"
    return "part" if is_part(target) else "page"
