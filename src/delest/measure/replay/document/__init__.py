"""The document of a recorded page with changes in it."""
