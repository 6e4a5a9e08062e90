"""A private certificate store for Chromium, so that ``--ca`` trusts one authority without touching the user's own."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from delest.errors import N_, InputError


class TrustStore:
    """An NSS database below a HOME of its own; empty environment where no authority is given.

    Raises:
        InputError: the file is not there, is not a certificate, or ``certutil`` is missing.
    """

    def __init__(self, ca_file: str | None) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="delest-trust-")) if ca_file else None
        if ca_file and self._home:
            try:
                self._fill(Path(ca_file), self._home / ".pki" / "nssdb")
            except InputError:
                self.close()
                raise

    def environment(self) -> dict[str, str]:
        """Return what to add to the browser's environment."""
        if self._home is None:
            return {}
        return {"HOME": str(self._home), "XDG_DATA_HOME": str(self._home / ".local/share")}

    def close(self) -> None:
        """Remove the store."""
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)

    @staticmethod
    def _fill(ca_file: Path, store: Path) -> None:
        certutil = shutil.which("certutil")
        if certutil is None:
            raise InputError(
                N_("--ca needs certutil, which is not installed"),
                remedy=N_("on Debian or Ubuntu: apt-get install libnss3-tools; or use --insecure"),
            )
        if not ca_file.is_file():
            raise InputError(N_("no such certificate file: {path}"), remedy=N_("give a PEM file"), path=ca_file)
        store.mkdir(parents=True)
        database = ["-d", f"sql:{store}"]
        for command in (
            [certutil, *database, "-N", "--empty-password"],
            [certutil, *database, "-A", "-t", "C,,", "-n", "delest", "-i", str(ca_file)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
            if done.returncode:
                raise InputError(
                    N_("{path} cannot be used as a certificate authority: {reason}"),
                    remedy=N_("give a PEM file with one certificate"),
                    path=ca_file,
                    reason=(done.stderr.strip().splitlines() or [""])[-1],
                )
