"""Figures that others have published, to compare with; each with its source."""
