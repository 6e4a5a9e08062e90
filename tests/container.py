"""A machine with less memory, told as Linux tells the limit of a container: in a file."""

from delest import machine


def limited(monkeypatch, folder, limit_bytes):
    """Let this process believe that its container has so much memory."""
    told = folder / "memory.max"
    told.write_text(f"{limit_bytes}\n")
    monkeypatch.setattr(machine, "CONTAINER_LIMITS", (str(told),))
