"""Robots, told by the names that they give themselves: the list of crawler-user-agents as one prefix tree."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

_ESCAPED: Final = re.compile(r"\\([/.\-_ !:;,()+?*\[\]@&=#'\"|])")
_SYNTAX: Final = re.compile(r"[\\^$.|?*+()\[\]{}]")
_OWN: Final = ("delest/",)
"""delest's own requests, which are nobody's page views."""

Tree = dict[str, Any]
"""Letter -> what comes after it; an empty letter ends a name."""


@cache
def robots() -> re.Pattern[bytes]:
    """Return the pattern that is found in the user agents of robots.

    Most entries of the list are plain text: merged into one tree of prefixes, they are tested in one pass.
    """
    literal, others = list(_OWN), []
    for entry in CRAWLER_USER_AGENTS_DATA:
        plain = _ESCAPED.sub("", entry["pattern"])
        if _SYNTAX.search(plain):
            others.append(f"(?:{entry['pattern']})")
        else:
            literal.append(_ESCAPED.sub(r"\1", entry["pattern"]))
    return re.compile("|".join([_expression(_tree(literal)), *others]).encode())


def list_version() -> str:
    """Return the name and the version of the list."""
    from importlib.metadata import version  # noqa: PLC0415 - slow, and each process that counts would load it

    return f"crawler-user-agents {version('crawler-user-agents')}"


def _tree(words: Iterable[str]) -> Tree:
    root: Tree = {}
    for word in words:
        at = root
        for letter in word:
            if "" in at:  # a shorter name is in this one: it is found first
                break
            at = at.setdefault(letter, {})
        else:
            at.clear()
            at[""] = {}
    return root


def _expression(tree: Tree) -> str:
    """Return the expression that matches one word of a tree."""
    if "" in tree:
        return ""
    branches = [re.escape(letter) + _expression(below) for letter, below in sorted(tree.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def is_robot(agent: bytes) -> bool:
    """Tell whether a user agent is that of a robot."""
    return robots().search(agent) is not None
