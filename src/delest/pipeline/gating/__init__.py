"""What a check does: limits and baselines, and the sites that it serves or takes from disk."""
