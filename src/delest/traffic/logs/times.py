"""When a line of a log was written, as its server's clock says: without its zone."""

import re
from datetime import UTC, datetime
from typing import Final

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1
    )
}
_CLF: Final = re.compile(rb"([0-9]{2})/([A-Z][a-z]{2})/([0-9]{4})[: ]([0-9]{2}):([0-9]{2}):([0-9]{2})")
_ISO: Final = re.compile(rb"([0-9]{4})-([0-9]{2})-([0-9]{2})[T \t]([0-9]{2}):([0-9]{2}):([0-9]{2})")
_EPOCH: Final = re.compile(rb"[0-9]{9,10}(?:\.[0-9]+)?")


def clf_time(text: bytes) -> datetime | None:
    """Return the time of ``10/Feb/2012:16:42:07 -0500``; None where it is none."""
    found = _CLF.match(text)
    if found is None or found[2] not in _MONTHS:
        return None
    return _made(int(found[3]), _MONTHS[found[2]], int(found[1]), *map(int, found.group(4, 5, 6)))


def any_time(text: bytes) -> datetime | None:
    """Return the time of a text in ISO 8601, of the common log format, or of seconds since 1970."""
    found = _ISO.match(text)
    if found is not None:
        return _made(*map(int, found.groups()))
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC).replace(tzinfo=None)
    return clf_time(text)


def _made(*parts: int) -> datetime | None:
    year, month, day, hour, minute, second = parts
    try:
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - as the server writes it
    except ValueError:
        return None
