"""Weights against a budget: the verdict. Pure."""
