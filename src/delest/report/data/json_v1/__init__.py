"""The JSON report, format 1: one module for each part of it."""
