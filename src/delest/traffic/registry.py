"""The traffic sources that there are, collected from their folder."""

from collections.abc import Mapping
from functools import cache

from delest import plugins
from delest.traffic import sources as folder
from delest.traffic.source import Source


@cache
def sources() -> Mapping[str, Source]:
    """Return the sources by id."""
    return plugins.collect(folder, Source)
