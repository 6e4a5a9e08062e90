"""Lighter versions of a body that were really made, and the offender that this makes of the answer that carried it."""

from typing import Final

from msgspec import Struct

from delest.advise.page.answers import body_bytes
from delest.records.advice.finding import Offender
from delest.records.pages.load import Transfer
from delest.units import Estimate

LEAST_AVOIDABLE_BYTES: Final = 1000
"""Under this, a remedy is not worth anyone's attention."""
LEAST_AVOIDABLE_SHARE: Final = 0.1
"""Of the body as sent: closer than this, the site has already done the work."""


class Encoded(Struct, frozen=True):
    """One version of a body that was really made."""

    name: str
    """For example ``brotli 5``."""
    size_bytes: int
    body: bytes = b""
    """Empty where only its size was asked for."""
    content_type: str = ""
    """Empty: that of the original."""
    content_encoding: str = ""
    likeness: float | None = None
    """Of an image: its mean SSIM to the original."""


class Reencoded(Struct, frozen=True, kw_only=True):
    """A body in three versions, of rising effort; None where none was made that may stand for the original."""

    modest: Encoded | None = None
    usual: Encoded | None = None
    best: Encoded | None = None
    pixels: int = 0
    """Of an image: what it cost to examine."""

    def without_bodies(self) -> "Reencoded":
        """Return the same with the sizes alone: what is kept for a whole site."""
        return Reencoded(modest=_bare(self.modest), usual=_bare(self.usual), best=_bare(self.best), pixels=self.pixels)


def version(
    name: str, body: bytes, content_type: str = "", content_encoding: str = "", likeness: float | None = None
) -> Encoded:
    """Return a version that has its body."""
    return Encoded(name, len(body), body, content_type, content_encoding, likeness)


def offender(
    transfer: Transfer, body: bytes, lighter: Reencoded, *, least_share: float = LEAST_AVOIDABLE_SHARE,
    least_bytes: int = LEAST_AVOIDABLE_BYTES,
) -> Offender | None:  # fmt: skip
    """Return the offender that ``transfer`` is when ``lighter`` can take the place of ``body``, or None.

    Avoidable bytes = body as sent less the smallest encoding made with at most modest (low), usual (central) and best
    (high) effort. An encoding that makes the body heavier avoids nothing.
    """
    now = Encoded("", body_bytes(transfer, body))
    low = _lightest(now, lighter.modest)
    central = _lightest(low, lighter.usual)
    high = _lightest(central, lighter.best)
    if now.size_bytes - central.size_bytes < max(least_bytes, least_share * now.size_bytes):
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


def chosen(transfer: Transfer, body: bytes, lighter: Reencoded) -> Encoded | None:
    """Return the version that the central bound of ``offender`` stands for; None: none is lighter."""
    now = Encoded("", body_bytes(transfer, body))
    central = _lightest(_lightest(now, lighter.modest), lighter.usual)
    return None if central is now else central


def _lightest(one: Encoded, other: Encoded | None) -> Encoded:
    return other if other is not None and other.size_bytes < one.size_bytes else one


def _bare(one: Encoded | None) -> Encoded | None:
    return one and Encoded(one.name, one.size_bytes, b"", one.content_type, one.content_encoding, one.likeness)
