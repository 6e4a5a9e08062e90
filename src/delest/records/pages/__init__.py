"""One page: its load, what was transferred and seen, and what it weighs."""
