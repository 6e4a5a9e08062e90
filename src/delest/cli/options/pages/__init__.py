"""Options that say which pages are loaded."""
