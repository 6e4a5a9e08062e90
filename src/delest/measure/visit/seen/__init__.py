"""What a visit reads from a loaded page, and whether it is the page that was asked for."""
