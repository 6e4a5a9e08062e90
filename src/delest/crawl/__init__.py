"""Which pages: from a start URL to the list of pages to load."""
