"""Pages on many services."""
