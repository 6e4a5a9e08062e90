"""The probes, one file each: ``delest rgesn RUN --probe ID``."""
