"""The role that a page plays on a site (contact, legal notice ...), by what links, titles and addresses call it."""

import functools
import re
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from itertools import islice
from typing import Final

import msgspec

HOME: Final = "home"
NAMED_AT_MOST: Final = 100
"""Links of one page."""
_FILE: Final = "data/roles.toml"
_SPLIT: Final = re.compile(r"[^a-z0-9]+")
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,5}$")
_WORDS_AT_MOST: Final = 6
"""A longer name that holds one of the words is a sentence about something else."""


class _Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    words: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: tuple[_Role, ...]


@functools.cache
def _roles() -> tuple[_Role, ...]:
    return msgspec.toml.decode((files("delest.crawl") / _FILE).read_bytes(), type=_File).role


@functools.cache
def _role_of_word() -> dict[str, str]:
    """Return the role of each word, the first one that has it."""
    return {word: role.id for role in reversed(_roles()) for word in role.words}


def roles() -> tuple[str, ...]:
    """Return the ids of the roles that a sample asks for, the home page first."""
    return (HOME, *(role.id for role in _roles()))


def speaking(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return those of ``named`` that name a role, by their name or their address; at most ``NAMED_AT_MOST``."""
    return tuple(islice(((url, name) for url, name in named if _role_of(url, name)[0]), NAMED_AT_MOST))


def recognised(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the URL of each role that is found, by role.

    Args:
        named: URL and name, most trusted first; the name is a link's or a title's, or empty where only the address is
            known. Of two that are named equally well the first is taken, and no URL plays two roles.
    """
    best: dict[str, tuple[int, str]] = {}
    for url, name in named:
        role, likeness = _role_of(url, name)
        if role and likeness > best.get(role, (0, ""))[0]:
            best[role] = (likeness, url)
    found: dict[str, str] = {}
    for role in roles()[1:]:
        url = best.get(role, (0, ""))[1]
        if url and url not in found.values():
            found[role] = url
    return found


def _role_of(url: str, name: str) -> tuple[str, int]:
    """Return the role that a name, else an address, speaks of, and how plainly: equal (3), held in it (2), address."""
    called, place = _plain(name), _plain(_last_segment(url))
    equal, placed = (_role_of_word().get(words, "") for words in (called, place))
    held = ""
    if 0 < len(called.split()) <= _WORDS_AT_MOST:
        held = next((r.id for r in _roles() if any(f" {word} " in f" {called} " for word in r.words)), "")
    return next(((role, likeness) for role, likeness in ((equal, 3), (held, 2), (placed, 1)) if role), ("", 0))


def _last_segment(url: str) -> str:
    path = url.partition("://")[2].partition("?")[0].split("/")[1:]
    return _ENDING.sub("", next((segment for segment in reversed(path) if segment), ""))


def _plain(text: str) -> str:
    """Return ``text`` in small letters without accents, its words apart by single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _SPLIT.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()
