"""The devices that a browser can present itself as: those of delest, and those of the user's file.

A table ``[devices.kiosk]`` describes one; ``--device kiosk`` chooses it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import click
import msgspec
from click.shell_completion import CompletionItem

from delest.cli.config_file import ConfigFile
from delest.errors import N_, InputError
from delest.records.pages.load import Device
from delest.records.runs.loading import DEVICES
from delest.report.language.words import _

TABLE: Final = "devices"

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_BOUNDS: Final = {"width-px": (50.0, 10_000.0), "height-px": (50.0, 10_000.0), "pixel-ratio": (0.25, 8.0)}
_AGENT: Final = re.compile(r"[ -~]{1,500}")
_KEYS: Final = {
    "width-px": N_("a whole number from 50 to 10000"),
    "height-px": N_("a whole number from 50 to 10000"),
    "pixel-ratio": N_("a number from 0.25 to 8"),
    "mobile": N_("true or false"),
    "user-agent": N_("at most 500 ASCII characters in quotation marks"),
}
_NEEDED: Final = ("width-px", "height-px")


class Profile(click.ParamType[Device]):
    """The name of a device."""

    name = N_("device")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Device:
        """Return the device, or fail naming those that there are."""
        if isinstance(value, Device):
            return value
        file: ConfigFile | None = getattr(ctx.find_root().obj, "file", None) if ctx else None
        known = DEVICES | (profiles(file) if file else {})
        if value not in known:
            choices = ", ".join(map(repr, known))
            self.fail(_("{value!r} is not one of {choices}.").format(value=value, choices=choices), param, ctx)
        return known[value]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's signature
        """Return delest's own devices whose name begins so."""
        return [CompletionItem(name) for name in DEVICES if name.startswith(incomplete)]


def profiles(file: ConfigFile) -> dict[str, Device]:
    """Return the devices that a file describes.

    Raises:
        InputError: one of them is none.
    """
    tables = file.table.get(TABLE, {})
    if not isinstance(tables, Mapping):
        raise _wrong(file, (), N_("a table for each device"))
    return {name: _device(file, name, table) for name, table in tables.items()}


def _device(file: ConfigFile, name: str, table: Any) -> Device:
    if name in DEVICES or not _NAME.fullmatch(name) or not isinstance(table, Mapping):
        raise InputError(
            N_("{place}: {name} cannot be a device"),
            remedy=N_("write [devices.NAME], with a name of letters, digits and hyphens that delest does not have yet"),
            place=file.place(TABLE, name),
            name=repr(name),
        )
    for key, value in table.items():
        if key not in _KEYS:
            raise InputError(
                N_("{place}: a device has no {key}"),
                remedy=N_("it has {known}"),
                place=file.place(TABLE, name, key),
                key=key,
                known=", ".join(_KEYS),
            )
        if not _fits(key, value):
            raise _wrong(file, (name, key), _KEYS[key])
    for key in _NEEDED:
        if key not in table:
            raise _wrong(file, (name, key), _KEYS[key])
    return msgspec.convert({"name": name, **{key.replace("-", "_"): value for key, value in table.items()}}, Device)


def _fits(key: str, value: Any) -> bool:
    if isinstance(value, bool) or key == "mobile":
        return isinstance(value, bool) and key == "mobile"
    if isinstance(value, str) or key == "user-agent":
        return isinstance(value, str) and key == "user-agent" and _AGENT.fullmatch(value) is not None
    low, high = _BOUNDS[key]
    return isinstance(value, (int | float) if key == "pixel-ratio" else int) and low <= value <= high


def _wrong(file: ConfigFile, key: tuple[str, ...], wanted: str) -> InputError:
    return InputError(
        N_("{place}: {key} must be {wanted}"),
        remedy=N_("docs/configuration.md shows a whole device"),
        place=file.place(TABLE, *key),
        key=".".join((TABLE, *key)),
        wanted=_(wanted),
    )
