"""Certificates of a cluster: an authority of its own, and one certificate each for scheduler, workers and drivers.

Who has one can run anything on the workers, and who has none can do nothing: Dask checks them on both sides.
"""

import datetime as dt
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from delest.errors import N_, InputError, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable

ROLES: Final = ("scheduler", "worker", "client")
_DAYS: Final = 400


def write(folder: Path, now: dt.datetime) -> tuple[Path, ...]:
    """Write a new authority and its certificates, valid for 400 days from ``now``; only the owner can read keys.

    Raises:
        InputError: the directory is not empty or cannot be written, or the library is missing.
    """
    if importlib.util.find_spec("cryptography") is None:
        raise InputError(
            N_("certificates need the library cryptography"),
            remedy=N_("install delest with it: pip install 'delest[cluster]'"),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(
                N_("{path} is not empty"),
                remedy=N_("name a new directory: certificates are not overwritten"),
                path=folder,
            )
        return _written(folder, now)
    except OSError as error:
        raise unwritable(folder, error) from error


def _written(folder: Path, now: dt.datetime) -> tuple[Path, ...]:
    from cryptography import x509  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - an extra

    def name(text: str) -> Any:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def certificate(role: str, key: Any, sign: Any, *, authority: bool) -> Any:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(f"delest {role}"))
            .issuer_name(name("delest authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=_DAYS))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(sign.public_key()), critical=False)
        )
        return builder.sign(sign, hashes.SHA256())

    pem: Callable[[Any], bytes] = lambda each: each.public_bytes(serialization.Encoding.PEM)  # noqa: E731
    own = ec.generate_private_key(ec.SECP256R1())
    files = {"ca.pem": pem(certificate("authority", own, own, authority=True))}
    for role, key in {**{role: ec.generate_private_key(ec.SECP256R1()) for role in ROLES}, "ca": own}.items():
        if role != "ca":
            files[f"{role}.pem"] = pem(certificate(role, key, own, authority=False))
        files[f"{role}-key.pem"] = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    return tuple(_file(folder / each, content) for each, content in files.items())


def _file(path: Path, content: bytes) -> Path:
    secret = path.name.endswith("-key.pem")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644), "wb") as file:
        file.write(content)
    return path
