"""Files that pages link to."""
