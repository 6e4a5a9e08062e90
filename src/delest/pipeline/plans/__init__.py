"""Action plans: read from files, priced, and held against audits."""
