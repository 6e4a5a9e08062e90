"""Scripts without the parts that never ran in the audit: how much would be left, coded as the site codes them."""

from typing import Any, Final

from delest.advise.coded import coded_alike
from delest.advise.reencoded import Reencoded, version
from delest.advise.way import Way

_MOST_BYTES: Final = 8_000_000


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the size of the script in ``body`` with the parts in ``used`` alone; the result is no script that runs.

    ``used``: first character and end of each part in turn, as UTF-16 counts.
    """
    if len(body) > _MOST_BYTES:
        return Reencoded()
    text = body.decode("utf-8").encode("utf-16-le")
    ends: list[int] = options["used"]
    parts = [text[2 * start : 2 * end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    smaller = b"".join(parts).decode("utf-16-le", "replace").encode()
    coded = coded_alike(body, smaller, str(options["coding"]), int(options["coded_bytes"]))
    if coded is None:
        return Reencoded()
    return Reencoded(best=version("run parts alone", coded.body, "", coded.content_encoding))


WAY: Final = Way(id="used-js", make=make)
