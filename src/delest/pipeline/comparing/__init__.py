"""Saved audits beside each other: two of them or two sets, and all of a site in the order of time."""
