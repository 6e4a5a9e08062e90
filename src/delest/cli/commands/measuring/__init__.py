"""Commands that load pages, or read loads that another tool recorded."""
