"""A fleet: its list, its campaigns and what they come to."""
