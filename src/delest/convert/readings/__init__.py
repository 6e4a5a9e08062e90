"""Readings that stand beside kg CO2e and are never converted."""
