"""``--login``: a file that says how a browser logs in, step by step. Values may be secrets, and no error quotes one."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from delest.errors import N_, InputError
from delest.inputs.files import read_text, shown
from delest.inputs.toml import parse_toml
from delest.records.runs.login import Action, Login, LoginStep
from delest.report.language.words import _
from delest.urls import host, start_url

_BYTES_AT_MOST: Final = 1_000_000
_STEPS_AT_MOST: Final = 100
_LIMIT_S: Final = 15
_LIMITS_S: Final = (1, 300)
_KEYS: Final = frozenset({"step", "success", "hosts", "step-limit"})
_SUCCESS: Final = (Action.WAIT_FOR, Action.URL)
_VALUES: Final = ("value", "value-from-env", "value-from-file")
LOGOUTS: Final = (
    "*logout*", "*Logout*", "*LogOut*", "*logoff*", "*LogOff*", "*signout*", "*sign-out*", "*sign_out*", "*SignOut*",
    "*deconnexion*",
)  # fmt: skip
"""Addresses that end a session by being loaded, as patterns: a crawl behind a login leaves them alone."""
_STEP: Final = re.compile(r"[ \t]*\[\[[ \t]*step[ \t]*\]\]")


def read_login(name: str, start_urls: Sequence[str]) -> Login:
    """Return the login that the file called ``name`` describes, the values of its fields read.

    Raises:
        InputError: it cannot be read or is none, or a value is not there.
    """
    path = Path(name)
    text = _text(path.absolute())
    table = parse_toml(text, shown(path.absolute()), secret=True)
    for key in table.keys() - _KEYS:
        raise _no_key(shown(path.absolute()), key, _KEYS)
    steps, places = table.get("step", []), _Places(path, text)
    if not _is_list(steps, dict) or not 0 < len(steps) <= _STEPS_AT_MOST:
        raise _wrong(path, "step", N_("a list of 1 to 100 tables: [[step]]"))
    limit = table.get("step-limit", _LIMIT_S)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not _LIMITS_S[0] <= limit <= _LIMITS_S[1]:
        raise _wrong(path, "step-limit", N_("a number of seconds from 1 to 300"))
    hosts = table.get("hosts", [])
    if not _is_list(hosts, str):
        raise _wrong(path, "hosts", N_("a list of host names in quotation marks"))
    return Login(
        steps=tuple(_step(step, places.of(at, len(steps)), path) for at, step in enumerate(steps)),
        success=_success(table.get("success"), path),
        start_urls=tuple(start_urls),
        hosts=tuple(host(_address(each, shown(path.absolute()))) for each in hosts),
        step_limit_s=float(limit),
    )


class _Places:
    """Where each step begins, as far as it can be seen line by line."""

    def __init__(self, path: Path, text: str) -> None:
        self._file = shown(path.absolute())
        self._lines = [number for number, line in enumerate(text.splitlines(), 1) if _STEP.match(line)]

    def of(self, at: int, steps: int) -> str:
        if len(self._lines) != steps:
            return _("{file}, step {number}").format(file=self._file, number=at + 1)
        return _("{file}, step {number} (line {line})").format(file=self._file, number=at + 1, line=self._lines[at])


def _text(path: Path) -> str:
    return read_text(path, most_bytes=_BYTES_AT_MOST)


def _step(step: Mapping[str, Any], place: str, path: Path) -> LoginStep:
    for key in step.keys() - {*Action, *_VALUES}:
        raise _no_key(place, key, (*Action, *_VALUES))
    actions = [action for action in Action if action in step]
    values = [key for key in _VALUES if key in step]
    if len(actions) != 1 or len(values) != (actions[0] is Action.FILL):
        raise InputError(
            N_("{place}: a step is one action, and {fill} alone takes one of {values}"),
            remedy=N_("docs/login.md shows a whole login"),
            place=place,
            fill=Action.FILL.value,
            values=", ".join(_VALUES),
        )
    for key, text in step.items():
        if not isinstance(text, str) or not text:
            raise _not_text(place, key)
    target = step[actions[0]]
    if actions[0] is Action.GOTO:
        target = _address(target, place)
    return LoginStep(
        action=actions[0],
        target=target,
        value=_value(values[0], step[values[0]], place, path) if values else "",
        place=place,
    )


def _success(table: Any, path: Path) -> tuple[LoginStep, ...]:
    file = shown(path.absolute())
    if not isinstance(table, dict) or not table:
        raise InputError(
            N_("{file} does not say what a login that succeeded looks like"),
            remedy=N_(
                'add a table [success] with wait-for = "CSS selector" or url = "https://www.example.org/account*"'
            ),
            file=file,
        )
    for key, text in table.items():
        if key not in _SUCCESS:
            raise _no_key(_("{file}, [success]").format(file=file), key, _SUCCESS)
        if not isinstance(text, str) or not text:
            raise _not_text(_("{file}, [success]").format(file=file), key)
    place = _("{file}, [success]").format(file=file)
    return tuple(LoginStep(action=each, target=table[each], place=place) for each in _SUCCESS if each in table)


def _value(key: str, text: str, place: str, path: Path) -> str:
    if key == "value":
        return text
    if key == "value-from-env":
        found = os.environ.get(text, "")
        if not found:
            raise InputError(
                N_("{place}: the environment has no {name}"),
                remedy=N_("set it where delest runs: export {name}=..."),
                place=place,
                name=text,
            )
        return found
    return _text(path.absolute().parent / text).removesuffix("\n").removesuffix("\r")


def _address(text: str, place: str) -> str:
    try:
        return start_url(text)
    except InputError as error:
        raise InputError(
            N_("{place}: not a web address without a user name and a password"),
            remedy=N_("write it whole, for example https://www.example.org/"),
            place=place,
        ) from error


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def _no_key(place: str, key: str, known: Sequence[str] | frozenset[str]) -> InputError:
    return InputError(
        N_("{place}: a login has no {key} there"),
        remedy=N_("it has {known}"),
        place=place,
        key=key,
        known=", ".join(sorted(known)),
    )


def _not_text(place: str, key: str) -> InputError:
    return InputError(
        N_("{place}: {key} must be {wanted}"),
        remedy=N_("docs/login.md shows a whole login"),
        place=place,
        key=key,
        wanted=_("text in quotation marks"),
    )


def _wrong(path: Path, key: str, wanted: str) -> InputError:
    return InputError(
        N_("{place}: {key} must be {wanted}"),
        remedy=N_("docs/login.md shows a whole login"),
        place=shown(path.absolute()),
        key=key,
        wanted=_(wanted),
    )
