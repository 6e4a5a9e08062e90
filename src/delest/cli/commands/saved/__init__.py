"""Commands that read saved audits, and what they were made with."""
