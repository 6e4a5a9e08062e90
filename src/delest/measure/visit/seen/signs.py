"""The signs of false pages, out of the data file that ships with delest."""

import functools
from importlib.resources import files
from typing import Final

import msgspec

from delest.measure.visit.seen.false_page import Sign

_FILE: Final = "data/false_pages.toml"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sign: tuple[Sign, ...]


@functools.cache
def signs() -> tuple[Sign, ...]:
    """Return the signs, in the order in which they are tried."""
    return msgspec.toml.decode((files("delest.measure") / _FILE).read_bytes(), type=_File).sign
