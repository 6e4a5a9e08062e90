"""Replaying a recorded page load behind a door of our own, so that changed files can be weighed."""
