"""Writes what docs repeat from the code: tables of docs/commands.md and docs/fr/commandes.md, docs/delest.schema.json.

In the two pages, what is between ``<!-- options: audit -->`` and ``<!-- end -->`` is written here; all else is written
by hand. The blocks are ``commands``, ``exit-codes``, ``everywhere``, ``shared`` (the options of audit and check) and
``options: COMMAND`` (those of one command alone).

``python scripts/commands.py`` writes the files; ``--check`` changes nothing and fails where one is out of date.
"""

# ruff: noqa: PLC0415 - texts are translated when the commands are imported

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from delest.cli.options.option import Option

_ROOT: Final = Path(__file__).resolve().parents[1]
_DOCS: Final = _ROOT / "docs"
_PAGES: Final = {"en": _DOCS / "commands.md", "fr": _DOCS / "fr" / "commandes.md"}
_SCHEMA: Final = _DOCS / "delest.schema.json"
_BLOCK: Final = re.compile(r"(<!-- (?!end)([a-z-]+)(?:: ([a-z ]+))? -->\n).*?(?=<!-- end -->)", re.DOTALL)
_BRACKETS: Final = re.compile(r"^\[|\]$")
_QUOTE: Final = "'"
_SHARING: Final = (("audit",), ("check",))
_FRENCH: Final = {
    "check.md#baseline": "controle.md#référence",
    "check.md#budgets": "controle.md#budgets",
    "check.md#build-folder": "controle.md#dossier-compilé",
    "compare.md#sets-of-audits": "comparaison.md#ensembles-daudits",
    "configuration.md": "configuration.md",
    "configuration.md#devices": "configuration.md#les-appareils",
    "crawling.md#language": "exploration.md#langue",
    "fleet.md#a-cluster": "parc.md#une-grappe",
    "fleet.md#a-campaign": "parc.md#une-édition",
    "login.md": "connexion.md",
    "measuring.md#language-and-time-zone": "mesure.md#langue-et-fuseau-horaire",
    "measuring.md#consent": "mesure.md#consentement",
    "measuring.md#http3": "mesure.md#http3",
    "measuring.md#states-of-the-cache": "mesure.md#états-du-cache",
    "model.md": "modele.md",
    "politeness.md": "politesse.md",
    "politeness.md#load-on-the-site": "politesse.md#charge-imposée-au-site",
    "politeness.md#what-the-sites-owner-sees": "politesse.md#ce-que-voit-le-responsable-du-site",
    "proof.md": "preuve.md",
    "proof.md#the-lighter-files": "preuve.md#les-fichiers-allégés",
    "report.md": "rapport.md",
    "bilan.md": "bilan.md",
    "rgesn.md": "rgesn.md",
    "rgesn.md#files": "rgesn.md#fichiers",
    "rgesn.md#probes": "rgesn.md#sondes",
    "bilan.md#two-editions-of-a-fleet": "bilan.md#deux-éditions-dun-parc",
    "rgesn.md#criterion-61": "rgesn.md#critère-61",
    "rgesn.md#the-official-spreadsheet": "rgesn.md#le-tableur-officiel",
    "rules.md#css-unused": "regles.md#css-unused",
    "rules.md#what-a-run-keeps": "regles.md#ce-que-garde-un-audit",
    "report.md#documents": "rapport.md#documents",
    "report.md#screenshots": "rapport.md#captures-décran",
    "sampling.md": "echantillonnage.md",
    "traffic.md": "trafic.md",
    "traffic.md#matomo-api": "trafic.md#matomo-api",
    "traffic.md#piano": "trafic.md#piano",
    "traffic.md#robots": "trafic.md#robots",
    "sampling.md#chosen-after-rgesn-and-rgaa": "echantillonnage.md#choisi-selon-le-rgesn-et-le-rgaa",
}
"""The French twin of what an option's ``see`` names."""


_WORDS: Final = {
    "en": {"command": "command", "purpose": "purpose", "code": "code", "option": "option", "meaning": "meaning",
           "default": "Default: `{}`.", "required": "Required.", "more": "More"},
    "fr": {"command": "commande", "purpose": "rôle", "code": "code", "option": "option", "meaning": "sens",
           "default": "Par défaut : `{}`.", "required": "Obligatoire.", "more": "En savoir plus"},
}  # fmt: skip


def page(text: str, language: str) -> str:
    """Return the page with its blocks written from the code."""
    from delest.cli.terminal import click_words
    from delest.report.language import words

    words.use(language)  # before the commands are imported: their texts are translated then
    click_words.teach()
    blocks = _Blocks(language)
    return _BLOCK.sub(lambda found: found[1] + blocks.written(found[2], found[3] or ""), text)


class _Blocks:
    """The blocks of one page, in one language."""

    def __init__(self, language: str) -> None:
        from delest.cli import group
        from delest.cli.options.option import Section

        self._french = language == "fr"
        self._words = _WORDS[language]
        self._group = group
        self._commands = group.all_commands()
        one, other = (self._options(path) for path in _SHARING)
        keys = {each.key for each in other}
        self._general = [each for each in one if each.section is Section.GENERAL]
        self._shared = [each for each in one if each.key in keys and each not in self._general]

    def written(self, kind: str, name: str) -> str:
        """Return one block."""
        if kind == "commands":
            return self._lines(
                "command", "purpose", [(f"`delest {each}`", said) for each, said in self._group.COMMANDS.items()]
            )
        if kind == "exit-codes":
            return self._lines(
                "code", "meaning", [(str(int(code)), _cell(said)) for code, said in self._group.EXIT_CODES]
            )
        if kind == "everywhere":
            return self._everywhere()
        if kind == "shared":
            return self._by_section()
        return self._table(self._own(tuple(name.split())))

    def _options(self, path: tuple[str, ...]) -> list["Option"]:
        from delest.cli.options.option import options_by_section

        return [each for section in options_by_section(self._commands[path]).values() for each in section]

    def _own(self, path: tuple[str, ...]) -> list["Option"]:
        elsewhere = {each.key for each in (*self._general, *(self._shared if path in _SHARING else ()))}
        return [each for each in self._options(path) if each.key not in elsewhere]

    def _everywhere(self) -> str:
        root = self._group.delest
        theirs: dict[str, click.Option | None] = {"help": None, "version": None}
        for each in root.get_params(click.Context(root, **root.context_settings)):
            if each.name in theirs and isinstance(each, click.Option):
                theirs[each.name] = each
        rows = [_row(each.opts, "", each.help or "") for each in theirs.values() if each is not None]
        return self._table(self._general) + "".join(rows)

    def _by_section(self) -> str:
        from delest.cli.options.option import Section
        from delest.report.language.words import _

        parts = []
        for section in Section:
            rows = [each for each in self._shared if each.section is section]
            if rows:
                parts.append(f"\n### {_(section)}\n\n{self._table(rows)}")
        return "".join(parts) + "\n"

    def _table(self, options: Iterable["Option"]) -> str:
        return self._lines("option", "meaning", ()) + "".join(map(self._option, options))

    def _lines(self, one: str, other: str, rows: Iterable[tuple[str, str]]) -> str:
        lines = [(self._words[one], self._words[other]), ("---", "---"), *rows]
        return "".join(f"| {left} | {right} |\n" for left, right in lines).replace("| --- | --- |", "|---|---|")

    def _option(self, option: "Option") -> str:
        from delest.cli.options.option import bounds_text

        context = click.Context(click.Command("delest"))
        said = [option.help or ""]
        default = option.get_help_extra(context).get("default")
        if default:
            said.append(self._words["default"].format(default))
        bounds = bounds_text(option.type)
        if bounds:
            said.append(f"({bounds})")
        if option.required:
            said.append(self._words["required"])
        if option.see:
            said.append(f"[{self._words['more']}]({_FRENCH[option.see] if self._french else option.see})")
        return _row(option.opts, "" if option.is_flag else option.make_metavar(context), " ".join(said))


def _row(names: Iterable[str], metavar: str, said: str) -> str:
    *short, long = sorted(names, key=len)
    code = f"{long} {re.sub(_BRACKETS, '', metavar)}".strip().replace("|", r"\|")
    return f"| {', '.join(f'`{each}`' for each in [*short, code])} | {_cell(said)} |\n"


def _cell(text: str) -> str:
    """Return a sentence of the help as Markdown, with the names of options and patterns as code."""
    pieces = re.split(r"(`[^`]*`|\[[^]]*\]\([^)]*\)|'\*[^']*'|(?<![\w-])--[a-z][a-z0-9-]*)", text)
    said = []
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            said.append(piece.replace("*", r"\*"))
        else:
            said.append(piece if piece[0] in "`[" else f"`{piece.strip(_QUOTE)}`")
    return "".join(said)


def schema() -> str:
    """Return the JSON Schema of the configuration file."""
    from delest.cli import group
    from delest.cli.settings.schema import schema as of_options

    return json.dumps(of_options(group.all_commands()), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write or check, each language in a process of its own: texts are translated once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a file is out of date")
    parser.add_argument("--language", choices=_PAGES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.language is None:
        check = ["--check"] if given.check else []
        if not given.check:  # French tables are read from the compiled catalogue, which may be older than its source
            words = [sys.executable, str(_ROOT / "scripts" / "words.py")]
            subprocess.run(words, check=False, stdout=subprocess.DEVNULL)
        codes = [
            subprocess.run([sys.executable, __file__, "--language", each, *check], check=False).returncode
            for each in _PAGES
        ]
        return max(codes)
    path = _PAGES[given.language]
    wanted = {path: page(path.read_text("utf-8"), given.language)}
    if given.language == "en":
        wanted[_SCHEMA] = schema()
    stale = [file for file, text in wanted.items() if file.read_text("utf-8") != text]
    for file in stale:
        if given.check:
            sys.stderr.write(
                f"{file.relative_to(_ROOT)} is out of date: run `make docs`, or python scripts/commands.py\n"
            )
        else:
            file.write_text(wanted[file], "utf-8")
    return 1 if stale and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
