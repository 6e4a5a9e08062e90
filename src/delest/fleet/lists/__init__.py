"""Readers of lists of services."""
