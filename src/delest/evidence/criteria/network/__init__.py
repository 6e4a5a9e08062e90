"""Themes 3, 6 and 8: architecture, front end, hosting."""
