"""What probes saw of an audit, beside its run: ``probes.json``."""

import os
from pathlib import Path
from typing import Final

import msgspec

from delest.errors import N_, InputError, unwritable
from delest.records.state.probed import Probed

FILE_NAME: Final = "probes.json"
_MOST_BYTES: Final = 100_000_000


def read_probed(run: Path) -> Probed | None:
    """Return what probes saw; None: there was no probe.

    Raises:
        InputError: the file cannot be read.
    """
    path = _of(run)
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_MOST_BYTES), type=Probed)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            N_("{file} cannot be read: {problem}"),
            remedy=N_("delete it, and look again with --probe"),
            file=str(path),
            problem=str(error)[:200],
        ) from error


def write_probed(run: Path, probed: Probed) -> None:
    """Write what probes saw, whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    path = _of(run)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(probed), indent=1) + b"\n")
        part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _of(run: Path) -> Path:
    return (run if run.is_dir() else run.parent) / FILE_NAME
