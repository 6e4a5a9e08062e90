"""Limits, baselines and comparisons, with their verdicts."""
