"""delest weighs the pages of a website on the wire and says what dropping bytes is worth.

Type checkers read ``__init__.pyi``: the names of ``delest.library`` are loaded when they are first used.
"""

from typing import Any, Final

__version__ = "0.1.0"
_LIBRARY: Final = {"SavedAudit", "audit", "open_run"}


def __getattr__(name: str) -> Any:
    if name not in _LIBRARY:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    import importlib  # noqa: PLC0415 - ``import delest`` alone loads nothing

    return getattr(importlib.import_module("delest.library"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LIBRARY})
