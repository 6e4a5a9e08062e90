"""TOML that users write, with one error for what is not TOML."""

import re
from typing import Any, Final

from delest.errors import N_, InputError

_PLACE: Final = re.compile(r"\(at [^()]*\)$")


def parse_toml(text: str, file: str, *, secret: bool = False) -> dict[str, Any]:
    """Return the tables of a file.

    Args:
        text: what it contains.
        file: its name, for messages.
        secret: the message says where the mistake is, and quotes nothing.

    Raises:
        InputError: it is not TOML.
    """
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        problem = (place[0] if place else "") if secret else str(error)
    raise InputError(  # outside of the block above, so that it carries no text of the file
        N_("{file} is not valid TOML: {problem}"),
        remedy=N_("correct that line: strings need quotation marks, decimal numbers a point"),
        file=file,
        problem=problem,
    )
