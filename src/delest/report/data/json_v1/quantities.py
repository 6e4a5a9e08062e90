"""Quantities of the public JSON report that are never negative; see `json_v1.report`."""

from typing import Annotated

from msgspec import Meta

Bytes = Annotated[int, Meta(ge=0)]
MeanBytes = Annotated[float, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
