"""Older run formats: one file for each, which brings its records to the format after it."""
