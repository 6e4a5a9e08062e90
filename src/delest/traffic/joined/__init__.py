"""Views joined to the pages that were measured, and scaled to a year."""
