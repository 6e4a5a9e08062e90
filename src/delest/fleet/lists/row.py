"""One row of a list: cells as people write them -> a service."""

import re
from collections.abc import Mapping
from typing import Final

from delest.errors import N_, DelestError, InputError
from delest.inputs.count import parse_count
from delest.records.fleet.service import ProblemKind, RowProblem, Service
from delest.units import parse_bytes
from delest.urls import host, path_of, start_url, without_www

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LONGEST: Final = 300
_URL_LONGEST: Final = 2000
_MOST_PAGES: Final = 100_000
_MOST_DAYS: Final = 3660
_TAGS: Final = re.compile(r"\s*[|;,]\s*")
_YES: Final = frozenset({"yes", "oui", "true", "vrai", "1", "x", "o", "y"})
_NO: Final = frozenset({"no", "non", "false", "faux", "0", "n"})
_SAMPLE: Final = frozenset({"sample", "échantillon", "echantillon"})
_PRESETS: Final = ("rgesn",)
_NOT_AN_ID: Final = re.compile(r"[^A-Za-z0-9.]+")


def service(cells: Mapping[str, str], line: int) -> Service:
    """Return the service of a row, by the names of its columns; a row without an id gets one of its address.

    Raises:
        InputError: a cell cannot be read.
    """
    url = start_url(cells.get("url", "")[:_URL_LONGEST])
    preset, sample = _chosen(cells.get("preset", ""), cells.get("sample", ""))
    if cells.get("views_per_year") and cells.get("views_file"):
        raise InputError(N_("both page views a year and a file of page views"), remedy=N_("give one of them"))
    if cells.get("views_file", "").startswith("-") or cells.get("login", "").startswith("-"):
        raise InputError(N_("a file name that starts with a hyphen"), remedy=N_("write ./ before it"))
    return Service(
        id=_id(cells.get("id", "")) or id_of(url),
        url=url,
        line=line,
        name=cells.get("name", "")[:_LONGEST],
        ministry=cells.get("ministry", "")[:_LONGEST],
        entity=cells.get("entity", "")[:_LONGEST],
        theme=cells.get("theme", "")[:_LONGEST],
        tags=tuple(filter(None, _TAGS.split(cells.get("tags", "")[:_LONGEST]))),
        contact=cells.get("contact", "")[:_LONGEST],
        budget_bytes=parse_bytes(cells["budget"]) if cells.get("budget") else None,
        max_pages=_whole("max_pages", cells.get("max_pages", ""), _MOST_PAGES),
        sample=sample,
        preset=preset,
        device=_word("device", cells.get("device", "")),
        views_per_year=parse_count(cells["views_per_year"]) if cells.get("views_per_year") else None,
        views_file=cells.get("views_file", "")[:_LONGEST],
        views_days=_whole("views_days", cells.get("views_days", ""), _MOST_DAYS),
        login=cells.get("login", "")[:_LONGEST],
        lane=cells.get("lane", "")[:_LONGEST],
        active=_yes_or_no("active", cells.get("active", ""), default=True),
    )


def id_of(url: str) -> str:
    """Return an id made of an address: ``example.org-news``."""
    made = _NOT_AN_ID.sub("-", without_www(host(url)) + path_of(url)).strip("-.")
    return made[:100] or "site"


def problem(error: DelestError, line: int, named: str, kind: ProblemKind) -> RowProblem:
    """Return what is wrong with a row that is left out."""
    return RowProblem(
        line=line,
        service=named if ID.fullmatch(named) else "",
        kind=kind,
        message=error.message,
        remedy=error.remedy,
        left_out=True,
    )


def _id(text: str) -> str:
    if text and not ID.fullmatch(text):
        raise InputError(
            N_("not an id: {text!r}"),
            remedy=N_("write letters without accents, digits, dots, hyphens and underscores, at most 100"),
            text=text[:_LONGEST],
        )
    return text


def _chosen(preset: str, sample: str) -> tuple[str, bool]:
    """Return the preset and whether pages are drawn; the column ``preset`` may say ``sample`` too."""
    named = preset.strip().lower()
    if named and named not in _PRESETS and named not in _SAMPLE:
        raise InputError(
            N_("preset {text!r} is not known"), remedy=N_("write rgesn or sample, or nothing"), text=preset[:_LONGEST]
        )
    drawn = named in _SAMPLE or _yes_or_no("sample", sample, default=False)
    if drawn and named in _PRESETS:
        raise InputError(N_("both a sample and a preset"), remedy=N_("give one of them"))
    return (named if named in _PRESETS else "", drawn)


def _whole(column: str, text: str, most: int) -> int | None:
    digits = re.sub(r"\s", "", text)
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:12]) <= most or len(digits) > len(str(most)):
        raise InputError(
            N_("{column}: expected a whole number from 1 to {most}, not {text!r}"),
            remedy=N_("write digits only, for example 20"),
            column=column,
            most=most,
            text=text[:_LONGEST],
        )
    return int(digits)


def _yes_or_no(column: str, text: str, *, default: bool) -> bool:
    said = text.strip().lower()
    if not said:
        return default
    if said not in _YES | _NO:
        raise InputError(
            N_("{column}: expected yes or no, not {text!r}"),
            remedy=N_("write yes or no, oui or non"),
            column=column,
            text=text[:_LONGEST],
        )
    return said in _YES


def _word(column: str, text: str) -> str:
    if text and not ID.fullmatch(text):
        raise InputError(
            N_("{column}: not a name: {text!r}"),
            remedy=N_("write a name such as desktop or mobile"),
            column=column,
            text=text[:_LONGEST],
        )
    return text
