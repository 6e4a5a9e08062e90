"""The files of an evidence pack, by name; each is made when it is written."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from delest.records.state.evidence import Names, Pack
from delest.report.data.rgesn import evidence_json, frago, numecodiag, pages_csv, plan_rows
from delest.report.formats import html, markdown
from delest.report.language.words import speaking
from delest.report.page import Page
from delest.report.pages.rgesn.declaration import declaration_page
from delest.report.pages.rgesn.pack import evidence_page

EDITED: Final = frozenset({"declaration.md", "declaration.html", "declaration.yml", "plan.csv"})
"""Files that people go on writing: one that is there already is never overwritten."""


def pack_files(
    pack: Pack, names: Names, template: str, older: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Callable[[], str]]:
    """Return what writes each file.

    Args:
        pack: the evidence.
        names: of the service and of those who assess it.
        template: the official example of a declaration.
        older: the criteria of RGESN version 1, each with those of 2024 that continue it.
    """
    declaration = partial(declaration_page, pack, template, names)
    v1, v2 = partial(numecodiag.state_v1, pack, older), partial(numecodiag.state_2024, pack, names)
    return {
        "preuves.html": lambda: _in("fr", html.render, partial(evidence_page, pack)),
        "evidence.html": lambda: _in("en", html.render, partial(evidence_page, pack)),
        "preuves.json": lambda: evidence_json.evidence_json(pack),
        "declaration.md": lambda: _in("fr", markdown.render, declaration),
        "declaration.html": lambda: _in("fr", html.render, declaration),
        "criteres-pages.csv": lambda: pages_csv.pages_csv(pack),
        "plan.csv": lambda: plan_rows.plan_csv(pack, pack.views_per_year, pack.mean_bytes),
        "frago.csv": lambda: frago.frago_csv(pack),
        "declaration.yml": lambda: frago.declaration_yml(pack),
        "numecodiag-v1.json": v1,
        "numecodiag-v1.js": lambda: numecodiag.line(v1(), "v1"),
        "numecodiag-2024.json": v2,
        "numecodiag-2024.js": lambda: numecodiag.line(v2(), "v2"),
    }


def _in(language: str, render: Callable[[Page], str], page: Callable[[], Page]) -> str:
    with speaking(language):
        return render(page())
