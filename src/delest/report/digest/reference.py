"""What a page of the web weighs, as somebody else has published it."""

import tomllib
from functools import cache
from importlib import resources
from typing import Final

import msgspec

_FILE: Final = "page_weight.toml"


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One published weight; ``references`` has the file with note and date."""

    device: str
    bytes: int
    publisher: str
    year: int
    locator: str


def reference(*, mobile: bool) -> Reference:
    """Return the weight of the median inner page on such a device."""
    return next(each for each in _references() if each.device == ("mobile" if mobile else "desktop"))


@cache
def _references() -> tuple[Reference, ...]:
    text = (resources.files("delest.report.references") / _FILE).read_text("utf-8")
    return msgspec.convert(tomllib.loads(text)["reference"], tuple[Reference, ...])
