"""What a loaded page is: a page of its own, a duplicate, or one that does not exist."""
