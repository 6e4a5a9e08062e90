"""Themes 1, 2 and 4: strategy, specifications, interface."""
