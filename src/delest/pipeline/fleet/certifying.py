"""Certificates for a cluster, as of now."""

from datetime import UTC, datetime
from pathlib import Path

from delest.fleet import certificates


def certify(folder: Path) -> tuple[Path, ...]:
    """Write new certificates in a directory and return the files.

    Raises:
        InputError: it is not empty, cannot be written, or the library is missing.
    """
    return certificates.write(folder, datetime.now(UTC))
