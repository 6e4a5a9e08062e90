"""Theme 5: contents."""
