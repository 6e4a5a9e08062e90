"""What a body weighs in other encodings, and the offender that this makes of the answer that carried it."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from delest.advise.answers import body_bytes
from delest.records.finding import Offender
from delest.records.load import Transfer
from delest.units import Estimate

LEAST_AVOIDABLE_BYTES: Final = 1000
"""Under this, a remedy is not worth anyone's attention."""
MOST_KEPT: Final = 20_000
"""Bodies whose encodings are known at once, some 10 MB of them; beyond, the older half is forgotten."""
LEAST_AVOIDABLE_SHARE: Final = 0.1
"""Of the body as sent: closer than this, the site has already done the work."""


class Encoded(Struct, frozen=True):
    """One encoding of a body that was really made."""

    name: str
    """For example ``brotli 5``."""
    size_bytes: int


class Reencoded(Struct, frozen=True, kw_only=True):
    """A body in three encodings, of rising effort; None where none was made that may stand for the original."""

    modest: Encoded | None = None
    usual: Encoded | None = None
    best: Encoded | None = None
    pixels: int = 0
    """Of an image: what it cost to examine."""


Cache = dict[tuple[str, str], Reencoded]
"""By rule and ``body_sha256``, over a whole site: pages share files."""


def reencode(cache: Cache, key: tuple[str, str], body: bytes, make: Callable[[bytes], Reencoded]) -> Reencoded:
    """Return what ``make`` makes of ``body``; made once for each ``key``, as long as it is known."""
    found = cache.get(key)
    if found is None:
        found = cache[key] = make(body)
        if len(cache) > MOST_KEPT:
            for old in list(cache)[: MOST_KEPT // 2]:
                cache.pop(old, None)
    return found


def offender(transfer: Transfer, body: bytes, lighter: Reencoded) -> Offender | None:
    """Return the offender that ``transfer`` is when ``lighter`` can take the place of ``body``, or None.

    Avoidable bytes = body as sent less the smallest encoding made with at most modest (low), usual (central) and best
    (high) effort. An encoding that makes the body heavier avoids nothing.
    """
    now = Encoded("", body_bytes(transfer, body))
    low = _lightest(now, lighter.modest)
    central = _lightest(low, lighter.usual)
    high = _lightest(central, lighter.best)
    if now.size_bytes - central.size_bytes < max(LEAST_AVOIDABLE_BYTES, LEAST_AVOIDABLE_SHARE * now.size_bytes):
        return None
    return Offender(
        url=transfer.url,
        kind=transfer.kind,
        transferred_bytes=transfer.transferred_bytes or 0,
        avoidable_bytes=Estimate(
            low=now.size_bytes - low.size_bytes,
            central=now.size_bytes - central.size_bytes,
            high=now.size_bytes - high.size_bytes,
        ),
        remedy=central.name,
    )


def _lightest(one: Encoded, other: Encoded | None) -> Encoded:
    return other if other is not None and other.size_bytes < one.size_bytes else one
