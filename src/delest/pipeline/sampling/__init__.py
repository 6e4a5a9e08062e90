"""Which pages of a large site are loaded, and what they say of the rest."""
