"""Which page is loaded next."""
