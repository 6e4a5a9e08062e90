"""The figures of EcoIndex: no emission factors, so kept apart from every set that converts into kg.

EcoIndex, Collectif Conception Numérique Responsable, https://www.ecoindex.fr, CC BY-NC-ND.
"""

import functools
import tomllib
from importlib import resources
from typing import Final

import msgspec

from delest.records.co2e.ecoindex import EcoindexMethod

FILE_NAME: Final = "ecoindex.toml"


@functools.cache
def ecoindex() -> EcoindexMethod:
    """Return the published method."""
    text = (resources.files("delest.factors") / "data" / FILE_NAME).read_text("utf-8")
    return msgspec.convert(tomllib.loads(text)["model"], EcoindexMethod)
