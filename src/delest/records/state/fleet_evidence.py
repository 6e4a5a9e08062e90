"""What an edition of a fleet shows of RGESN, service by service."""

from msgspec import Struct

from delest.records.state.evidence import Criterion, Evidence


class ServiceEvidence(Struct, frozen=True, kw_only=True):
    """One measured service."""

    id: str
    name: str
    url: str
    ministry: str = ""
    pages: int = 0
    declaration: str = ""
    """An address of it that looks like a declaration of eco-design; empty: none was heard of."""
    addresses: int = 0
    """That were heard of, on its own host."""
    evidence: tuple[Evidence, ...] = ()
    """Of every criterion, without its pages and files."""
    problem: str = ""
    """Why its audit could not be read; in English."""


class FleetEvidence(Struct, frozen=True, kw_only=True):
    """All services of an edition that were measured."""

    edition: str
    known: int
    """Services to audit."""
    framework: str
    criteria: tuple[Criterion, ...]
    services: tuple[ServiceEvidence, ...]
