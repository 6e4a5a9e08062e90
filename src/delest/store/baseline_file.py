"""The baseline of a check as a file that stands in a repository: sorted, a line a page and a resource.

::

    {
    "schema": "delest.baseline/1",
    "measured_on": "2026-11-29",
    ...
    "pages": {
    "/": {"bytes": 48211, "loads": [[48209, 0], [48211, 0]], "requests": 7, "elements": 120, "resources": {
     "/": [4211, "document", "first", 1, 4209, 4211],
     "/app.*.js": [44000, "script", "first", 1]
    }}
    }
    }

A page has the own bytes and the third parties' bytes of each of its loads. A resource has its transferred bytes, its
kind, its party, how many URLs share its name, and the least and the most of it in one load where these differ. A list
``incomplete`` names the pages that have no weight, for they were not measured completely.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from delest.errors import N_, InputError
from delest.inputs.files import read_text, shown
from delest.records.gate.baseline import Baseline, Conditions, PageBaseline, ResourceBaseline
from delest.records.pages.load import Kind

SCHEMA: Final = "delest.baseline/1"
_MOST_BYTES: Final = 200_000_000
_REMEDY: Final = N_("write it again with --update-baseline, and look at the difference before you commit it")
_PAGE: Final = ("bytes", "loads", "requests", "elements", "resources")
_RESOURCE_FIELDS: Final = (4, 6)
_MOST_LOADS: Final = 1_000
_INCOMPLETE: Final = "incomplete"
_PARTIES: Final = {"first": True, "third": False}
_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as its file has it; equal baselines give equal text."""
    head = {
        "schema": SCHEMA,
        "measured_on": baseline.measured_on,
        **{name: getattr(baseline.conditions, name) for name in Conditions.__struct_fields__},
        "tolerance_bytes": baseline.tolerance_bytes,
        "tolerance_share": baseline.tolerance_share,
    }
    lines = [f"{_json(name)}: {_json(value)}," for name, value in head.items()]
    if baseline.incomplete:
        lines += [f"{_json(_INCOMPLETE)}: [", ",\n".join(f" {_json(page)}" for page in baseline.incomplete), "],"]
    pages = ",\n".join(map(_page_text, sorted(baseline.pages, key=lambda page: page.page)))
    return "{\n" + "\n".join(lines) + '\n"pages": {\n' + pages + "\n}\n}\n"


def _page_text(page: PageBaseline) -> str:
    facts = {
        "bytes": page.transferred_bytes,
        "loads": page.loads_bytes,
        "requests": page.requests,
        "elements": page.elements,
    }
    said = ", ".join(f"{_json(name)}: {_json(value)}" for name, value in facts.items())
    rows = ",\n".join(
        f" {_json(each.name)}: "
        + _json(
            [
                each.transferred_bytes,
                str(each.kind),
                "first" if each.first_party else "third",
                each.count,
                *(each.range_bytes or ()),
            ]
        )
        for each in page.resources
    )
    return f'{_json(page.page)}: {{{said}, "resources": {{\n{rows}\n}}}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_baseline(path: Path) -> Baseline:
    """Return the baseline that a file holds.

    Raises:
        InputError: it is not there, is of another form, or does not add up: the message names the place.
    """
    if not path.exists():
        raise InputError(
            N_("the baseline {file} does not exist"),
            remedy=N_("write one with --update-baseline, and commit it"),
            file=shown(path),
        )
    if path.is_dir():
        raise InputError(
            N_("the baseline {file} is a directory without a saved audit"),
            remedy=N_("name the file that --update-baseline wrote, or the directory of a saved audit"),
            file=shown(path),
        )
    text = read_text(path, most_bytes=_MOST_BYTES)
    if not text.strip():
        raise InputError(N_("the baseline {file} is empty"), remedy=_REMEDY, file=shown(path))
    try:
        tree = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise InputError(
            N_("{file}, line {line}: not a baseline: {reason}"),
            remedy=_REMEDY,
            file=str(path),
            line=getattr(error, "lineno", "?"),
            reason=str(error)[:100],
        ) from error
    if not isinstance(tree, dict) or tree.get("schema") != SCHEMA:
        raise _wrong(path, "schema", SCHEMA)
    return _baseline(path, tree)


def _baseline(path: Path, tree: Mapping[str, Any]) -> Baseline:
    conditions = Conditions(**{name: _text(path, tree, name) for name in Conditions.__struct_fields__})
    known = {
        "schema",
        "measured_on",
        "tolerance_bytes",
        "tolerance_share",
        _INCOMPLETE,
        "pages",
        *Conditions.__struct_fields__,
    }
    if unknown := sorted(tree.keys() - known):
        raise InputError(N_("{file}: unknown key {key!r}"), remedy=_REMEDY, file=str(path), key=unknown[0][:100])
    pages = tree.get("pages")
    if not isinstance(pages, dict) or not pages:
        raise _wrong(path, "pages", "{PAGE: {...}, ...}")
    share = tree.get("tolerance_share", 0)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise _wrong(path, "tolerance_share", "0 ... 1")
    measured_on = _text(path, tree, "measured_on")
    if not _ISO_DATE.fullmatch(measured_on):
        raise _wrong(path, "measured_on", "YYYY-MM-DD")
    return Baseline(
        measured_on=measured_on,
        conditions=conditions,
        tolerance_bytes=_count(path, tree, "tolerance_bytes", "tolerance_bytes"),
        tolerance_share=float(share),
        pages=tuple(_page(path, name, page) for name, page in pages.items()),
        incomplete=_incomplete(path, tree.get(_INCOMPLETE, []), pages),
    )


def _incomplete(path: Path, names: object, pages: Mapping[str, Any]) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or set(names) & pages.keys():
        raise _wrong(path, _INCOMPLETE, "[PAGE, ...]")
    return tuple(sorted(names))


def _page(path: Path, name: str, page: object) -> PageBaseline:
    place = f"page {name[:200]}"
    if not isinstance(page, dict) or set(page) != set(_PAGE) or not isinstance(page["resources"], dict):
        raise _wrong(path, place, "{" + ", ".join(_PAGE) + "}")
    resources = tuple(_resources(path, place, page["resources"]))
    total = _count(path, page, "bytes", place)
    loads = tuple(_loads(path, place, page["loads"]))
    if total != sum(each.transferred_bytes for each in resources) or total not in map(sum, loads):
        raise InputError(
            N_("{file}, {place}: its bytes, loads and resources do not add up: it was edited by hand"),
            remedy=_REMEDY,
            file=str(path),
            place=place,
        )
    return PageBaseline(
        page=name,
        transferred_bytes=total,
        loads_bytes=loads,
        requests=_count(path, page, "requests", place),
        elements=None if page["elements"] is None else _count(path, page, "elements", place),
        resources=resources,
    )


def _loads(path: Path, place: str, rows: object) -> Iterator[tuple[int, int]]:
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST_LOADS:
        raise _wrong(path, f"{place}, loads", "[[bytes, bytes], ...]")
    for row in rows:
        if not isinstance(row, list) or len(row) != len(_PARTIES):
            raise _wrong(path, f"{place}, loads", "[[bytes, bytes], ...]")
        own, others = (_count(path, {"bytes": each}, "bytes", f"{place}, loads") for each in row)
        yield own, others


def _resources(path: Path, place: str, rows: Mapping[str, Any]) -> Iterator[ResourceBaseline]:
    for name, row in rows.items():
        where = f"{place}, {name[:200]}"
        if not isinstance(row, list) or len(row) not in _RESOURCE_FIELDS or row[2] not in tuple(_PARTIES):
            raise _wrong(path, where, '[bytes, kind, "first" | "third", count, least, most]')
        if row[1] not in tuple(Kind):
            raise _wrong(path, where, " | ".join(Kind))
        numbers = dict(zip(("bytes", "count", "least", "most"), (row[0], *row[3:]), strict=False))
        weight = _count(path, numbers, "bytes", where)
        yield ResourceBaseline(
            name=name,
            transferred_bytes=weight,
            kind=Kind(row[1]),
            first_party=_PARTIES[row[2]],
            count=_count(path, numbers, "count", where),
            range_bytes=_range(path, numbers, where, weight),
        )


def _range(path: Path, numbers: Mapping[str, Any], place: str, weight: int) -> tuple[int, int] | None:
    if "least" not in numbers:
        return None
    low, high = (_count(path, numbers, name, place) for name in ("least", "most"))
    if not low <= weight <= high:
        raise _wrong(path, place, "least <= bytes <= most")
    return low, high


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:100]!r} is there twice: was a merge conflict resolved by keeping both sides?")
    return found


def _text(path: Path, tree: Mapping[str, Any], name: str) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not value:
        raise _wrong(path, name, '"..."')
    return value


def _count(path: Path, tree: Mapping[str, Any], name: str, place: str) -> int:
    value = tree.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**15:
        raise _wrong(path, f"{place}, {name}", "0, 1, 2 ...")
    return value


def _wrong(path: Path, place: str, expected: str) -> InputError:
    return InputError(
        N_("{file}, {place}: expected {expected}"), remedy=_REMEDY, file=str(path), place=place, expected=expected
    )
