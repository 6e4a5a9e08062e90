"""Text without the spaces, comments and long names that only its authors need, coded as the site codes it."""

from typing import Any, Final

import minify

from delest.advise.coded import coded_alike
from delest.advise.reencoded import Reencoded, version
from delest.advise.way import Way

minify.config(
    {
        "html-keep-document-tags": True,
        "html-keep-end-tags": True,
        "html-keep-quotes": True,
        "html-keep-default-attr-vals": True,  # style sheets select by them
        "json-keep-numbers": True,
    }
)


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return ``body`` minified; nothing if it is no such text.

    ``type`` is the one the library knows it by, ``coding`` and ``coded_bytes`` say how the site sends it: the minified
    text is coded the same way, at the level that comes closest.
    """
    if b"\0" in body:  # the library ends its text at a zero byte
        return Reencoded()
    smaller = minify.string(str(options["type"]), body.decode("utf-8")).encode()
    if not smaller or len(smaller) >= len(body):
        return Reencoded()
    coded = coded_alike(body, smaller, str(options["coding"]), int(options["coded_bytes"]))
    if coded is None:
        return Reencoded()
    name = f"minify, {coded.name}" if coded.name else "minify"
    one = version(name, coded.body, f"{options['type']}; charset=utf-8", coded.content_encoding)
    return Reencoded(modest=one, usual=one, best=one)


WAY: Final = Way(id="minify", make=make)
