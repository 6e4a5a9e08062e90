"""The text of a factor file, read and checked row by row."""

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from delest.errors import N_, InputError
from delest.inputs.toml import parse_toml
from delest.records.co2e.factor import Factor, FactorSet, FactorSetRef, GridIntensity, Source
from delest.records.co2e.model import LinearPerGb, RangePolicy, WebModel
from delest.units import GB_BYTES

SCHEMA: Final = "factors/1"
_KINDS: Final = (
    *("web-model", "equipment", "web-model+equipment", "electricity", "electricity-table"),
    *("equivalence", "range-policy", "comparison"),
)
_GEOGRAPHY: Final = re.compile(r"[A-Z]{3}|EU|Europe|world")
_PROSE: Final = frozenset(
    {
        *("formula", "formula_grey", "formula_green", "network_rule", "quirk", "rounding", "visits_formula"),
        *("green_rule", "embodied_rule", "total_formula", "cache_note"),
    }
)
"""Keys of [model] that explain it to a reader and change nothing."""
_ROW_START: Final = re.compile(r"^[ \t]*\[\[[ \t]*factor[ \t]*\]\]", re.MULTILINE)
_ROW_REMEDY: Final = N_(
    "every row needs id, label_en, label_fr, value, unit, year, geography, boundary, source, locator and licence; "
    "docs/model.md shows a whole file"
)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of a factor file; ``example`` and ``lever`` tell readers and tests how it is meant."""

    set: dict[str, Any]
    schema: str = ""
    retrieved: Any = None
    model: dict[str, Any] | None = None
    factor: list[dict[str, Any]] = []
    range: dict[str, Any] | None = None
    example: dict[str, Any] = {}
    lever: dict[str, Any] = {}
    intensity: dict[str, Any] = {}
    region: dict[str, Any] = {}
    source: dict[str, dict[str, Any]] = {}


def parse(text: str, name: str, sources: Mapping[str, Source]) -> FactorSet:
    """Return the set that a factor file states.

    Args:
        text: the file's content.
        name: how messages call the file.
        sources: the sources known beside those of the file's own [source] tables, by id.

    Raises:
        InputError: not TOML, or a row, the model or the policy breaks a rule; names file, row, line and remedy.
    """
    tree = parse_toml(text, name)
    if "set" not in tree:
        raise InputError(
            N_("{file} is not a factor set: it has no table [set]"),
            remedy=N_("docs/model.md shows a whole file"),
            file=name,
        )
    file: _File = _section(tree, _File, name, N_("tables"))
    head = _head(file, name)
    known = {**sources, **parse_sources(file.source, name)}
    factors = {row.id: row for row in _rows(file, text, name, known)}
    model = _model(file, name, factors)
    return FactorSet(
        ref=FactorSetRef(id=head["id"], version=head["version"], sha256=hashlib.sha256(text.encode()).hexdigest()),
        factors=factors,
        model=model,
        policy=_section(file.range, RangePolicy, name, "[range]") if file.range is not None else None,
        intensities={
            code: _section(entry, GridIntensity, name, f"[intensity] {code}")
            for code, entry in {**file.intensity, **file.region}.items()
        },
        **{key: str(head.get(key, "")) for key in _HEAD_TEXT},
    )


_HEAD_TEXT: Final = (
    *("kind", "label_en", "label_fr", "status", "supersedes", "superseded_by"),
    *("caveat_en", "caveat_fr", "licence", "attribution"),
)


def parse_sources(tables: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Source]:
    """Return the sources that a file's [source.<id>] tables describe."""
    return {
        key: _section({**entry, "published": str(entry.get("published", ""))}, Source, name, f"[source.{key}]")
        for key, entry in tables.items()
    }


def _head(file: _File, name: str) -> Mapping[str, Any]:
    head = file.set
    missing = [
        key for key in ("id", "version", "schema", "kind", "label_en", "label_fr") if not isinstance(head.get(key), str)
    ]
    if missing:
        raise InputError(
            N_("{file}: [set] lacks {missing}"),
            remedy=N_('write them as text, for example id = "my-network-2026"'),
            file=name,
            missing=", ".join(missing),
        )
    if head["schema"] != SCHEMA:
        raise InputError(
            N_("{file}: schema {found!r} is not known"),
            remedy=N_('write schema = "factors/1" in [set]'),
            file=name,
            found=head["schema"],
        )
    if head["kind"] not in _KINDS:
        raise InputError(
            N_("{file}: kind {found!r} is not known"),
            remedy=N_("write one of these in [set]: {known}"),
            file=name,
            found=head["kind"],
            known=", ".join(_KINDS),
        )
    return head


def _rows(file: _File, text: str, name: str, sources: Mapping[str, Source]) -> Iterator[Factor]:
    starts = [text.count("\n", 0, match.start()) + 1 for match in _ROW_START.finditer(text)]
    seen: set[str] = set()
    for index, entry in enumerate(file.factor):
        line = starts[index] if index < len(starts) else 0
        problem = _row_problem(entry, sources, seen)
        if problem:
            raise InputError(
                N_("{file}, line {line}, row {row}: {problem}"),
                remedy=_ROW_REMEDY,
                file=name,
                line=line,
                row=entry.get("id", index + 1),
                problem=problem,
            )
        row = _row(entry)
        seen.add(row.id)
        yield row


def _row(entry: Mapping[str, Any]) -> Factor:
    dated = {**entry, "retrieved": str(entry["retrieved"])} if "retrieved" in entry else entry
    return msgspec.convert(dated, Factor)


def _row_problem(entry: Mapping[str, Any], sources: Mapping[str, Source], seen: set[str]) -> str:  # noqa: PLR0911 - one per rule
    """Return what is wrong with a row, in the words of the file; empty when nothing is."""
    try:
        row = _row(entry)
    except msgspec.ValidationError as error:
        return str(error)
    if row.id in seen:
        return "this id is taken by an earlier row"
    for key in ("id", "unit", "boundary", "locator", "licence", "geography"):
        if not getattr(row, key).strip():
            return f"{key} is empty"
    if not _GEOGRAPHY.fullmatch(row.geography):
        return f"geography {row.geography!r} is neither three letters (ISO 3166) nor EU, Europe or world"
    if row.source not in sources:
        return f"source {row.source!r} is neither known nor described in a [source.{row.source}] table"
    bounds = row.estimate
    if not all(math.isfinite(v) and v >= 0 for v in (bounds.low, bounds.central, bounds.high)):
        return "value, low and high must be finite and not negative"
    if not bounds.low <= bounds.central <= bounds.high:
        return f"low <= value <= high does not hold: {bounds.low} <= {bounds.central} <= {bounds.high}"
    if (row.low is None) != (row.high is None) or (row.low is not None and not row.range_kind):
        return "low, high and range_kind come together"
    return ""


def _model(file: _File, name: str, factors: Mapping[str, Factor]) -> WebModel | None:
    if file.model is None:
        return None
    entry = {key: value for key, value in file.model.items() if key not in _PROSE}
    model: WebModel = _section(entry, WebModel, name, "[model]")
    if model.gb_bytes != GB_BYTES:
        raise InputError(
            N_("{file}: [model] counts {found} bytes to the gigabyte"),
            remedy=N_("everywhere in delest 1 GB is 10^9 bytes: convert the factor and write gb_bytes = 1_000_000_000"),
            file=name,
            found=model.gb_bytes,
        )
    if isinstance(model, LinearPerGb) and model.factor not in factors:
        raise InputError(
            N_("{file}: [model] names the factor {factor!r}, which no row has"),
            remedy=N_("write the id of one of the rows: {known}"),
            file=name,
            factor=model.factor,
            known=", ".join(factors),
        )
    return model


def _section(entry: Any, kind: Any, name: str, where: str) -> Any:
    try:
        return msgspec.convert(entry, kind)
    except msgspec.ValidationError as error:
        raise InputError(
            N_("{file}, {where}: {problem}"),
            remedy=N_("docs/model.md shows a whole file"),
            file=name,
            where=where,
            problem=str(error),
        ) from error
