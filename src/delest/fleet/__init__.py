"""Many services: the list, the audits of a campaign on one machine or many, and what they come to together."""
