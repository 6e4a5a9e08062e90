"""Local HTTP servers on loopback."""
