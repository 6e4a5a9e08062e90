"""A whole run: what was asked, which pages, and what came out."""
