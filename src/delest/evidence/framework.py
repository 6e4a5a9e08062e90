"""RGESN 2024 and its first version, read from the data files that come with delest."""

import functools
import json
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from delest.records.state.evidence import Criterion

NAME: Final = "rgesn-2024"
TITLE: Final = "RGESN 2024"


def data_file(name: str) -> Traversable:
    """Return a file of the frameworks' data."""
    return resources.files("delest.evidence") / "data" / name


@functools.cache
def criteria() -> tuple[Criterion, ...]:
    """Return the 78 criteria of RGESN 2024, in their order."""
    read = json.loads(data_file("rgesn-2024.json").read_text("utf-8"))
    themes = {theme["id"]: theme for theme in read["themes"]}
    return tuple(_criterion(each, themes[each["theme"]]) for each in read["criteria"])


def _criterion(row: Mapping[str, Any], theme: Mapping[str, Any]) -> Criterion:
    known = row["automation"]
    return Criterion(
        id=row["id"],
        theme=row["theme"],
        theme_fr=theme["fr"],
        theme_en=theme["en"],
        title_fr=row["title_fr"],
        label_en=row["label_en"],
        priority_fr=row["priority_fr"],
        weight=row["weight"],
        difficulty_fr=row["difficulty_fr"],
        applies_to_all=row["applies_to_all"],
        applicability_fr=row["applicability_fr"],
        in_declaration=row["declaration_entry"],
        framework_page=row["framework_page"],
        level=known["level"],
        may_set=tuple(known["may_set"]),
        asked_en=known.get("evidence_en") or "",
        asked_fr=known.get("evidence_fr") or "",
        limits_en=known.get("limits_en") or "",
        sheet=row["official_sheet"]["sheet"],
        row=row["official_sheet"]["row"],
        wsg=tuple(dict.fromkeys(link["guideline"] for link in row["related"]["wsg"])),
    )


@functools.cache
def older() -> Mapping[str, tuple[str, ...]]:
    """Return the criteria of RGESN version 1, each with those of 2024 that we read as its continuation."""
    read = json.loads(data_file("rgesn-2022.json").read_text("utf-8"))
    return {row["id"]: tuple(row["related_2024"]) for row in read["criteria"]}


def declaration_template() -> str:
    """Return the text of the official example of a declaration, headings and criteria marked at the line's start."""
    return data_file("declaration-2024.md").read_text("utf-8")
