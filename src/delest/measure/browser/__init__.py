"""Finding, fetching, starting and watching a Chromium."""
