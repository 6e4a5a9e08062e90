"""One audit, from its order to a run on disk."""
