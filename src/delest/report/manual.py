"""The sections of the documentation that explain one word: a rule, a term, an exit code, a reason code or a state.

The pages are those of ``docs/``; a wheel carries a copy of them. A heading names one word, or several after commas; on
the page of the states a row of a table does, under the heading that says what it is a state of.
"""

import re
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from delest.errors import N_, InputError

_ROOM: Final = Path(__file__).parent
_PLACES: Final = (_ROOM.parents[0] / "docs", _ROOM.parents[2] / "docs")  # in a wheel, in a clone
_SECTION: Final = re.compile(r"^(##+) (.+)\n((?:(?!##* ).*(?:\n|\Z))*)", re.MULTILINE)
_ROW: Final = re.compile(r"^\| `([^`]+)` \|(?: (.*))? \| (.+) \|$", re.MULTILINE)
"""A code, how reports say it, what it means."""
_LINK: Final = re.compile(r"\[([^]]+)\]\((?!https?:)[^)]*\)")
_RULE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EXIT_CODE: Final = re.compile(r"^(?:exit code|code de sortie|code) (?=[0-9]+$)")
_ALIKE: Final = 0.6
_NEAREST: Final = 3


class Kind(StrEnum):
    """What a word is."""

    RULE = N_("rule")
    TERM = N_("term")
    EXIT_CODE = N_("exit code")
    REASON = N_("reason code")
    STATE = N_("state")


class Section(NamedTuple):
    """What the documentation says of one or several words."""

    kind: Kind
    names: tuple[str, ...]
    text: str
    """Markdown; links within the documentation are only their words."""
    subject: str = ""
    """What it is a state of."""


class _Page(NamedTuple):
    names: dict[str, str]
    """Language -> file."""
    level: int
    """Of the headings that name words, or what the words below them are about."""


_PAGES: Final = {
    Kind.RULE: _Page({"en": "rules.md", "fr": "fr/regles.md"}, 2),
    Kind.TERM: _Page({"en": "terms.md", "fr": "fr/termes.md"}, 2),
    Kind.REASON: _Page({"en": "codes.md", "fr": "fr/codes.md"}, 3),
    Kind.STATE: _Page({"en": "states.md", "fr": "fr/etats.md"}, 2),
}
FILES: Final = tuple(sorted(name for page in _PAGES.values() for name in page.names.values()))
"""The pages, below ``docs/``, that a wheel has to carry."""


@cache
def sections(language: str) -> tuple[Section, ...]:
    """Return every section, in the order of the pages.

    Raises:
        InputError: the pages are not installed.
    """
    return tuple(section for kind, page in _PAGES.items() for section in _read(kind, page, language))


def find(word: str, language: str) -> tuple[Section, ...]:
    """Return the sections on a word, which may be written in either language; a word may have several meanings.

    Raises:
        InputError: nothing explains the word; the remedy names the nearest ones.
    """
    wanted = _EXIT_CODE.sub("", _plain(word))
    spoken = sections(language)
    other = sections("fr" if language == "en" else "en")
    found = [
        here
        for here, there in zip(spoken, other, strict=True)
        if wanted in {_plain(name) for name in (*here.names, *there.names)}
    ]
    if found:
        return tuple(found)
    known = {_plain(name): name for section in (*other, *spoken) for name in section.names}
    near = [each for each in known if wanted and wanted in each] or get_close_matches(wanted, known, _NEAREST, _ALIKE)
    if not near:
        raise InputError(
            N_("nothing explains {word!r}"), remedy=N_("`delest explain` lists the words that it knows"), word=word
        )
    raise InputError(
        N_("nothing explains {word!r}"),
        remedy=N_("did you mean: {nearest}? `delest explain` lists all words"),
        word=word,
        nearest=", ".join(known[each] for each in near[:_NEAREST]),
    )


def _read(kind: Kind, page: _Page, language: str) -> list[Section]:
    text = _folder().joinpath(page.names[language]).read_text("utf-8")
    found = []
    for marks, heading, body in _SECTION.findall(text):
        if len(marks) != page.level or (kind is Kind.RULE and not _RULE.fullmatch(heading)):
            continue
        if kind is Kind.STATE:
            found += [
                Section(kind, (code, said) if said else (code,), _LINK.sub(r"\1", text), heading)
                for code, said, text in _ROW.findall(body)
            ]
            continue
        names = tuple(heading.split(", "))
        own = Kind.EXIT_CODE if kind is Kind.REASON and names[0].isdecimal() else kind
        found.append(Section(own, names, _LINK.sub(r"\1", body).strip()))
    return found


def _folder() -> Path:
    for place in _PLACES:
        if all((place / name).is_file() for name in FILES):
            return place
    raise InputError(
        N_("the documentation is not installed beside delest: looked in {places}"),
        remedy=N_("install delest again"),
        places=", ".join(map(str, _PLACES)),
    )


def _plain(word: str) -> str:
    """Return a word as it is compared: without case, typographic apostrophes, or hyphens that stand for spaces."""
    return " ".join(word.casefold().replace("’", "'").replace("_", " ").replace("-", " ").split())
