"""Many services: the list, a campaign over it, and what it came to."""
