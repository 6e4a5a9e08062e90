"""``--storage-state``: cookies and local storage of a session that the user opened before, in Playwright's JSON."""

from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from delest.errors import N_, InputError
from delest.inputs.files import TEXT_BYTES, read_bytes


class _Cookie(Struct, rename="camel", omit_defaults=True):
    name: str
    value: str
    domain: str
    path: str
    expires: float = -1
    http_only: bool = False
    secure: bool = False
    same_site: Literal["Strict", "Lax", "None"] = "Lax"


class _Entry(Struct):
    name: str
    value: str


class _Origin(Struct, rename="camel"):
    origin: str
    local_storage: tuple[_Entry, ...]


class _State(Struct):
    cookies: tuple[_Cookie, ...] = ()
    origins: tuple[_Origin, ...] = ()


def storage_state(path: str) -> dict[str, Any]:
    """Return what a file holds as a browser takes it; fields unknown here are left out.

    Raises:
        InputError: the file cannot be read or is none.
    """
    content = read_bytes(Path(path), most_bytes=TEXT_BYTES)
    try:
        state = msgspec.json.decode(content, type=_State)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        place = str(error).rpartition(" - at ")[2] if " - at " in str(error) else ""  # no value: it may be a secret
        if not place:
            raise InputError(
                N_("{path} is not a storage state: not valid JSON"),
                remedy=N_("save one with Playwright: `context.storage_state(path=...)`"),
                path=path,
            ) from None
        raise InputError(
            N_("{path} is not a storage state: see {place}"),
            remedy=N_("save one with Playwright: `context.storage_state(path=...)`"),
            path=path,
            place=place,
        ) from None
    found: dict[str, Any] = msgspec.to_builtins(state)
    return found
