"""What can go from a page, and the proof of it."""
