"""Rules on web fonts."""
