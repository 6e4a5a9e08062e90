"""The open tables as Parquet, for those who ask them with DuckDB or a data frame; needs the extra ``data``."""

import importlib.util
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from delest.errors import N_, InputError
from delest.report.data.fleet.tables import Field, Value

_TYPES: Final = {"string": "string", "integer": "int64", "number": "float64", "date": "date32"}


def as_parquet(fields: Sequence[Field], rows: Iterable[tuple[Value, ...]]) -> bytes:
    """Return a table as a Parquet file.

    Raises:
        InputError: pyarrow is not installed.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise InputError(N_("--parquet needs pyarrow"), remedy=N_("install delest with it: pip install 'delest[data]'"))
    from datetime import date  # noqa: PLC0415 - as below

    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in fields]
    arrays = []
    for field, column in zip(fields, columns, strict=True):
        values = [date.fromisoformat(v) if v else None for v in column] if field.type == "date" else column
        arrays.append(pa.array(values, type=getattr(pa, _TYPES[field.type])()))
    table = pa.Table.from_arrays(arrays, names=[field.name for field in fields])
    written = io.BytesIO()
    parquet.write_table(table, written, compression="zstd")
    return written.getvalue()
