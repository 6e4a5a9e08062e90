"""Proof: recorded pages loaded again, unchanged and with lighter files."""
